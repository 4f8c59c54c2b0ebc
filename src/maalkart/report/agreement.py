"""How far the coder and people agree, as tables: measured before the study, in it, and by teams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from maalkart.core.agreement import Coefficient, Counts, clustered, f1, kappa, nominal_alpha
from maalkart.core.statement import Codes
from maalkart.core.study import parted
from maalkart.report.base import Agreement, CodedStatement
from maalkart.report.mentions import MENTIONED, SAID, Mentions, answers
from maalkart.report.table import Cell, Coded, Column, Count, Row, Table
from maalkart.report.texts import OF_BODIES

ORDER = (
    "type", "level", "themes", "domains", "dimensions", "sdgs", "explicit_sdgs", "beneficiaries",
    "arena", "challenges", "concepts",
)  # fmt: skip
LANGUAGES = ("all", "nb", "nn", "en")
Measures = Mapping[str, Callable[[Counts], float | None]]
ONE_ANSWER: Measures = {"kappa": kappa, "alpha": nominal_alpha}
SETS: Measures = {"f1": f1}
EITHER = frozenset({"challenges", "concepts", "explicit_sdgs"})  # said or not: without a strength


def held_out(mentions: Mentions) -> Table:
    """The trained coder beside people, on documents that it did not learn from."""
    notes = ("note.agreement", "note.held_out")
    return _table(mentions, "agreement_held_out", mentions.data.held_out, notes)


def by_people(mentions: Mentions) -> Table:
    """The coder beside people, on what was drawn of this study for people to answer."""
    found = (*_of_statements(mentions), *_of_bodies(mentions))
    return _table(mentions, "agreement_people", found, ("note.agreement", "note.by_people"))


def by_team(mentions: Mentions) -> Table:
    """People beside people, where two or more answered the same."""
    notes = ("note.agreement", "note.by_team")
    return _table(mentions, "agreement_team", mentions.data.team, notes)


def _table(
    mentions: Mentions, id: str, found: Iterable[Agreement], notes: tuple[str, ...]
) -> Table:
    """A row a variable and measure, a column a language that anything was measured in."""
    rows: dict[tuple[str, str], dict[str, Agreement]] = defaultdict(dict)
    for one in sorted(found, key=_place):
        rows[one.variable, one.measure][one.language] = one
    there = [name for name in LANGUAGES if any(name in row for row in rows.values())]
    sources = any(one.documents is not None for row in rows.values() for one in row.values())

    def cells(measure: str, row: Mapping[str, Agreement]) -> tuple[Cell, ...]:
        every = row.get("all")
        return (
            Coded("measure", (measure,)),
            Count(every.units) if every else None,
            *([_documents(every)] if sources else []),
            *(row[name].found if name in row else None for name in there),
        )

    return Table(
        id=id,
        unit="coded",
        columns=(
            Column("measure", "column.measure"),
            Column("units", "column.units"),
            *([Column("sources", "column.documents")] if sources else []),
            *(Column(name, f"column.in_{name}", measured=True) for name in there),
        ),
        rows=tuple(
            Row(variable, "coded", cells(measure, row)) for (variable, measure), row in rows.items()
        ),
        coverage=mentions.coverage(),
        notes=notes,
    )


def _place(one: Agreement) -> int:
    """What the rest is counted by comes first, then what it is about."""
    name = one.variable.removeprefix(OF_BODIES)
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _documents(every: Agreement | None) -> Cell:
    return None if every is None or every.documents is None else Count(every.documents)


@dataclass
class _Tally:
    """Weighted counts by language and cluster; a statement or body weighs 1 / its probability."""

    shape: tuple[int, ...]
    measures: Measures
    counts: dict[str, dict[str, Counts]] = field(default_factory=dict)
    units: Counter[str] = field(default_factory=Counter)
    of_documents: bool = True

    def add(
        self, language: str, cluster: str, at: Sequence[tuple[int, ...]], weight: float
    ) -> None:
        """One unit, and the cells of the table that it fills."""
        for name in ("all", language):
            of = self.counts.setdefault(name, {}).setdefault(cluster, np.zeros(self.shape))
            for place in at:
                of[place] += weight
            self.units[name] += 1

    def agreements(self, variable: str) -> Iterator[Agreement]:
        """Every measure in every language met, with intervals that draw clusters."""
        for measure, function in self.measures.items():
            for language, clusters in self.counts.items():
                found: Coefficient = clustered(np.array(list(clusters.values())), function)
                yield Agreement(
                    variable=variable, measure=measure, language=language, found=found,
                    units=self.units[language],
                    documents=len(clusters) if self.of_documents else None,
                )  # fmt: skip


def _of_statements(mentions: Mentions) -> Iterator[Agreement]:
    """The type of the statements that people coded, and domains where people have an aim."""
    types = {code: at for at, code in enumerate(mentions.data.terms.get("type", {}))}
    kinds = _Tally((len(types), len(types)), ONE_ANSWER)
    domains = _Tally((3,), SETS)
    for one in _coded(mentions):
        people = mentions.data.coded[one.statement.id]
        document = one.statement.evidence[0].document if one.statement.evidence else one.body
        language, weight = one.statement.language, 1 / people.chance
        pair = types[people.codes.type], types[one.codes.type]
        kinds.add(language, document, [pair], weight)
        if people.codes.is_aim:
            ours, theirs = (_domains(codes, mentions) for codes in (one.codes, people.codes))
            domains.add(language, document, _filled(ours, theirs), weight)
    yield from kinds.agreements("type")
    yield from domains.agreements("domains")


def _coded(mentions: Mentions) -> Iterator[CodedStatement]:
    """Each statement that people coded, once though two bodies share it."""
    left = set(mentions.data.coded)
    for one in mentions.data.statements:
        if one.statement.id in left:
            left.discard(one.statement.id)
            yield one


def _domains(codes: Codes, mentions: Mentions) -> set[str]:
    found = answers(codes, mentions.domains)
    return {code for variable, code in found if variable == "domains"}


def _filled(ours: set[str], theirs: set[str]) -> list[tuple[int, ...]]:
    """Cells of (right, told, true), as often as each is so."""
    sizes = len(ours & theirs), len(ours), len(theirs)
    return [(at,) for at, size in enumerate(sizes) for _ in range(size)]


def _of_bodies(mentions: Mentions) -> Iterator[Agreement]:
    """Whether a body says a thing at all, over all codes of a variable that people checked."""
    language = _languages(mentions)
    of_two: Measures = {**ONE_ANSWER, "f1": _f1_of_two}
    tallies: dict[str, _Tally] = {}
    for (variable, code), checks in mentions.data.checks.items():
        name, kind = parted(variable)
        tally = tallies.setdefault(name, _Tally((2, 2), of_two, of_documents=False))
        least = SAID if name in EITHER else MENTIONED
        saying = {
            one.body
            for one in mentions.of(name, code)
            if one.strength >= least and kind in (None, one.kind)
        }
        for body, check in checks.items():
            pair = int(check.level > 0), int(body in saying)
            tally.add(language.get(body, ""), body, [pair], 1 / check.chance)
    for variable, tally in tallies.items():
        yield from tally.agreements(f"{OF_BODIES}{variable}")


def _f1_of_two(table: Counts) -> float | None:
    """Of a table of people's no and yes by the coder's."""
    return f1(np.array([table[1, 1], table[:, 1].sum(), table[1].sum()]))


def _languages(mentions: Mentions) -> Mapping[str, str]:
    """The language that most of a body's documents are in."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in mentions.read:
        if row.facts is not None:
            found[row.body][row.facts.language] += 1
    return {body: counts.most_common(1)[0][0] for body, counts in found.items()}
