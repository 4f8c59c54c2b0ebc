"""Which of the candidates is the document of a kind of a body, and which it has superseded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from maalkart.collect.discover import Candidate
from maalkart.collect.rank import ENOUGH, Judged, Wanted, judge, ranked, stated
from maalkart.collect.words import kinds_of
from maalkart.core.errors import MaalkartError
from maalkart.core.study import DocumentFacts
from maalkart.workflow.collecting.looking import Looked


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of a kind, the likeliest first; `best` is None where none is likely enough."""

    best: Judged | None
    judged: tuple[Judged, ...]

    @property
    def rivals(self) -> tuple[Judged, ...]:
        """All but the best."""
        return tuple(one for one in self.judged if one is not self.best)


def choose(
    candidates: Iterable[Candidate],
    looked: Looked,
    wanted: Wanted,
    rejected: Collection[str] = (),
) -> Choice:
    """Weigh all candidates of a kind; `rejected` are contents that the user took out before."""
    judged = [_judged(one, looked, wanted) for one in candidates if _concerns(one, looked, wanted)]
    ordered = stated(_superseded(ranked(judged)))
    best = next(
        (
            one
            for one in ordered
            if one.probability >= ENOUGH
            and one.superseded_by is None
            and one.sha256 not in rejected
        ),
        None,
    )
    return Choice(best, tuple(ordered))


def _facts(candidate: Candidate, looked: Mapping[str, object]) -> DocumentFacts | None:
    found = looked.get(candidate.answer.last.sha256 or "")
    return found if isinstance(found, DocumentFacts) else None


def _judged(candidate: Candidate, looked: Looked, wanted: Wanted) -> Judged:
    found = looked.get(candidate.answer.last.sha256 or "")
    trouble = found.message if isinstance(found, MaalkartError) else "it is not there"
    return judge(candidate, _facts(candidate, looked), wanted, trouble)


def _concerns(candidate: Candidate, looked: Looked, wanted: Wanted) -> bool:
    """Whether anything at all says that a candidate is of the kind."""
    facts, lead = _facts(candidate, looked), candidate.lead
    said = lead.named.kinds | lead.addressed.kinds | lead.under.kinds | kinds_of(candidate.title)
    return wanted.kind in said or (facts is not None and facts.kind == wanted.kind)


def _superseded(ordered: list[Judged]) -> list[Judged]:
    """Mark adopted versions of a plan that a later adopted one has taken the place of.

    Only what may be the plan at all can take the place of another.
    """
    days = [_day(one) for one in ordered]
    out = []
    for one, day in zip(ordered, days, strict=True):
        later = [d for d, other in zip(days, ordered, strict=True) if other is not one and d > day]
        out.append(replace(one, superseded_by=max(later)) if day and later else one)
    return out


def _day(one: Judged) -> str:
    likely = one.probability >= ENOUGH and one.facts is not None
    return (one.facts.adopted or "") if likely and one.facts is not None else ""
