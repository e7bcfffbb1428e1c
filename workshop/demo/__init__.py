"""The demonstration: a fictional county, and the whole system that serves it from one directory."""
