"""The servers that production brings itself, out of wheels: for the demonstration, the tests and the benchmarks."""
