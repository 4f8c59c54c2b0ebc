"""How far a second coder is to be believed beside the trained one, per code, as measured.

The trained coder's chances are those it gives statements of documents it did not learn from. How
often the second coder says a code, where it is right and where it is not, is counted on one half of
the documents, and how far to trust it is chosen on the other, and the other way round.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from maalkart.coding.reconcile import NOTHING, Rates, Reliability, joined_each, joined_one

TRUSTS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
LEAST_SEEN = 5.0  # cases: what a rate is drawn towards the rate of all codes with
LEAST_RATE = 1e-4  # nothing is impossible
LEAST_GAIN = 1e-3  # nats a statement: less is chance, and one coder is simpler than two


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One statement of a variable: chances left out of training, what was said, what is right."""

    document: str
    chances: Mapping[str, float]
    said: frozenset[str]
    right: frozenset[str]


def measure(variables: Mapping[str, tuple[bool, Sequence[Case]]]) -> Reliability:
    """Rates of the variables in which the second coder helps; `variables` say if one answers.

    Where nothing is gained by listening to it, the variable is left out: the trained coder answers.
    """
    found: dict[str, Rates] = {}
    for name, (single, cases) in variables.items():
        counted = _rates_of_one if single else _rates_of_sets
        halves = _halves(cases)
        rates = [counted(half) for half in halves]
        losses = {
            trust: sum(
                _loss(Rates(trust=trust, says=says), other, single=single)
                for says, other in zip(rates, reversed(halves), strict=True)
            )
            / max(1, len(cases))
            for trust in TRUSTS
        }
        best = min(TRUSTS, key=lambda trust: losses[trust])
        if best and losses[best] < losses[0.0] - LEAST_GAIN:
            found[name] = Rates(trust=best, says=counted(cases))
    return found


def sure_alone(cases: Iterable[tuple[Sequence[str], frozenset[str]]]) -> list[list[float]]:
    """How often the k-th of n codes is right, as `Rates.alone`, from what was said and is right."""
    right: Counter[tuple[int, int]] = Counter()
    told: Counter[tuple[int, int]] = Counter()
    for said, truth in cases:
        for at, code in enumerate(said):
            told[len(said), at] += 1
            right[len(said), at] += code in truth
    usual = (right.total() + 1) / (told.total() + 2)
    most = max((count for count, _ in told), default=0)
    return [
        [_share(right[count, at], told[count, at], usual) for at in range(count)]
        for count in range(1, most + 1)
    ]


def _halves(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """By the digest of the document's name: the same on every machine."""
    halves: tuple[list[Case], list[Case]] = ([], [])
    for case in cases:
        halves[sha256(case.document.encode()).digest()[0] % 2].append(case)
    return halves


def _rates_of_sets(cases: Iterable[Case]) -> dict[str, list[float]]:
    """For each code: how often it is said when it is right, and when it is not."""
    right: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    vain: Counter[str] = Counter()
    codes: set[str] = set()
    total = 0
    for case in cases:
        total += 1
        codes.update(case.chances)
        right.update(case.right)
        hit.update(case.said & case.right)
        vain.update(case.said - case.right)
    wrong = {code: total - right[code] for code in codes}
    usual_hit = (hit.total() + 1) / (right.total() + 2)
    usual_vain = (vain.total() + 1) / (sum(wrong.values()) + 2)
    return {
        code: [
            _share(hit[code], right[code], usual_hit),
            _share(vain[code], wrong[code], usual_vain),
        ]
        for code in sorted(codes)
    }


def _rates_of_one(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """For each right code: the share of each thing that is said."""
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    usual: Counter[str] = Counter()
    codes: set[str] = set()
    for case in cases:
        codes.update(case.chances)
        word = next(iter(case.said), NOTHING)
        usual[word] += 1
        for code in case.right:
            said[code][word] += 1
    whole = usual.total() or 1
    words = sorted({*codes, *usual})
    return {
        code: {
            word: _share(
                said[code][word], said[code].total(), (usual[word] + 1) / (whole + len(words))
            )
            for word in words
        }
        for code in sorted(codes)
    }


def _share(seen: int, of: int, usual: float) -> float:
    """A share that few cases leave near the usual one."""
    share = (seen + LEAST_SEEN * usual) / (of + LEAST_SEEN)
    return round(max(share, LEAST_RATE), 4)


def _loss(rates: Rates, cases: Iterable[Case], *, single: bool) -> float:
    """Log loss of the joined chances, summed."""
    lost = 0.0
    for case in cases:
        joined = (joined_one if single else joined_each)(case.chances, case.said, rates)
        for code, chance in joined.items():
            if code in case.right:
                lost -= math.log(max(chance, 1e-6))
            elif not single:
                lost -= math.log(max(1.0 - chance, 1e-6))
    return lost
