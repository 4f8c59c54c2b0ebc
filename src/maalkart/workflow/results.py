"""From the store to the base of facts that every table and report is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import maalkart
from maalkart.coding import codebook as codebooks
from maalkart.coding import definitions, values
from maalkart.coding.protocol import collect
from maalkart.core.errors import StudyError
from maalkart.core.settings import Sample
from maalkart.core.statement import Codes, Statement
from maalkart.core.study import Body, DocumentFacts
from maalkart.register.frame import load_frame
from maalkart.report.base import (
    CodedStatement,
    Definition,
    DocumentIcon,
    DocumentRow,
    StudyData,
    ValueWord,
)
from maalkart.report.terms import terms_of
from maalkart.stats.design import Held
from maalkart.store import frames
from maalkart.store.derived import Derived
from maalkart.workflow import agreement
from maalkart.workflow.calibration import calibrated
from maalkart.workflow.checking.decided import people_answers
from maalkart.workflow.plan import Plan
from maalkart.workflow.redraws import redrawn
from maalkart.workflow.sample import drawn_by, mirrored
from maalkart.workflow.steps import Keys, step
from maalkart.workflow.study import Source
from maalkart.workflow.validation import validated


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is kept of the documents of a study, by key of the step that made it."""

    heads: Mapping[str, Mapping[str, object]]
    pages: Mapping[str, int]
    statements: Mapping[str, list[Statement]]
    codes: Mapping[str, Codes]
    sure: Mapping[tuple[str, str], float]
    facts: Mapping[str, DocumentFacts]
    failures: Mapping[str, str]


def study_data(planned: Plan, digest: str) -> StudyData:
    """All that the report is made from: bodies, documents, coded statements, words."""
    study = planned.study
    answers = _answers(study.derived, planned.keys.values())
    rows = _documents(planned, answers)
    coded = _coded(planned, answers)
    checks, people = people_answers(study)
    frame = _frame(planned)
    model = agreement.model_used(planned.codebook)
    said = {one.statement.id: one.statement for one in coded}
    terms = terms_of(codebooks.load(planned.codebook))
    domains = {code: term.group for code, term in terms.get("themes", {}).items() if term.group}
    return StudyData(
        name=study.settings.study.name,
        bodies=planned.bodies,
        documents=rows,
        statements=coded,
        terms=terms,
        kinds=study.settings.documents.kinds,
        definitions=_definitions(answers),
        value_words=_value_words(planned, coded),
        icons=_icons(answers),
        languages=study.settings.report.languages,
        version=maalkart.__version__,
        digest=digest,
        coder=step("code").version,
        population=len(frame) or None,
        frame=frame,
        register=study.settings.population.register_,
        balanced_on=(*held_fixed(study.settings.sample), *study.settings.estimate.calibrate_on),
        held=_held(planned, frame),
        mirrored_on=mirrored(study.settings.sample),
        drawn_by=drawn_by(study.settings.sample),
        weights=calibrated(study, planned.bodies, {row.body for row in rows if row.read}),
        checks=checks,
        coded=people,
        held_out=tuple(agreement.held_out(model, semantic=planned.semantic)) if model else (),
        team=tuple(agreement.team(study, said)),
        learned=agreement.learned(model, said.values()) if model else None,
        validated=validated(planned, domains),
        sure=_sure(answers.sure, domains),
    )


def held_fixed(sample: Sample) -> tuple[str, ...]:
    """What every sample that could be drawn has the same numbers of."""
    return () if sample.counties is None else ("level",)


def _held(planned: Plan, frame: tuple[Body, ...]) -> Held | None:
    """What the drawing nearly holds; None where it cannot be made again, or only in long time.

    Where probabilities had to be simulated a draw is slow, and what is balanced counts for nothing:
    intervals are then wider than they need be.
    """
    if any(body.facts.get("probability_method") == "simulated" for body in planned.bodies):
        return None
    study = planned.study
    try:
        return redrawn(frame, study.settings.sample, study.derived)
    except StudyError:  # the settings are no longer those by which the sample was drawn
        return None


def _frame(planned: Plan) -> tuple[Body, ...]:
    """The bodies that could have been drawn; none where the register does not hold the sample."""
    study = planned.study
    try:
        frame = load_frame(study.settings.population, study.folder)
    except StudyError:
        return ()
    known = {body.number for body in frame}
    return frame if known.issuperset(body.number for body in planned.bodies) else ()


