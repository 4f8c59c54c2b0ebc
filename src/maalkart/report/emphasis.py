"""How much of what is said is about a theme: shares of statements, where all else is of bodies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maalkart.core.study import Question
from maalkart.report.mentions import MENTIONED, Mentions, answers
from maalkart.report.table import Column, Row, Table
from maalkart.stats.correction import Statements

VARIABLE = "domains"  # themes are too many for a part of the statements to tell much of each


def emphasis(mentions: Mentions) -> Table:
    """The share of all aims that lie within each domain."""
    told = Answers(mentions)
    aims = sum(one.codes.is_aim for one in mentions.data.statements)
    return Table(
        id="emphasis",
        unit="statements",
        columns=(Column("aims", "column.of_aims", aims),),
        rows=tuple(_row(mentions, told, code) for code in mentions.data.terms.get(VARIABLE, {})),
        coverage=mentions.coverage(),
        notes=("note.emphasis",),
    )


def _row(mentions: Mentions, told: Answers, code: str) -> Row:
    found = [one for one in mentions.of(VARIABLE, code) if one.strength >= MENTIONED]
    share = mentions.estimate.share_of_statements(
        told.of(VARIABLE, code), Question(VARIABLE, code, "mentioned")
    )
    ids = tuple(dict.fromkeys(one.statement for one in found))
    return Row(code, VARIABLE, (replace(share, statements=ids, coverage=mentions.coverage()),))


class Answers:
    """The coder's and people's answers on every statement, ready to be counted code by code."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        said, self._sure = mentions.data.statements, mentions.data.sure
        place = {body.number: at for at, body in enumerate(mentions.data.sampled)}
        self._rows = {(one.body, one.statement.id): at for at, one in enumerate(said)}
        self._body = np.array([place[one.body] for one in said], dtype=np.int64)
        self._asked = np.array([float(one.codes.is_aim) for one in said])
        self._chances, self._aims = np.zeros(len(said)), np.zeros(len(said))
        self._people = {}
        for (_, statement), at in self._rows.items():
            coded = mentions.data.coded.get(statement)
            if coded is not None:
                self._chances[at], self._aims[at] = coded.chance, float(coded.codes.is_aim)
                self._people[at] = set(answers(coded.codes, mentions.domains))

    def of(self, variable: str, code: str) -> Statements:
        """For one code: is the statement an aim, and has it the code."""
        told, truth = np.zeros(len(self._body)), np.zeros(len(self._body))
        sure, known = np.full(len(told), np.nan), self._sure.get((variable, code), {})
        for one in self._mentions.of(variable, code):
            if one.strength >= MENTIONED:
                at = self._rows[one.body, one.statement]
                told[at], sure[at] = 1.0, known.get(one.statement, np.nan)
        for at, found in self._people.items():
            truth[at] = self._aims[at] * ((variable, code) in found)
        return Statements(self._body, told, self._asked, truth, self._aims, self._chances, sure)
