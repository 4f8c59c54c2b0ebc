"""Drawing a sample: every body carries the probability with which it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maalkart.core.errors import StudyError
from maalkart.core.settings import Sample
from maalkart.core.study import Body


def draw(frame: Sequence[Body], settings: Sample, *, seed: int) -> tuple[Body, ...]:
    """Bodies by the declared method, in the order of the register.

    Raises StudyError where the frame cannot give what is asked.
    """
    if settings.method == "all":
        return tuple(replace(body, inclusion_probability=1.0) for body in frame)
    return _simple(frame, settings, np.random.default_rng(seed))


def _simple(frame: Sequence[Body], settings: Sample, rng: np.random.Generator) -> tuple[Body, ...]:
    size = settings.size
    if size is None or size > len(frame):
        raise StudyError(
            f"cannot draw {size} bodies of {len(frame)}",
            place="study.toml, [sample] size",
            hint=f"write a size from 1 to {len(frame)}",
        )
    chosen = sorted(rng.choice(len(frame), size=size, replace=False).tolist())
    chance = size / len(frame)
    return tuple(replace(frame[i], inclusion_probability=chance) for i in chosen)
