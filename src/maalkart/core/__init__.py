"""Frozen records, evidence and the tree of errors: what every other package speaks in."""
