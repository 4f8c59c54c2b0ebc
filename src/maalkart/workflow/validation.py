"""The coder's errors on statements of other documents that people have coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from maalkart.coding.evaluate import Gold, read_gold
from maalkart.coding.protocol import Learned
from maalkart.core.errors import StudyError
from maalkart.core.statement import Codes
from maalkart.report.emphasis import VARIABLE
from maalkart.report.mentions import answers
from maalkart.stats.checked import Validated
from maalkart.workflow.documents import code_statements, coder
from maalkart.workflow.jsonl import read_rows
from maalkart.workflow.plan import Plan

NOT_ASKED, ASKED, FOUND = range(3)
PLACE = "study.toml, [estimate] validated_on"
MOST_LEARNED = 0.2  # of a document's statements, among which short ones are not recognised


def validated_file(planned: Plan) -> Path | None:
    """The file of coded statements that the study names; None where it names none."""
    name = planned.study.settings.estimate.validated_on
    return None if name is None else planned.study.folder / name


def validated(planned: Plan, domains: Mapping[str, str]) -> Validated:
    """What is right against what the coder answers, by domain and document; empty of no file.

    `domains` name the domain of a theme. Documents that the coder learned from are left out. Raises
    StudyError where no other is left.
    """
    path = validated_file(planned)
    if path is None:
        return Validated()
    gold = _unlearned(read_gold([row for _, row in read_rows(path)]), planned)
    if not gold:
        raise StudyError(
            f"the coder learned from {path.name}: of its errors it tells nothing",
            place=PLACE,
            hint="name statements of documents that the coder has not met",
        )
    told = code_statements(
        [one.statement for one in gold], planned.codebook, semantic=planned.semantic
    )
    tables = _tables(gold, [codes for _, codes in told], domains)
    return Validated(tables, planned.study.settings.estimate.by)


def _unlearned(gold: Sequence[Gold], planned: Plan) -> list[Gold]:
    answering = coder(planned.codebook, semantic=planned.semantic)
    if not isinstance(answering, Learned):
        return list(gold)
    by_document: dict[str | None, list[Gold]] = {}
    for one in gold:
        by_document.setdefault(one.document, []).append(one)
    kept = []
    for inside in by_document.values():
        learned = answering.learned_from([one.statement for one in inside])
        kept += inside if learned <= MOST_LEARNED * len(inside) else []
    return kept


def _tables(
    gold: Sequence[Gold], told: Sequence[Codes], domains: Mapping[str, str]
) -> Mapping[tuple[str, str], np.ndarray]:
    documents = {name: at for at, name in enumerate(dict.fromkeys(one.document for one in gold))}
    codes = tuple(dict.fromkeys(domains.values()))
    right = [_groups(one.codes, domains, codes) for one in gold]
    answered = [_groups(one, domains, codes) for one in told]
    place = np.array([documents[one.document] for one in gold])
    found = {}
    for at, code in enumerate(codes):
        table = np.zeros((len(documents), 3, 3))
        first, second = (np.array([row[at] for row in rows]) for rows in (right, answered))
        np.add.at(table, (place, first, second), 1.0)
        found[VARIABLE, code] = table
    return found


def _groups(codes: Codes, domains: Mapping[str, str], asked: Sequence[str]) -> list[int]:
    """For each domain: is the statement no aim, an aim, or an aim within it."""
    if not codes.is_aim:
        return [NOT_ASKED] * len(asked)
    inside = {code for variable, code in answers(codes, domains) if variable == VARIABLE}
    return [FOUND if code in inside else ASKED for code in asked]
