"""Groups of bodies side by side: by size, language, centrality and more; and what is certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from maalkart.core.study import Body, Question
from maalkart.report.mentions import GOAL, Mentions
from maalkart.report.table import Amount, Coded, Column, Row, Table
from maalkart.stats.comparison import Difference, benjamini_hochberg

FEWEST = 5  # bodies in a group: of fewer an interval spans nearly all there is
CERTAIN = 0.05  # of the differences shown, one in twenty may be false (Benjamini and Hochberg)
SMALL, LARGE = 5_000, 20_000  # inhabitants: the limits that Statistics Norway and KS go by
VARIABLE = "domains"

Classes = Callable[[Body], str | None]


def _level(body: Body) -> str | None:
    return body.level


def _size(body: Body) -> str | None:
    try:
        people = float(body.facts.get("population", ""))
    except ValueError:
        return None
    if body.level != "municipality":
        return None
    return "small" if people < SMALL else "large" if people >= LARGE else "middling"


def _language(body: Body) -> str | None:
    form = body.facts.get("language_form", "")
    return {"bokmål": "bokmaal", "nynorsk": "nynorsk", "nøytral": "neutral"}.get(form)


def _centrality(body: Body) -> str | None:
    known = {"1": "central", "2": "central", "3": "between", "4": "between"}
    known |= {"5": "peripheral", "6": "peripheral"}
    return known.get(body.facts.get("centrality", ""))


def _merging(body: Body) -> str | None:
    if "merging" not in body.facts:
        return None
    return "not_merging" if body.facts["merging"] == "no" else "merging"


def _bloc(body: Body) -> str | None:
    known = {"red-green": "red_green", "centre-right": "centre_right"}
    return known.get(body.facts.get("largest_bloc", ""))


GROUPINGS: Mapping[str, tuple[Classes, tuple[str, ...]]] = {
    "level": (_level, ("municipality", "county")),
    "size": (_size, ("small", "middling", "large")),
    "language_form": (_language, ("bokmaal", "nynorsk", "neutral")),
    "centrality": (_centrality, ("central", "between", "peripheral")),
    "merging": (_merging, ("merging", "not_merging")),
    "bloc": (_bloc, ("red_green", "centre_right")),
}


def groups(mentions: Mentions, grouping: str) -> dict[str, tuple[str, ...]]:
    """The bodies asked in each group of a grouping, those with too few left out."""
    of, names = GROUPINGS[grouping]
    asked = set(mentions.asked())
    inside: dict[str, list[str]] = {name: [] for name in names}
    for body in mentions.data.bodies:
        name = of(body)
        if body.number in asked and name in inside:
            inside[name].append(body.number)
    return {name: tuple(bodies) for name, bodies in inside.items() if len(bodies) >= FEWEST}


def by_group(mentions: Mentions) -> Iterator[Table]:
    """For each grouping with two groups or more: the share that have goals within each domain."""
    for grouping in GROUPINGS:
        found = groups(mentions, grouping)
        if len(found) > 1:
            yield _table(mentions, grouping, found)


def _table(mentions: Mentions, grouping: str, found: Mapping[str, tuple[str, ...]]) -> Table:
    return _side_by_side(mentions, f"domains_by_{grouping}", "group", found, "note.groups")


def _side_by_side(
    mentions: Mentions, id: str, names: str, shown: Mapping[str, tuple[str, ...]], note: str
) -> Table:
    """The share that have goals within each domain, of all bodies and of some; empty of none."""
    every = mentions.asked()
    return Table(
        id=id,
        unit="bodies",
        columns=(
            Column("all", "column.all_bodies", len(every)),
            *(Column(name, f"{names}.{name}", len(bodies)) for name, bodies in shown.items()),
        ),
        rows=tuple(
            Row(
                code,
                VARIABLE,
                tuple(
                    mentions.share_among(bodies, VARIABLE, code, least=GOAL)
                    for bodies in (every, *shown.values())
                ),
            )
            for code in mentions.data.terms.get(VARIABLE, {})
            if shown
        ),
        coverage=mentions.coverage(),
        notes=("note.goal_in_domain", note),
    )


def differences(mentions: Mentions) -> Table:
    """The differences between groups that hold when it is counted how many were looked at."""
    rows, made = [], []
    for grouping in GROUPINGS:
        for (one, first), (other, second) in combinations(groups(mentions, grouping).items(), 2):
            for code in mentions.data.terms.get(VARIABLE, {}):
                question = Question(VARIABLE, code, "goal")
                found = mentions.difference(question, first, second, least=GOAL)
                if found is not None:
                    rows.append((code, one, other))
                    made.append(found)
    certain = zip(rows, benjamini_hochberg(made), strict=True)
    return Table(
        id="differences",
        unit="bodies",
        columns=(
            Column("one", "column.one_group"),
            Column("other", "column.other_group"),
            Column("difference", "column.difference"),
        ),
        rows=tuple(_row(*row, found) for row, found in certain if _holds(found)),
        coverage=mentions.coverage(),
        notes=("note.differences",),
    )


def _row(code: str, one: str, other: str, found: Difference) -> Row:
    if found.difference < 0:
        one, other, found = other, one, found.reversed
    return Row(code, VARIABLE, (Coded("group", (one,)), Coded("group", (other,)), found))


def _holds(found: Difference) -> bool:
    apart = found.bounds.low > 0 or found.bounds.high < 0  # test and interval may not gainsay
    return apart and found.adjusted is not None and found.adjusted < CERTAIN


def answers_to_challenges(mentions: Mentions) -> Table:
    """Of the bodies that describe a challenge, the share that have goals within each domain."""
    asked = mentions.asked()
    facing = {
        challenge: tuple(
            body
            for body in asked
            if body in {one.body for one in mentions.of("challenges", challenge)}
        )
        for challenge in mentions.data.terms.get("challenges", {})
    }
    shown = {name: bodies for name, bodies in facing.items() if len(bodies) >= FEWEST}
    return _side_by_side(mentions, "answers", "challenges", shown, "note.answers")


MOST_PAIRS = 25  # the strongest: with more, the eye finds none


def pairs(mentions: Mentions) -> Table:
    """Themes that go together: more bodies have goals in both than if each went its own way."""
    found = mentions.together("themes", least=GOAL)
    judged = benjamini_hochberg([both.excess for both in found.values()])
    kept = [
        (one, other, both)
        for ((one, other), both), excess in zip(found.items(), judged, strict=True)
        if _holds(excess) and excess.difference > 0
    ]
    kept.sort(key=lambda row: (-row[2].excess.difference, row[0], row[1]))
    return Table(
        id="pairs",
        unit="bodies",
        columns=(
            Column("other", "column.other_theme"),
            Column("both", "column.both"),
            Column("expected", "column.expected"),
        ),
        rows=tuple(
            Row(
                one,
                "themes",
                (
                    Coded("themes", (other,)),
                    mentions.count_of_both(("themes", one), ("themes", other), least=GOAL),
                    Amount(both.expected, 1),
                ),
            )
            for one, other, both in kept[:MOST_PAIRS]
        ),
        coverage=mentions.coverage(),
        notes=("note.pairs",),
    )
