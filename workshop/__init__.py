"""What production never has: the demonstration and its fictional county, benchmarks, servers out of packages."""
