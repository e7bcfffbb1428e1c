"""What comes in: statements of sources, near matches, what is set aside, proposed records."""
