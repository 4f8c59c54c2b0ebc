"""The structure of a page as a person sees it: order, headings, lists, tables, furniture."""

from maalkart.read.structure.assemble import assemble

__all__ = ["assemble"]
