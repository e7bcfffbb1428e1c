"""The questions about children. Nothing that is typed into them is believed as it is."""
