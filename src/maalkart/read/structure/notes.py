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
SHORTEST = 50  # letters of a lifted quote; a heading's few words may well recur in the text
LIFTED = 1.12  # of the body size: lifted quotes are set larger than this
_QUOTED = re.compile(r"^[«“”\"].{20,}[»”“\"]\W*$")
_NOTE = re.compile(r"^\d{1,3}\s?(?=[A-ZÆØÅ«\"(h])")


def mark_quotes(drafts: list[Draft], styles: Styles) -> None:
    """Mark text that is set larger than the body and only repeats it, or quotes someone."""
    body: dict[int, str] = {}
    for draft in drafts:
        if draft.kind in ("paragraph", "list_item") and draft.size <= LIFTED * styles.size:
            body[draft.page] = body.get(draft.page, "") + _plain(draft.text)
    for draft in drafts:
        text = _plain(draft.text)
        if draft.kind != "paragraph" or draft.size <= LIFTED * styles.size or len(text) < SHORTEST:
            continue
        near = (body.get(page, "") for page in range(draft.page - 1, draft.page + 2))
        if any(text in said for said in near) or _QUOTED.match(draft.text):
            draft.kind = "pull_quote"


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


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
