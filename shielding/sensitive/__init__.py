"""Sensitive services: recorded behind the consent gate, shown as one neutral line."""
