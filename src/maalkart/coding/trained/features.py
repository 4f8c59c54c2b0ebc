"""What the trained coder sees of a statement: its words, its place on the page, its context.

Each *view* (the statement's own words, its opening, the line above its list, each heading …) is a
bag of hashed features of its own, so that «mål» in a heading and «mål» in the sentence weigh apart.
Rows are scaled within each view: a long paragraph before does not drown a short bullet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from maalkart.coding.trained.hashing import CACHED_LINES, Ids, named, stem_ids, word_ids, words
from maalkart.core.statement import Statement

Findings = Callable[[Statement], Sequence[str]]

LONGEST_TEXT = 1_200  # characters looked at: statements are shorter, hostile ones need not be
VIEWS = (
    *("own", "pairs", "opening", "layout", "lead", "heading", "above"),
    *("before", "before2", "after", "after2", "cell", "findings"),
)
TEXT_VIEWS = ("own", "pairs", "opening", "layout")  # all that a text alone can fill
_NO_LETTERS = re.compile(r"[\W\d]+")
_LENGTHS = (2, 4, 7, 12, 20, 35)


def text_views(text: str, language: str) -> dict[str, Ids]:
    """The views that a text fills by itself, without any context."""
    text = text[:LONGEST_TEXT]
    found = words(text)
    bordered = ["^", *found, "$"]
    return {
        "own": _joined([word_ids(word, language) for word in found]),
        "pairs": named([f"{a} {b}" for a, b in pairwise(bordered)]),
        "opening": named([f"{at}:{word}" for at, word in enumerate(found[:3])]),
        "layout": named(list(_shape(text, found))),
    }


def context_views(statement: Statement) -> dict[str, Ids]:
    """The views that need the statement's context; those that are empty are left out."""
    context, language = statement.context, statement.language
    path = context.heading_path
    texts = {
        "lead": context.lead_in,
        "heading": path[-1] if path else None,
        "above": " ".join(path[:-1]),
        "before": context.before[-1] if context.before else None,
        "before2": context.before[-2] if len(context.before) > 1 else None,
        "after": context.after[0] if context.after else None,
        "after2": context.after[1] if len(context.after) > 1 else None,
        "cell": " ".join(filter(None, (context.column_heading, context.row_heading))),
    }
    views = {view: _bag(text, language) for view, text in texts.items() if text}
    views["layout"] = named(list(_place(statement)))
    return views


def statement_views(statement: Statement, findings: Findings | None) -> dict[str, Ids]:
    """All views of one statement."""
    views = text_views(statement.text, statement.language)
    around = context_views(statement)
    views["layout"] = np.concatenate([views["layout"], around.pop("layout")])
    views.update(around)
    if findings is not None:
        views["findings"] = named(list(findings(statement)))
    return views


@lru_cache(maxsize=CACHED_LINES)
def _bag(text: str, language: str) -> Ids:
    found = words(text[:LONGEST_TEXT])
    opening = [f"0:{found[0]}", f"-1:{text.rstrip()[-1:]}"] if found else []
    pairs = [f"{a} {b}" for a, b in pairwise(found)]
    return np.concatenate([named(opening + pairs), _joined([stem_ids(w, language) for w in found])])


def _joined(parts: list[Ids]) -> Ids:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)


def _bin(length: int) -> int:
    return bisect_left(_LENGTHS, length)


def _shape(text: str, found: Sequence[str]) -> Iterator[str]:
    """How a text looks, without its words."""
    yield "bias"
    yield f"length:{_bin(len(found))}"
    yield f"ends:{text.rstrip()[-1:]}"
    yield f"letters:{_letters(text)}"
    yield f"starts:{_letters(text.lstrip()[:1])}"
    numbers = [word for word in found if word[0] == "#"]
    if numbers:
        yield "number"
    if "#year" in numbers:
        yield "year"
    digits = sum(map(str.isdigit, text))
    yield f"digits:{digits * 4 // max(1, len(text))}"
    yield f"comma:{min(3, text.count(','))}"


def _letters(text: str) -> str:
    letters = _NO_LETTERS.sub("", text)
    if not letters:
        return "none"
    return "upper" if letters.isupper() else "lower" if letters.islower() else "both"


def _place(statement: Statement) -> Iterator[str]:
    """Where a statement stands: kind of block, marker, depth, company."""
    context = statement.context
    kind = f"{context.kind}{context.level or ''}"
    yield from (f"kind:{context.kind}", f"kind+:{kind}")
    yield f"marker:{_marker(context.marker)}"
    yield f"depth:{min(4, len(context.heading_path))}"
    yield f"position:{min(2, context.position)}"
    yield f"siblings:{min(3, context.siblings)}"
    if context.carries_list:
        yield "carries list"
        yield f"carries list:{context.kind}"
    for name, text in (
        ("lead", context.lead_in),
        ("heading", context.heading_path[-1] if context.heading_path else None),
        ("before", context.before[-1] if context.before else None),
    ):
        yield f"{name}+kind:{_last_word(text)} {context.kind}"


def _marker(marker: str | None) -> str:
    if not marker:
        return "none"
    return re.sub(r"[^\W\d]", "a", re.sub(r"\d+", "1", marker))[:6]


def _last_word(text: str | None) -> str:
    found = words(text) if text else ()
    return found[-1] if found else "–"
