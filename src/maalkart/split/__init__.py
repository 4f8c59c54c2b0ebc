"""From blocks to statements, the units of coding."""

from maalkart.split.sentences import sentences
from maalkart.split.statements import split

__all__ = ["sentences", "split"]
