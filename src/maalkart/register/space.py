"""Columns of a register as numbers: what a sample is balanced on, and where its bodies lie."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maalkart.core.errors import StudyError
from maalkart.core.study import Body

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EARTH_KM = 6371.0
GEOGRAPHIC = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Space:
    """Where bodies lie: coordinates (N × d) and categories (N × c); d and c may be 0."""

    coordinates: Floats
    categories: Ints

    def away(self, one: int, others: Ints) -> Floats:
        """Squared distances from a body to others; a category that differs counts 1."""
        apart = np.square(self.coordinates[others] - self.coordinates[one]).sum(axis=1)
        differ = self.categories[others] != self.categories[one]
        return np.asarray(apart + differ.sum(axis=1), dtype=np.float64)


def space_of(bodies: Sequence[Body], columns: Sequence[str]) -> Space:
    """The space of some columns.

    `latitude` and `longitude` together are a place on the globe, scaled so that the bodies' mean
    squared distance from their middle is 1; other numbers are standardised; a column of words is
    categories. Bodies that share a category are thus nearer than most.
    """
    numbers, words = [], []
    if set(GEOGRAPHIC) <= set(columns):
        place = np.array([_on_globe(*pair) for pair in zip(*_places(bodies), strict=True)])
        place = place - place.mean(axis=0)
        numbers.append(place / (np.sqrt(np.square(place).sum(axis=1).mean()) or 1.0))
    for column in columns:
        if column in GEOGRAPHIC and set(GEOGRAPHIC) <= set(columns):
            continue
        values = numeric(bodies, column)
        if values is None:
            words.append(_codes(bodies, column))
        else:
            numbers.append(((values - values.mean()) / (values.std() or 1.0))[:, None])
    count = len(bodies)
    return Space(
        np.concatenate(numbers, axis=1) if numbers else np.zeros((count, 0)),
        np.array(words, dtype=np.int64).reshape(len(words), count).T,
    )


def _places(bodies: Sequence[Body]) -> tuple[Floats, Floats]:
    latitude, longitude = (numeric(bodies, column) for column in GEOGRAPHIC)
    if latitude is None or longitude is None:
        raise StudyError(
            "latitude and longitude are degrees",
            place="study.toml, [sample] spread_on",
            hint="write them in the register as numbers («60.39»)",
        )
    return latitude, longitude


def _on_globe(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Kilometres from the middle of the earth, to the metre, so that all machines agree."""
    phi, turn = math.radians(latitude), math.radians(longitude)
    x, y = math.cos(phi) * math.cos(turn), math.cos(phi) * math.sin(turn)
    return round(EARTH_KM * x, 3), round(EARTH_KM * y, 3), round(EARTH_KM * math.sin(phi), 3)


def _codes(bodies: Sequence[Body], column: str) -> list[int]:
    values = [value_of(body, column) for body in bodies]
    known = {value: code for code, value in enumerate(sorted(set(values)))}
    return [known[value] for value in values]


def balance_rows(bodies: Sequence[Body], columns: Sequence[str]) -> Floats:
    """What a sample is balanced on, p × N: a row of numbers, or one a word but the commonest."""
    rows: list[Floats] = []
    for column in columns:
        values = numeric(bodies, column)
        if values is not None:
            rows.append(values)
            continue
        words = [value_of(body, column) for body in bodies]
        for word, _ in Counter(sorted(words)).most_common()[1:]:
            rows.append(np.array([float(one == word) for one in words]))
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(bodies))


def numeric(bodies: Sequence[Body], column: str) -> Floats | None:
    """A column as numbers; None where it holds words. Raises StudyError where only some are there.

    Spaces between thousands and a decimal comma are read as such.
    """
    texts = [value_of(body, column) for body in bodies]
    numbers = [number_of(text) for text in texts]
    if all(number is None for number in numbers):
        check_column(bodies, column)
        return None
    if any(text and number is None for text, number in zip(texts, numbers, strict=True)):
        return None
    lacking = [b.name for b, number in zip(bodies, numbers, strict=True) if number is None]
    if lacking:
        raise StudyError(
            f"{len(lacking)} bodies have no «{column}»: {', '.join(lacking[:5])} …",
            place="study.toml, [sample]",
            hint="fill the column in the register, or choose another",
        )
    return np.array(numbers, dtype=np.float64)


def number_of(text: str) -> float | None:
    """The number that a cell shows, or None."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def value_of(body: Body, column: str) -> str:
    """What a body has in a column; empty where nothing."""
    own = {"number": body.number, "name": body.name, "level": body.level}
    return own.get(column) or body.facts.get(column, "")


def check_column(bodies: Sequence[Body], column: str) -> None:
    """Raises StudyError where no body has anything in a column."""
    if any(value_of(body, column) for body in bodies):
        return
    known = sorted({name for body in bodies for name in body.facts})
    near = difflib.get_close_matches(column, known, n=1, cutoff=0.5)
    raise StudyError(
        f"no body of the register has «{column}»",
        place="study.toml, [sample]",
        hint=f"did you mean «{near[0]}»?" if near else f"its columns: {', '.join(known)}",
    )
