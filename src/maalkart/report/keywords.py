"""Words of visions, values and goals that one group of bodies uses more than the others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from maalkart.report.groups import GROUPINGS, groups
from maalkart.report.listings import OPEN_VARIABLE
from maalkart.report.mentions import Mentions
from maalkart.report.table import Amount, Coded, Column, Count, Row, Table
from maalkart.stats.keyness import Key, keyness

SPEAKING = 3  # bodies of the group that must use a word: of fewer it is theirs, not the group's
SHOWN = 6  # words of a group
LEAST_RATIO = 1.15  # «1,1 times as often» tells of no one
TRIVIAL = frozenset({"language_form"})  # of written languages, words differ by spelling


def keywords(mentions: Mentions) -> Table:
    """For each group, the words it uses more than the rest, whichever of its bodies were drawn."""
    said = _said(mentions)
    return Table(
        id="keywords",
        unit="bodies",
        columns=(
            Column("group", "column.group"),
            Column("inside", "column.use_it"),
            Column("outside", "column.others_use_it"),
            Column("ratio", "column.times_as_often"),
        ),
        rows=tuple(row for name in GROUPINGS if name not in TRIVIAL for row in _rows(
            mentions, name, said
        )),
        coverage=mentions.coverage(),
        notes=("note.keywords",),
    )  # fmt: skip


Said = Mapping[str, Mapping[str, list[str]]]
"""By word and body, the statements that use the word."""


def _said(mentions: Mentions) -> Said:
    bodies: dict[str, list[str]] = defaultdict(list)
    for one in mentions.data.statements:
        bodies[one.statement.id].append(one.body)
    said: dict[str, dict[str, list[str]]] = {}
    for word in mentions.data.value_words:
        by_body = said.setdefault(word.headword, defaultdict(list))
        for statement in word.statements:
            for body in bodies[statement]:
                by_body[body].append(statement)
    return said


def _rows(mentions: Mentions, grouping: str, said: Said) -> Iterator[Row]:
    counts: dict[str, Counter[str]] = {body: Counter() for body in mentions.asked()}
    for word, by_body in said.items():
        for body, statements in by_body.items():
            counts[body][word] += len(statements)
    found = groups(mentions, grouping)
    for name, inside in found.items() if len(found) > 1 else ():
        outside = [body for body in mentions.asked() if body not in set(inside)]
        keys = keyness([counts[body] for body in inside], [counts[body] for body in outside])
        certain = [key for key in keys if _holds(key)]
        certain.sort(key=lambda key: (-_low(key), key.word))
        for key in certain[:SHOWN]:
            yield Row(
                key.word,
                OPEN_VARIABLE,
                (
                    Coded("group", (name,)),
                    _users(said[key.word], inside),
                    _users(said[key.word], outside),
                    Amount(math.exp(key.log_odds), 1),
                ),
            )


def _holds(key: Key) -> bool:
    often = math.exp(key.log_odds) >= LEAST_RATIO
    return often and key.bodies[0] >= SPEAKING and _low(key) > 0


def _low(key: Key) -> float:
    return key.bounds.low if key.bounds is not None else -math.inf


def _users(by_body: Mapping[str, list[str]], bodies: list[str] | tuple[str, ...]) -> Count:
    users = [body for body in bodies if by_body.get(body)]
    statements = dict.fromkeys(one for body in users for one in by_body[body])
    return Count(len(users), tuple(statements), of_bodies=True)
