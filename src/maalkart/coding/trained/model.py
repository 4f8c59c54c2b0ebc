"""A trained model as plain arrays and a card; kept in safetensors, never in a pickle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from maalkart.coding.codebook import Codebook
from maalkart.coding.trained.meaning import Lift
from maalkart.coding.trained.space import Space, first_columns
from maalkart.core.errors import CodingError

ARRAYS, CARD = "model.safetensors", "model.json"
VECTORS = "meaning.safetensors"
FORM = 1  # of the files; another one cannot be read
TELLING = 20  # letters: shorter texts («Mål», «Klima og miljø») stand in many documents


@dataclass(frozen=True, kw_only=True)
class Question:
    """One variable: where its codes stand among the columns, and how scores become chances.

    With `single`, chances are softmax(scores · slope + offset) over the codes; else each code has
    chance 1 / (1 + exp(−slope · score − offset)) and is given from `threshold` up, `at_most` many.
    For `type`, the threshold is the chance of any aim from which an aim is answered. `company` are
    the weights of what stands around a statement (see `company.SIGNS`), none where it is not asked.
    With `single`, `handicap` is taken off the chance of each code before the likeliest is answered.
    """

    variable: str
    codes: tuple[str, ...]
    single: bool
    slope: tuple[float, ...]
    offset: tuple[float, ...]
    threshold: float = 0.5
    at_most: int | None = None
    company: tuple[float, ...] = ()
    handicap: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """How the vectors of an embedder change the answers.

    A lift by variable, the questions with what holds for the lifted chances, and how good they were
    on documents left out. Vectors of another embedder mean nothing here.
    """

    embedder: str
    lifts: Mapping[str, Lift]
    questions: tuple[Question, ...]
    held_out_quality: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Model:
    """`weights` are whole numbers, features × codes; one step of column j is `step[j]` wide.

    The first features of the space have weights; the others make a row as long as it was when the
    weights were learned.

    `seen` names the texts it learned from (see `names_of`), so that nobody takes figures on them
    for its quality.
    """

    space: Space
    weights: npt.NDArray[np.int8]
    step: npt.NDArray[np.float32]
    offset: npt.NDArray[np.float32]
    questions: tuple[Question, ...]
    card: Mapping[str, Any]
    seen: npt.NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    meaning: Meaning | None = None

    def learned_from(self, texts: Iterable[str]) -> int:
        """How many of the texts it has learned from; short ones are not counted."""
        return int(np.isin(names_of(texts), self.seen).sum())

    @property
    def digest(self) -> str:
        """Of the examples the model learned from, and how; another one answers otherwise."""
        return str(self.card["digest"])

    @cached_property
    def _table(self) -> npt.NDArray[np.float32]:
        return self.weights.astype(np.float32) * self.step

    def scores(self, found: list[Any]) -> npt.NDArray[np.float32]:
        """Rows × codes, in the order of the questions."""
        rows = first_columns(self.space.rows(found), len(self.weights))
        return np.asarray(rows @ self._table + self.offset, dtype=np.float32)


def names_of(texts: Iterable[str]) -> npt.NDArray[np.uint64]:
    """A number for each text by its letters alone, which does not give the text away."""
    letters = ("".join(filter(str.isalpha, text.lower())) for text in texts)
    digests = (sha256(of.encode()).digest()[:8] for of in letters if len(of) >= TELLING)
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


def chances(question: Question, scores: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """The probability that each code of a question is right; rows × codes."""
    raised = scores.astype(np.float64) * np.array(question.slope) + np.array(question.offset)
    if not question.single:
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(raised, -30, 30))))
    raised -= raised.max(axis=1, keepdims=True)
    power = np.exp(raised)
    return np.asarray(power / power.sum(axis=1, keepdims=True))


def save_model(model: Model, folder: Path) -> None:
    """Write the arrays and the card; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    space = model.space
    arrays: dict[str, npt.NDArray[Any]] = {
        "kept": space.kept,
        "view": space.view,
        "rarity": space.rarity.astype(np.float16),
        "weight": space.weight,
        "weights": np.ascontiguousarray(model.weights),
        "step": model.step,
        "offset": model.offset,
        "seen": model.seen,
    }
    (folder / ARRAYS).write_bytes(save(arrays))
    card = {"form": FORM, **model.card, "questions": [_told(q) for q in model.questions]}
    if model.meaning is not None:
        card["meaning"] = _save_meaning(model.meaning, folder)
    text = json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def _told(question: Question) -> dict[str, Any]:
    return {
        "variable": question.variable,
        "codes": question.codes,
        "single": question.single,
        "slope": question.slope,
        "offset": question.offset,
        "threshold": question.threshold,
        "at_most": question.at_most,
        "company": question.company,
        "handicap": question.handicap,
    }


