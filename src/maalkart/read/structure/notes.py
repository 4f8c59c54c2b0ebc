"""Captions and footnotes: text beside the text."""

from __future__ import annotations

import re

from maalkart.read.structure.model import Draft
from maalkart.read.structure.styles import Styles

SMALL = 0.92  # of the body size: footnotes are set smaller than this
LOWER = 0.55  # of the page's height: footnotes stand below this
LONGEST = 200  # letters of a caption; a longer one is text about the figure
_CAPTION = re.compile(
    r"^(?:(?:figur|tabell|bilde|kart|diagram|illustrasjon|figure|table|abbildung|tabelle)\s*"
    r"\d+[\d.a-z]*\s*(?:[.:–-]|$|(?=[A-ZÆØÅ]))"
    r"|(?:foto|kilde|illustrasjon|photo|source|kjelde|bilde|illustration)\s*:)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^\d{1,3}\s?(?=[A-ZÆØÅ«\"(h])")


def mark_notes(drafts: list[Draft], styles: Styles, height: float) -> None:
    """Mark captions and footnotes among the paragraphs of a page."""
    for draft in drafts:
        if draft.kind not in ("paragraph", "list_item"):
            continue
        text = draft.text
        if _CAPTION.match(text) and len(text) <= LONGEST:
            draft.kind = "caption"
        elif _is_note(draft, styles, height):
            draft.kind = "footnote"


def _is_note(draft: Draft, styles: Styles, height: float) -> bool:
    low = draft.size < SMALL * styles.size and draft.top > LOWER * height
    return low and bool(_NOTE.match(f"{draft.marker or ''}{draft.text}"))
