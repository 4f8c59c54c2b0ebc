"""Meaning as numbers: texts near each other say much the same, in whatever words or language."""

from maalkart.coding.semantic.embedder import Embedder, Vectors, kept, nano_embedder, nano_name
from maalkart.coding.semantic.likeness import Like, most_like

__all__ = ["Embedder", "Like", "Vectors", "kept", "most_like", "nano_embedder", "nano_name"]
