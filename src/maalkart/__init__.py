"""Målkart: the goals in municipal and county plans, each figure one click from the words."""

__version__ = "0.1.0"
