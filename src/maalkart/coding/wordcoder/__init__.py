"""The word coder: word lists, and rules that look at headings, lists and neighbours."""

from maalkart.coding.wordcoder.coder import WordCoder
from maalkart.coding.wordcoder.lists import WordLists, load_lists

__all__ = ["WordCoder", "WordLists", "load_lists"]