def _answers(derived: Derived, keys: Iterable[Keys]) -> _Answers:
    wanted = list(keys)
    reading, read_keys = step("read"), {k.read for k in wanted}
    heads = derived.read(reading, "documents", read_keys)
    pages = derived.read(reading, "pages", read_keys)
    statements = derived.read(step("split"), "statements", {k.split for k in wanted})
    codings = derived.read(step("code"), "codings", {k.code for k in wanted})
    facts = derived.read(step("describe"), "facts", {k.describe for k in wanted})
    failures = derived.read(reading, "failures", read_keys)
    counts = pages.group_by("key").len()
    return _Answers(
        heads={row["key"]: row for row in heads.iter_rows(named=True)},
        pages=dict(counts.iter_rows()),
        statements={
            key: [frames.statement(row) for row in rows] for key, rows in frames.by_key(statements)
        },
        codes=collect(frames.coding(row) for row in codings.iter_rows(named=True)),
        sure={
            (statement, code): sure
            for statement, variable, code, sure in codings.select(
                "statement", "variable", "code", "confidence"
            ).iter_rows()
            if variable == "themes" and sure is not None
        },
        facts={row["key"]: frames.facts(row) for row in facts.iter_rows(named=True)},
        failures={row["key"]: row["message"] for row in failures.iter_rows(named=True)},
    )


def _documents(planned: Plan, answers: _Answers) -> tuple[DocumentRow, ...]:
    found = {id(source.row): source for source in planned.manifest.sources}
    rows = []
    for row in planned.manifest.rows:
        source = found.get(id(row))
        if source is None:
            if row.source not in {s.row.source for s in planned.manifest.sources}:
                rows.append(
                    DocumentRow(
                        document=None,
                        body=row.body,
                        kind=row.kind,
                        name=row.source.removeprefix("documents/"),
                        source=row.source,
                        error="the file is not there",
                        adopted=row.adopted,
                        status=row.status,
                    )
                )
            continue
        rows.append(_document(source, planned.keys[source], answers))
    return tuple(rows)


def _document(source: Source, keys: Keys, answers: _Answers) -> DocumentRow:
    """One row; what the manifest says of adoption and status stands before what is found."""
    head = answers.heads.get(keys.read)
    facts = answers.facts.get(keys.describe)
    row = source.row
    title = head["title"] if head else None
    return DocumentRow(
        document=source.sha256,
        body=row.body,
        kind=row.kind,
        name=row.source.removeprefix("documents/"),
        source=row.source,
        title=title if isinstance(title, str) else None,
        facts=facts,
        error=answers.failures.get(keys.read),
        pages=answers.pages.get(keys.read, 0),
        paged=bool(head["paged"]) if head else True,
        adopted=row.adopted or (facts.adopted if facts else None),
        status=row.status if row.status != "unknown" or facts is None else facts.status,
    )


def _coded(planned: Plan, answers: _Answers) -> tuple[CodedStatement, ...]:
    return tuple(
        CodedStatement(
            statement=statement,
            codes=answers.codes.get(statement.id, Codes()),
            body=source.row.body,
            kind=source.row.kind,
        )
        for source, keys in planned.keys.items()
        for statement in answers.statements.get(keys.split, ())
    )


def _sure(
    found: Mapping[tuple[str, str], float], domains: Mapping[str, str]
) -> Mapping[tuple[str, str], Mapping[str, float]]:
    """How sure the coder was of each theme and domain that it found; of a domain, of its surest."""
    sure: dict[tuple[str, str], dict[str, float]] = {}
    for (statement, theme), chance in found.items():
        for key in (("themes", theme), ("domains", domains.get(theme, theme))):
            of = sure.setdefault(key, {})
            of[statement] = max(chance, of.get(statement, 0.0))
    return sure


def _definitions(answers: _Answers) -> tuple[Definition, ...]:
    said = {one.id: one for several in answers.statements.values() for one in several}
    return tuple(
        Definition(concept=one.concept, statement=said[one.statement])
        for one in definitions.find(said.values())
    )


VALUE_TYPES = frozenset({"vision", "value", "goal"})  # where bodies say what they want to be


def _value_words(planned: Plan, coded: Iterable[CodedStatement]) -> tuple[ValueWord, ...]:
    said: dict[str, list[values.Said]] = {body.number: [] for body in planned.bodies}
    for one in coded:
        if one.codes.type in VALUE_TYPES:
            of = one.statement
            lone = one.codes.type == "value"
            said[one.body].append(values.Said(of.id, of.text, of.language, lone))
    names = {body.number: (body.name,) for body in planned.bodies}
    return tuple(
        ValueWord(
            headword=word.headword,
            bodies=word.bodies,
            statements=word.statements,
            forms=tuple(one.form for one in word.forms),
        )
        for word in values.count(said, names_by_body=names)
    )


def _icons(answers: _Answers) -> tuple[DocumentIcon, ...]:
    return tuple(
        DocumentIcon(document=str(head["id"]), icon=icon)
        for head in answers.heads.values()
        for icon in frames.icons(dict(head))
    )
