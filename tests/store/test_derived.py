"""Derived tables: whole or not at all, and the same bytes however they came about."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maalkart.core.document import Block, Box, Document, Icon, Note, Page, Run
from maalkart.core.statement import Coding, Context, Evidence, Statement
from maalkart.core.study import DocumentFacts, Fact, Readable
from maalkart.store import frames
from maalkart.store.derived import Derived, Step

STEP = Step("read", "v1", ("documents", "pages", "blocks"))
SPLIT = Step("split", "v1", ("statements",))


def written(text: str, *, name: str = "plan.pdf") -> Document:
    box = Box(left=72, top=72, right=300.125, bottom=84.5)
    page = Page(number=1, text=text, runs=(Run(0, len(text), box),), width=595, height=842)
    block = Block(page=1, order=0, kind="heading", start=0, end=len(text), text=text, level=1)
    return Document(
        id=hashlib.sha256(text.encode()).hexdigest(),
        name=name,
        format="pdf",
        pages=(page,),
        blocks=(block,),
        icons=(Icon(page=1, sdg=11, how="picture", box=box), Icon(page=1, sdg=3, how="alt text")),
        notes=(Note(page=1, code="ocr", message="lest med OCR"),),
        title="Plan",
    )


def key_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@given(st.text(min_size=1, max_size=60).filter(lambda text: "\x00" not in text))
def test_a_document_comes_back_as_it_was(text: str) -> None:
    document = written(text.encode("utf-8", "ignore").decode() or "æ")
    tables = frames.document_frames("k", document)
    back = frames.documents(tables["documents"], tables["pages"], tables["blocks"])
    assert back == {"k": document}


def test_statements_and_facts_come_back_as_they_were(tmp_path: Path) -> None:
    document = written("Folk skal trivast i Storvik.")
    evidence = Evidence.take(document, 1, 0, 4)
    statement = Statement(
        id="s1",
        text="Folk",
        language="nn",
        context=Context(kind="list_item", heading_path=("Mål",), heading_markers=(None,), level=2),
        evidence=(evidence,),
    )
    row = next(frames.statement_frame("k", [statement]).iter_rows(named=True))
    assert frames.statement(row) == statement
    facts = DocumentFacts(
        document=document.id,
        kind="samfunnsdel",
        body="Storvik",
        adopted=None,
        period=(2020, 2032),
        status="adopted",
        language="nn",
        sdg_use=("mentioned",),
        vision=None,
        values=("open",),
        readable=Readable(pages=1, unread=(2,)),
        facts=(Fact(name="body", value="Storvik", evidence=evidence), Fact(name="kind", value="x")),
    )
    row = next(frames.facts_frame("k", facts).iter_rows(named=True))
    assert frames.facts(row) == facts


def test_a_coding_comes_back_as_it_was() -> None:
    coding = Coding(
        coder="words", version="1", statement="s", variable="type", code="goal", confidence=0.5
    )
    row = next(frames.coding_frame("k", [coding]).iter_rows(named=True))
    assert frames.coding(row) == coding


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_packed_bytes_do_not_depend_on_the_order_of_work(tmp_path: Path, seed: int) -> None:
    numbers = list(range(40))
    random.Random(seed).shuffle(numbers)
    derived, plain = Derived(tmp_path / "a"), Derived(tmp_path / "b")
    for i, number in enumerate(numbers):
        fill(derived, number)
        if i == 20:  # an earlier run ended here, and kept a document that is gone now
            fill(derived, 1000)
            derived.pack(STEP, {key_of(n) for n in [*numbers[:21], 1000]})
    for number in range(40):
        fill(plain, number)
    keep = {key_of(n) for n in range(40)}
    derived.pack(STEP, keep)
    plain.pack(STEP, keep)
    assert tree(derived.root) == tree(plain.root)
    assert derived.keys(STEP) == keep


def fill(derived: Derived, number: int) -> None:
    key = key_of(number)
    derived.write(STEP, key, frames.document_frames(key, written(f"Dokument {number}")))


def test_what_is_asked_for_is_found_packed_or_loose(tmp_path: Path) -> None:
    derived = Derived(tmp_path)
    fill(derived, 1)
    derived.pack(STEP, {key_of(1)})
    fill(derived, 2)
    for number in (1, 2):
        found = derived.read(STEP, "pages", [key_of(number)])
        assert found["text"].to_list() == [f"Dokument {number}"]
    assert derived.read(STEP, "pages").height == 2
    assert derived.read(STEP, "pages", ["ffff"]).is_empty()


def test_a_step_with_no_rows_is_done_all_the_same(tmp_path: Path) -> None:
    derived = Derived(tmp_path)
    derived.write(SPLIT, "a1", {"statements": frames.statement_frame("a1", [])})
    assert derived.keys(SPLIT) == {"a1"}
    derived.pack(SPLIT, {"a1"})
    assert derived.keys(SPLIT) == {"a1"}


def test_a_key_written_twice_is_kept_once(tmp_path: Path) -> None:
    derived = Derived(tmp_path)
    fill(derived, 1)
    before = tree(tmp_path)
    fill(derived, 1)
    assert tree(tmp_path) == before


def test_half_written_answers_are_not_answers(tmp_path: Path) -> None:
    derived = Derived(tmp_path)
    fill(derived, 1)
    making = tmp_path / STEP.folder / ".making-x"
    making.mkdir()
    (making / "done.parquet").write_bytes(b"half")
    assert derived.keys(STEP) == {key_of(1)}
    derived.pack(STEP, {key_of(1)})
    assert not making.exists()


def test_other_versions_are_forgotten(tmp_path: Path) -> None:
    derived = Derived(tmp_path)
    fill(derived, 1)
    newer = Step("read", "v2", STEP.tables)
    derived.forget_other_versions(newer)
    assert derived.keys(STEP) == set()
