"""The bodies that estimates rest on when some of those drawn have no documents.

A body that has none and was replaced leaves its place in the sample to the one that came for it.
One that was not replaced is made up for by those of its class that answered: what is known of a
body is then known with the probability of being drawn and of answering (quasi-randomisation,
Oh and Scheuren 1983; weighting classes, Särndal and Lundström 2005, 6). That is right where those
who do not answer are like the others of their class.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from maalkart.core.study import Body
from maalkart.stats.design import STRATUM
from maalkart.stats.weights import answering

SAME = 1e-9  # relative: sums of weights are not exact, and a certain body is to stay certain


def standing(bodies: Sequence[Body]) -> tuple[Body, ...]:
    """The bodies that hold a place in the sample: those drawn, or what came in their place."""
    left = {body.replaces for body in bodies}
    return tuple(body for body in bodies if body.number not in left)


def responding(bodies: Sequence[Body], answered: Collection[str]) -> tuple[Body, ...]:
    """The bodies that answered, each with its probability of being drawn and of answering.

    `answered` are the numbers of those with a document that was read. Classes are level, stratum
    and whether a body was certain to be drawn, then level, then all. Where all bodies were certain,
    or a probability is not known, nothing was drawn and nothing is made up for: the bodies stand as
    they are.
    """
    held = standing(bodies)
    chances = [body.inclusion_probability for body in held]
    known = np.array([chance for chance in chances if chance is not None])
    there = np.array([body.number in answered for body in held], dtype=bool)
    if len(known) < len(held) or (known >= 1).all() or not there.any():
        return held
    fine = [
        f"{body.level} {body.facts.get(STRATUM)} {chance == 1}"
        for body, chance in zip(held, chances, strict=True)
    ]
    weights = answering(1 / known, there, fine, [body.level for body in held], [""] * len(held))
    kept = np.isclose(weights * known, 1.0, rtol=SAME, atol=0.0)
    return tuple(
        body if same else replace(body, inclusion_probability=min(1.0, float(1 / weight)))
        for body, weight, same in zip(held, weights, kept, strict=True)
        if weight > 0
    )
