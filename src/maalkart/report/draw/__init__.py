"""Pictures as SVG, drawn by hand: the same numbers give the same bytes, in milliseconds."""
