"""Evidence proves itself, and every character on paper has a box."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maalkart.core.document import Box, Document, Page, Run
from maalkart.core.errors import EvidenceError
from maalkart.core.statement import Evidence

# Letters of both written languages, Sami, ligatures, hyphens, combining marks, emoji with joiners.
SIGNS = "aæøåÆØÅđŋšžﬁﬂ -\u00ad\u2010–e\u0301a\u030a\u200d\U0001f469\U0001f33f\U0001f1f3\U0001f1f4\n"
TEXT = st.text(alphabet=SIGNS, min_size=1, max_size=80)


def page_of(text: str, *, size: int = 3) -> Page:
    """A page with a run for every `size` characters, side by side on one line."""
    runs = tuple(
        Run(at, min(at + size, len(text)), Box(left=at, right=at + size, top=10, bottom=20))
        for at in range(0, len(text), size)
    )
    return Page(number=1, text=text, runs=runs, width=600, height=800)


def document_of(*pages: Page) -> Document:
    return Document(id="d" * 64, name="prøve.pdf", format="pdf", pages=pages, blocks=())


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXT)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(spans())
def test_what_is_taken_stands_on_the_page(span: tuple[str, int, int]) -> None:
    text, start, end = span
    document = document_of(page_of(text))
    evidence = Evidence.take(document, 1, start, end)
    assert evidence.quote == text[start:end]
    evidence.verify(document)


@given(spans())
def test_boxes_cover_the_span_and_no_more(span: tuple[str, int, int]) -> None:
    text, start, end = span
    boxes = page_of(text).boxes(start, end)
    assert boxes[0].left >= start - 1e-9
    assert sum(box.right - box.left for box in boxes) > 0
    assert all(a.right <= b.left + 1e-9 for a, b in pairwise(boxes))
    whole_runs = [run for run in page_of(text).runs if start <= run.start and run.end <= end]
    assert {run.box for run in whole_runs} <= set(boxes)


@given(spans(), st.integers(1, 79))
def test_boxes_of_two_parts_are_the_boxes_of_the_whole(
    span: tuple[str, int, int], cut: int
) -> None:
    text, start, end = span
    middle = min(max(start + 1, cut), end)
    page = page_of(text)
    whole = sum(box.right - box.left for box in page.boxes(start, end))
    parts = page.boxes(start, middle) + (page.boxes(middle, end) if middle < end else ())
    assert sum(box.right - box.left for box in parts) == pytest.approx(whole)


@given(TEXT)
def test_another_normal_form_is_another_text(text: str) -> None:
    document = document_of(page_of(text))
    evidence = Evidence.take(document, 1, 0, len(text))
    other = unicodedata.normalize("NFD", text)
    changed = document_of(page_of(other))
    if other != text:
        with pytest.raises(EvidenceError):
            evidence.verify(changed)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 6), (5, 6)])
def test_empty_spans_and_spans_off_the_page_are_refused(start: int, end: int) -> None:
    with pytest.raises(EvidenceError, match="no text at"):
        Evidence.take(document_of(page_of("bygda")), 1, start, end)


def test_a_page_that_is_not_there_is_named() -> None:
    with pytest.raises(EvidenceError, match=r"prøve.pdf: there is no page 2"):
        Evidence.take(document_of(page_of("bygda")), 2, 0, 1)


def test_a_changed_quote_or_another_document_is_refused() -> None:
    document = document_of(page_of("Levende bygder"))
    evidence = Evidence.take(document, 1, 0, 7)
    for wrong in (replace(evidence, quote="levende"), replace(evidence, document="e" * 64)):
        with pytest.raises(EvidenceError, match="expected"):
            wrong.verify(document)


def test_impossible_records_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="empty or inverted"):
        Box(left=2, right=1, top=0, bottom=1)
    with pytest.raises(ValueError, match="count from 1"):
        Page(number=0, text="")
    box = Box(left=0, right=1, top=0, bottom=1)
    with pytest.raises(ValueError, match="overlap"):
        Page(number=1, text="bygd", runs=(Run(0, 3, box), Run(2, 4, box)))


def test_text_that_stands_nowhere_has_no_box() -> None:
    box = Box(left=0, right=4, top=0, bottom=1)
    page = Page(number=1, text="bygd og by", runs=(Run(0, 4, box), Run(8, 10, box)))
    assert page.boxes(4, 8) == ()
    assert len(page.boxes(0, 10)) == 2
