"""One short function per step: the only place that joins steps to the store."""
