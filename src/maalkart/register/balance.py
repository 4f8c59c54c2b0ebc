"""How a sample mirrors its frame: what tables and maps of it are made from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maalkart.core.study import Body, Level
from maalkart.register.space import number_of, value_of

Floats = NDArray[np.float64]
MANY = (
    12  # a column with more values than this is counted by `coverage`, not compared value by value
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """A column of numbers (`value` is None), or a value of a column of words, in frame and sample.

    `frame` and `drawn` are plain means (shares for words); `estimate` is the mean with each body
    weighted by 1/probability. `total` is the frame's sum, `estimated_total` that of Horvitz and
    Thompson (1952). `difference` is estimate - frame in the frame's standard deviations, and
    `by_chance` how far off a simple random sample of the size would be on average: what the
    difference would be before any balancing.
    """

    level: Level
    column: str
    value: str | None
    frame: float
    drawn: float
    estimate: float
    total: float
    estimated_total: float
    difference: float
    by_chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A value of a column, such as a county: its bodies, how many were drawn and how many expected.

    The bodies expected are counted as if each were as likely.
    """

    value: str
    bodies: int
    drawn: int
    expected: float


def balance(
    frame: Sequence[Body], sample: Sequence[Body], columns: Sequence[str]
) -> tuple[BalanceRow, ...]:
    """Frame and sample side by side, level by level; columns that a level lacks are left out.

    `sample`: bodies of the frame with their inclusion probabilities.
    """
    rows: list[BalanceRow] = []
    for level in dict.fromkeys(body.level for body in sample):
        inside = [body for body in frame if body.level == level]
        chance = {b.number: b.inclusion_probability or 1.0 for b in sample if b.level == level}
        weights = np.array([1 / chance[b.number] if b.number in chance else 0.0 for b in inside])
        for column, value, values in _measures(inside, columns):
            rows.append(_row(level, column, value, values, weights))
    return tuple(rows)


def _measures(
    bodies: Sequence[Body], columns: Sequence[str]
) -> Iterator[tuple[str, str | None, Floats]]:
    for column in columns:
        texts = [value_of(body, column) for body in bodies]
        numbers = [number_of(text) for text in texts]
        if all(number is not None for number in numbers):
            yield column, None, np.array(numbers, dtype=np.float64)
        elif any(texts) and len(set(texts)) <= MANY:
            for word, _ in Counter(sorted(texts)).most_common():
                yield column, word or "–", np.array([float(text == word) for text in texts])


def _row(
    level: Level, column: str, value: str | None, values: Floats, weights: Floats
) -> BalanceRow:
    drawn, spread = weights > 0, float(values.std())
    estimate = float((values * weights).sum() / weights.sum())
    mean, share = float(values.mean()), drawn.mean()
    by_chance = math.sqrt(2 / math.pi * (1 - share) / drawn.sum())  # E|z| of a normal is √(2/π)
    return BalanceRow(
        level=level,
        column=column,
        value=value,
        frame=mean,
        drawn=float(values[drawn].mean()),
        estimate=estimate,
        total=float(values.sum()),
        estimated_total=float((values * weights).sum()),
        difference=(estimate - mean) / spread if spread else 0.0,
        by_chance=by_chance,
    )


def coverage(frame: Sequence[Body], sample: Sequence[Body], column: str) -> tuple[Coverage, ...]:
    """How many bodies of each value were drawn, in the order of the frame; for a map or a list."""
    there = Counter(value_of(body, column) for body in frame if value_of(body, column))
    drawn = Counter(value_of(body, column) for body in sample)
    share = sum(drawn[value] for value in there) / max(1, sum(there.values()))
    return tuple(
        Coverage(value=value, bodies=count, drawn=drawn[value], expected=count * share)
        for value, count in there.items()
    )
