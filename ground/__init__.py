"""The ground floor: legal numbers, cryptography, references. It imports nothing else of the project."""
