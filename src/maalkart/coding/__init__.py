"""The codebook and the coders: rules and word lists, a trained model, and what they share."""

from maalkart.coding.protocol import VARIABLES, Coder, answers, collect

__all__ = ["VARIABLES", "Coder", "answers", "collect"]
