"""Matching: of whom is a statement? It proposes and never links."""
