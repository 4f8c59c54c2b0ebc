"""Captions and footnotes: text beside the text."""

from __future__ import annotations

import re

from maalkart.read.structure.lines import text_of
from maalkart.read.structure.model import Draft
from maalkart.read.structure.styles import Styles

SMALL = 0.92  # of the body size: footnotes are set smaller than this
RAISED = 0.75  # of the body size: a number alone in type smaller than this points to a note
LOWER = 0.55  # of the page's height: footnotes stand below this
LONGEST = 200  # letters of a caption in the type of the text; a longer one is text about the figure
_CAPTION = re.compile(
    r"^(?:(?:figur|tabell|bilde|kart|diagram|illustrasjon|figure|table|abbildung|tabelle)\s*"
    r"\d+[\d.a-z]*\s*(?:[.:–-]|$|(?=[A-ZÆØÅ]))"
    r"|(?:foto|kilde|illustrasjon|photo|source|kjelde|bilde|illustration)\s*:)",
    re.IGNORECASE,
)
SHORTEST = 50  # letters of a lifted quote; a heading's few words may well recur in the text
QUOTED = 25  # letters of one in quotation marks; a vision's few words are said nowhere else
TITLE = 90  # letters; a title without a stop is shorter, and its plan may well say it again
ENDS = frozenset('.!?…»”"')
LIFTED = 1.12  # of the body size: lifted quotes are set larger than this
_QUOTED = re.compile(r"^[«“”\"].{20,}[»”“\"]\W*$")
_MARKED = re.compile(r"^(?P<word>[^\W\d_]{4,})(?P<number>\d{1,2})(?P<after>[.,;:!?)»]*)$")
_NOTE = re.compile(r"^\d{1,3}\s?(?=[A-ZÆØÅ«\"(h])")


def mark_quotes(drafts: list[Draft], styles: Styles) -> None:
    """Mark text that is set larger than the body and only repeats it, or quotes someone."""
    body: dict[int, str] = {}
    for draft in drafts:
        if draft.kind in ("paragraph", "list_item") and draft.size <= LIFTED * styles.size:
            body[draft.page] = body.get(draft.page, "") + _plain(draft.text)
    for draft in drafts:
        text = _plain(draft.text)
        quoted = bool(_QUOTED.match(draft.text))
        shortest = QUOTED if quoted else SHORTEST
        if draft.kind != "paragraph" or draft.size <= LIFTED * styles.size or len(text) < shortest:
            continue
        near = (body.get(page, "") for page in range(draft.page - 1, draft.page + 2))
        whole = draft.text[-1] in ENDS or len(text) > TITLE
        if (whole and any(text in said for said in near)) or (quoted and len(text) >= SHORTEST):
            draft.kind = "pull_quote"


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


def mark_notes(drafts: list[Draft], styles: Styles, height: float) -> None:
    """Mark captions and footnotes among the paragraphs of a page."""
    noted: set[tuple[float, float]] = set()  # columns whose notes have begun
    for draft in drafts:
        if draft.kind not in ("paragraph", "list_item"):
            continue
        text = draft.text
        own = draft.size < SMALL * styles.size  # type that is not the text's
        if _CAPTION.match(text) and (own or len(text) <= LONGEST):
            draft.kind = "caption"
        elif _is_low(draft, styles, height) and (draft.flow in noted or _opens_note(draft, styles)):
            draft.kind = "footnote"
            noted.add(draft.flow)


def _is_low(draft: Draft, styles: Styles, height: float) -> bool:
    return draft.size < SMALL * styles.size and draft.top > LOWER * height


def _opens_note(draft: Draft, styles: Styles) -> bool:
    """A number before a sentence, or alone and raised above the line of its note."""
    if draft.text.isdigit():
        return draft.size < RAISED * styles.size and len(draft.text) <= 3
    return bool(_NOTE.match(f"{draft.marker or ''}{draft.text}"))


def drop_marks(drafts: list[Draft]) -> None:
    """Take the marks of a page's footnotes off the words they hang on («trivsel1»).

    Engines run the raised number into the word. Only numbers of notes on the page are marks.
    """
    numbers = {found.group() for draft in drafts if (found := _number_of(draft))}
    if not numbers:
        return
    for draft in drafts:
        for line in draft.lines if draft.kind != "footnote" else ():
            for at, word in enumerate(line.words):
                found = _MARKED.match(word.text)
                if found and found["number"] in numbers:
                    line.words[at] = word._replace(text=found["word"] + found["after"])
                    line.text = text_of(line.words)


def _number_of(draft: Draft) -> re.Match[str] | None:
    if draft.kind != "footnote":
        return None
    return re.match(r"\d{1,2}", f"{draft.marker or ''}{draft.text}")
