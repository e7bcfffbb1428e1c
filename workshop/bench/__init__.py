"""The benchmark: `make bench` measures the product's own functions against a primary-key lookup in the same run.

Everything is fictional and drawn from a fixed seed. Absolute times say much about the machine and little about the
product, so every figure stands beside the figure of something simple that ran in between, and only ratios are compared.
"""
