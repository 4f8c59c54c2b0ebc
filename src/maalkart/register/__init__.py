"""Registers of bodies, and the sample drawn from them."""
