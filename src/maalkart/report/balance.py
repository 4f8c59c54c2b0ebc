"""How like the population the sample is, by the facts that the register knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from maalkart.core.study import Body, Coverage
from maalkart.register.balance import BalanceRow
from maalkart.register.balance import balance as mirrored
from maalkart.report.base import StudyData
from maalkart.report.groups import GROUPINGS, Classes
from maalkart.report.table import Amount, Column, Part, Row, Table

WHOLE = 100  # means from here on are told without decimals
MOST = 20  # counties or the like: with more, the table says nothing of any of them


def _county(body: Body) -> str | None:
    return body.facts.get("county")


FACTS: Mapping[str, tuple[Classes, tuple[str, ...]]] = {**GROUPINGS, "county": (_county, ())}


def balance(data: StudyData, coverage: Coverage) -> Table:
    """For each kind of body: how many of the population, and how many of the sample, are of it.

    Without rows where the population is not known, or all of it is in the sample.
    """
    drawn = len(data.drawn) < len(data.frame)
    return Table(
        id="balance",
        unit="bodies",
        columns=(
            Column("population", "column.population", parts=True),
            Column("sample", "column.sample", parts=True),
        ),
        rows=tuple(_rows(data.frame, data.drawn)) if drawn else (),
        coverage=coverage,
        notes=("note.balance",),
        groups="facts",
    )


def _rows(frame: Sequence[Body], sample: Sequence[Body]) -> Iterator[Row]:
    for fact, (of, names) in FACTS.items():
        every = Counter(name for body in frame if (name := of(body)) is not None)
        ours = Counter(name for body in sample if (name := of(body)) is not None)
        if 1 < len(every) <= MOST:
            for name in names or sorted(every):
                cells = Part(every[name], every.total()), Part(ours[name], ours.total())
                yield Row(name, "group", cells, group=fact)


def mirror(data: StudyData, coverage: Coverage) -> Table:
    """The population's and the weighted sample's means, and how far apart chance would have them.

    Without rows where nothing is known of the population, or bodies have no probability.
    """
    known = all(body.inclusion_probability for body in data.drawn)
    drawn = known and len(data.drawn) < len(data.frame)
    found = mirrored(data.frame, data.drawn, data.mirrored_on) if drawn else ()
    return Table(
        id="mirror",
        unit="bodies",
        columns=tuple(
            Column(name, f"column.{name}")
            for name in ("in_register", "in_sample", "weighted", "by_chance", "off")
        ),
        rows=tuple(_mirrored(one) for one in found),
        coverage=coverage,
        notes=("note.mirror",),
        groups="group",
    )


def _mirrored(one: BalanceRow) -> Row:
    part = one.value is not None
    decimals = 0 if abs(one.frame) >= WHOLE else 2
    code = one.column if one.value is None else f"{one.column}={one.value}"
    means = (Amount(value, decimals, part) for value in (one.frame, one.drawn, one.estimate))
    apart = Amount(one.by_chance, 2), Amount(one.difference, 2, signed=True)
    return Row(code, "mirrored", (*means, *apart), group=one.level)
