"""`maalkart compare`: what changed from one study to a later one, in the same places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from maalkart.core.csvfile import harmless, table_text
from maalkart.core.errors import StudyError
from maalkart.register.history import links
from maalkart.report.mentions import GOAL, Mentions
from maalkart.stats.change import Change, Place, change, places
from maalkart.stats.comparison import benjamini_hochberg
from maalkart.stats.shares import PlainShares
from maalkart.workflow.plan import plan
from maalkart.workflow.results import study_data
from maalkart.workflow.study import Study, write_text

HEADER = (
    "code", "name", "places", "before", "after", "change", "low", "high", "adjusted_p",
    "gained", "lost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A code with its change; `adjusted` is the chance of one so great, all codes counted."""

    code: str
    name: str
    change: Change
    adjusted: float | None


def compare(before: Study, after: Study, variable: str) -> list[Changed]:
    """Goals on each code of a variable in two studies, in the places where both have documents.

    Municipalities that merged or split are followed as one place. Raises StudyError where the two
    studies have no place in common.
    """
    old, new = _mentions(before), _mentions(after)
    followed = places(links(old.asked(), new.asked()))
    found = dict(_changes(old, new, variable, followed))
    if not found:
        raise StudyError(
            "no place has documents in both studies",
            place=f"{before.folder} and {after.folder}",
            hint="compare studies of the same bodies, or of those they were made from",
        )
    told = [code for code in found if found[code].difference is not None]
    judged = benjamini_hochberg([gap for code in told if (gap := found[code].difference)])
    adjusted = {code: gap.adjusted for code, gap in zip(told, judged, strict=True)}
    language = after.settings.study.language
    terms = new.data.terms[variable]
    return [
        Changed(code, terms[code].label[language], one, adjusted.get(code))
        for code, one in found.items()
    ]


def _mentions(study: Study) -> Mentions:
    return Mentions(study_data(plan(study), ""), PlainShares())


def _changes(
    old: Mentions, new: Mentions, variable: str, followed: tuple[Place, ...]
) -> Iterator[tuple[str, Change]]:
    for code in new.data.terms.get(variable, {}):
        found = change(followed, _having(old, variable, code), _having(new, variable, code))
        if found is not None:
            yield code, found


def _having(mentions: Mentions, variable: str, code: str) -> Mapping[str, bool]:
    said = {one.body for one in mentions.of(variable, code) if one.strength >= GOAL}
    return {body: body in said for body in mentions.asked()}


def write(changes: list[Changed], study: Study, variable: str) -> Path:
    """Write `report/changes-VARIABLE.csv` of the later study."""
    path = study.folder / "report" / f"changes-{variable}.csv"
    write_text(path, table_text(HEADER, (_row(one) for one in changes)))
    return path


def _row(one: Changed) -> list[str]:
    gap = one.change.difference
    bounds = ("", "") if gap is None else (f"{gap.bounds.low:.4f}", f"{gap.bounds.high:.4f}")
    return [
        one.code,
        harmless(one.name),
        str(one.change.places),
        f"{one.change.before:.4f}",
        f"{one.change.after:.4f}",
        f"{one.change.change:.4f}",
        *bounds,
        "" if one.adjusted is None else f"{one.adjusted:.4f}",
        str(one.change.gained),
        str(one.change.lost),
    ]


def lines(changes: list[Changed]) -> Iterator[str]:
    """The changes in words, the greatest first."""
    yield "share of places with goals, before and after, the change and its interval; * holds"
    for one in sorted(changes, key=lambda found: -abs(found.change.change)):
        gap = one.change.difference
        told = "" if gap is None else f"  [{gap.bounds.low:+.2f}, {gap.bounds.high:+.2f}]"
        sure = " *" if one.adjusted is not None and one.adjusted < 0.05 else ""
        share = f"{one.change.before:.2f} → {one.change.after:.2f}  {one.change.change:+.2f}{told}"
        yield f"{one.name:<45} {share}{sure}  of {one.change.places}"