def _save_meaning(meaning: Meaning, folder: Path) -> dict[str, Any]:
    """Write the vectors' weights; what the card says of them."""
    arrays = {
        f"{name}.{part}": array.astype(np.float16)
        for name, lift in meaning.lifts.items()
        for part, array in (("hidden", lift.hidden), ("out", lift.out))
    }
    (folder / VECTORS).write_bytes(save(arrays))
    return {
        "embedder": meaning.embedder,
        "scale": {name: lift.scale for name, lift in meaning.lifts.items()},
        "questions": [_told(question) for question in meaning.questions],
        "held_out_quality": meaning.held_out_quality,
    }


def _load_meaning(said: dict[str, Any], folder: Path) -> Meaning:
    arrays = load_file(folder / VECTORS)
    lifts = {
        name: Lift(
            hidden=arrays[f"{name}.hidden"].astype(np.float32),
            out=arrays[f"{name}.out"].astype(np.float32),
            scale=tuple(scale),
        )
        for name, scale in said["scale"].items()
    }
    return Meaning(
        embedder=said["embedder"],
        lifts=lifts,
        questions=tuple(_question(one) for one in said["questions"]),
        held_out_quality=said["held_out_quality"],
    )


def load_model(folder: Path) -> Model:
    """Read a model; raises CodingError where the folder holds none that can be used."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        arrays = load_file(folder / ARRAYS)
        if card["form"] != FORM:
            raise _unusable(folder, f"its form is {card['form']}, not {FORM}")
        questions = tuple(_question(said) for said in card.pop("questions"))
        meaning = _load_meaning(card.pop("meaning"), folder) if "meaning" in card else None
        model = Model(
            space=Space(
                kept=arrays["kept"],
                view=arrays["view"],
                rarity=arrays["rarity"].astype(np.float32),
                weight=arrays["weight"],
            ),
            weights=arrays["weights"],
            step=arrays["step"],
            offset=arrays["offset"],
            questions=questions,
            card=card,
            seen=arrays.get("seen", np.empty(0, dtype=np.uint64)),
            meaning=meaning,
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise _unusable(folder, str(error)) from error
    codes = sum(len(q.codes) for q in questions)
    if model.weights.shape[1:] != (codes,) or len(model.weights) > len(model.space.kept):
        raise _unusable(folder, "its arrays do not fit its card")
    return model


def _question(said: dict[str, Any]) -> Question:
    listed = ("codes", "slope", "offset", "company", "handicap")
    return Question(**{**said, **{name: tuple(said.get(name, ())) for name in listed}})


def _unusable(folder: Path, why: str) -> CodingError:
    return CodingError(
        f"the trained model cannot be used: {why}",
        place=str(folder),
        hint="train it anew with maalkart fit",
    )


def codes_of(book: Codebook) -> dict[str, list[str]]:
    """The codes of each variable: what a model must share with a codebook to answer for it."""
    return {variable.id: list(book.ids(variable.id)) for variable in book.variables}
