"""What vectors tell beside the words: learned, kept, and asked only with the same embedder."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata

import numpy as np
import pytest

from maalkart.coding.codebook import load as load_codebook
from maalkart.coding.fit import fit, load, save
from maalkart.coding.semantic import nano_name
from maalkart.coding.trained.coder import TrainedCoder
from maalkart.coding.trained.margins import parts_of
from maalkart.coding.trained.meaning import VIEWS, learned, vectors_of
from maalkart.core.errors import CodingError
from maalkart.core.statement import Codes, Context, Statement
from maalkart.workflow import agreement, documents, fitting


@dataclass
class Topics:
    """Knows by heart which texts are about boats, whatever their words; counts what it embeds."""

    name: str = "topics 1"
    embedded: list[str] = field(default_factory=list)

    def passages(self, texts):
        self.embedded += texts
        return np.array([(about(text), not about(text)) for text in texts], dtype=np.float32)

    def query(self, text):
        return self.passages([text])[0]


def about(text: str) -> bool:
    """A topic that no word and no letter shows."""
    return sha256(text.encode()).digest()[0] % 2 == 1


def test_each_view_has_its_place_and_each_text_is_embedded_once() -> None:
    context = Context(heading_path=("Ferje",), before=("En bil", "En båt"), after=("En bil",))
    said = [Statement(id="1", text="En bil", context=context), Statement(id="2", text="En kano")]
    topics = Topics()
    found = vectors_of(said, topics)
    assert found.shape == (2, 2 * len(VIEWS))
    views = [topics.query(text) for text in ("En bil", "Ferje", "En båt", "En bil")]
    assert found[0].tolist() == np.concatenate(views).tolist()
    assert found[1].tolist() == [*topics.query("En kano"), 0, 0, 0, 0, 0, 0]
    assert sorted(topics.embedded[:4]) == ["En bil", "En båt", "En kano", "Ferje"]
    assert vectors_of([], topics).shape[0] == 0


@pytest.mark.parametrize("single", [True, False])
def test_what_the_words_left_open_is_learned_from_vectors(single: bool) -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 1_200)
    right = np.eye(3)[truth]
    chance = 0.1 * right + 0.9 * rng.dirichlet(np.ones(3), len(truth))
    vectors = (right @ rng.normal(size=(3, 8)) + 0.3 * rng.normal(size=(1_200, 8))).astype("f4")
    part = parts_of([str(at // 40) for at in range(len(truth))])
    asked = np.arange(1_000)
    lift, told = learned(chance, right[:1_000], asked, vectors, part, single=single)
    assert told.shape == chance.shape
    better, before = (told.argmax(axis=1) == truth), (chance.argmax(axis=1) == truth)
    assert better[1_000:].mean() > before[1_000:].mean() + 0.2  # also of those not asked
    again = lift.lifted(chance, vectors).argmax(axis=1) == truth
    assert again.mean() > before.mean() + 0.2


def test_vectors_that_tell_nothing_change_next_to_nothing() -> None:
    rng = np.random.default_rng(4)
    chance = rng.dirichlet(np.ones(3), 2_000)
    drawn = (chance.cumsum(axis=1) < rng.random((2_000, 1))).sum(axis=1)
    noise = rng.normal(size=(2_000, 8)).astype("f4")
    part = parts_of([str(at // 40) for at in range(2_000)])
    asked = np.arange(2_000)
    _, told = learned(chance, np.eye(3)[drawn], asked, noise, part, single=True)
    assert np.abs(told - chance).mean() < 0.02


def said(first: int, count: int) -> list[Statement]:
    rng = np.random.default_rng(first)
    letters = rng.choice(list("abdefgiklmnoprstuvy"), (count, 12))
    return [Statement(id=str(first + at), text="".join(row)) for at, row in enumerate(letters)]


def decisions(count: int = 400):
    for statement in said(1, count):
        yield statement, Codes(type="goal" if about(statement.text) else "none")


def test_a_model_with_meaning_is_kept_and_hears_what_no_word_says(tmp_path) -> None:
    topics = Topics()
    save(fit(decisions(), load_codebook(), embedder=topics), tmp_path)
    model = load(tmp_path)
    asked = said(5_000, 200)
    right = ["goal" if about(one.text) else "none" for one in asked]

    def share_right(coder: TrainedCoder) -> float:
        told = [one.code for one in coder.code(asked)]
        return sum(a == b for a, b in zip(told, right, strict=True)) / len(right)

    words, with_vectors = TrainedCoder(model), TrainedCoder(model, embedder=topics)
    assert share_right(words) < 0.65
    assert share_right(with_vectors) > 0.95
    assert words.version != with_vectors.version
    known = model.meaning.held_out_quality["type"]["all"]["kappa"]
    assert known > 0.9 > model.card["held_out_quality"]["type"]["all"]["kappa"]
    told = {one.found.value for one in agreement.held_out(model, semantic=True)}
    assert known in told
    assert known not in {one.found.value for one in agreement.held_out(model)}


def test_vectors_of_another_embedder_are_refused(tmp_path) -> None:
    model = fit(decisions(), load_codebook(), embedder=Topics())
    with pytest.raises(CodingError, match="topics 1, not of topics 2"):
        TrainedCoder(model, embedder=Topics(name="topics 2"))
    plain = fit(decisions(), load_codebook())
    with pytest.raises(CodingError, match="no embedder"):
        TrainedCoder(plain, embedder=Topics())
    save(plain, tmp_path)
    assert not (tmp_path / "meaning.safetensors").exists()


def test_a_team_trains_and_codes_with_meaning(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(fitting, "embedder", Topics)
    monkeypatch.setattr(documents, "embedder", Topics)
    rows = [
        {"id": one.id, "doc": one.id, "page": 1, "lang": "nb", "text": one.text}
        | {"type": codes.type, "themes": [], "sdgs": []}
        for one, codes in decisions()
    ]
    coded = tmp_path / "coded.jsonl"
    coded.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    model = fitting.fit(coded, tmp_path / "book", semantic=True)
    assert model.meaning.embedder == "topics 1"
    documents.coder.cache_clear()
    asked = said(5_000, 60)
    found = documents.code_statements(asked, tmp_path / "book", semantic=True)
    documents.coder.cache_clear()
    right = [(codes.type == "goal") == about(one.text) for one, codes in found]
    assert sum(right) > 0.9 * len(right)


def test_a_study_that_asks_for_meaning_says_that_the_extra_is_missing(monkeypatch) -> None:
    def nothing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("maalkart.coding.semantic.embedder.metadata.version", nothing)
    with pytest.raises(CodingError, match="not installed") as error:
        nano_name()
    assert "maalkart[semantic]" in str(error.value.hint)
