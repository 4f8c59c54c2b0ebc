"""What a reader is shown as proof: statements, facts of documents and icons, under one id each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from maalkart.core.statement import Codes, Evidence
from maalkart.core.study import DocumentKind
from maalkart.report.base import DocumentRow, StudyData


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """Words of a document with where they stand, or the icon of a UN goal (then without words)."""

    id: str
    text: str
    document: str
    kind: DocumentKind
    bodies: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    headings: tuple[str, ...] = ()
    codes: Codes | None = None
    fact: str | None = None


def exhibits(data: StudyData) -> dict[str, Exhibit]:
    """Everything that can be shown, in the study's order; a shared one names all its bodies."""
    found: dict[str, Exhibit] = {}
    for one in _every(data):
        known = found.get(one.id)
        bodies = dict.fromkeys((*known.bodies, *one.bodies)) if known else one.bodies
        found[one.id] = replace(known or one, bodies=tuple(bodies)) if known else one
    return found


def fact_ids(row: DocumentRow, name: str, value: str) -> tuple[str, ...]:
    """The exhibits that show one fact of a document; one without words where none were kept."""
    facts = row.facts.facts if row.facts else ()
    ids = [
        _fact_id(row, name, value, at)
        for at, fact in enumerate(facts)
        if (fact.name, fact.value) == (name, value)
    ]
    return tuple(ids) or (_fact_id(row, name, value, None),)


def icon_id(document: str, at: int) -> str:
    """The exhibit of the icon that stands at a place in the study's list of icons."""
    return f"icon:{document}:{at}"


def _fact_id(row: DocumentRow, name: str, value: str, at: int | None) -> str:
    return f"fact:{row.document}:{name}:{value}:{'' if at is None else at}"


def _every(data: StudyData) -> Iterator[Exhibit]:
    yield from _statements(data)
    for row in data.documents:
        if row.read:
            yield from _facts(row)
    rows = [row for row in data.documents if row.read]
    for at, one in enumerate(data.icons):
        boxes = (one.icon.box,) if one.icon.box else ()
        place = Evidence(
            document=one.document, page=one.icon.page, start=0, end=0, quote="", boxes=boxes
        )
        for row in rows:
            if row.document == one.document:
                yield Exhibit(
                    id=icon_id(one.document, at),
                    text="",
                    document=one.document,
                    kind=row.kind,
                    bodies=(row.body,),
                    evidence=(place,),
                    fact=f"icon:{one.icon.sdg}",
                )


def _statements(data: StudyData) -> Iterator[Exhibit]:
    for one in data.statements:
        statement = one.statement
        yield Exhibit(
            id=statement.id,
            text=statement.text,
            document=statement.evidence[0].document if statement.evidence else "",
            kind=one.kind,
            bodies=(one.body,),
            evidence=statement.evidence,
            headings=statement.context.heading_path,
            codes=one.codes,
        )


def _facts(row: DocumentRow) -> Iterator[Exhibit]:
    if row.facts is None or row.document is None:
        return
    said = [(fact.name, fact.value) for fact in row.facts.facts]
    for at, fact in enumerate(row.facts.facts):
        text = fact.evidence.quote if fact.evidence else (fact.because or fact.value)
        yield Exhibit(
            id=_fact_id(row, fact.name, fact.value, at),
            text=text,
            document=row.document,
            kind=row.kind,
            bodies=(row.body,),
            evidence=(fact.evidence,) if fact.evidence else (),
            fact=f"{fact.name}:{fact.value}",
        )
    bare = [("sdg_use", use) for use in row.facts.sdg_use]
    bare += [("value", value) for value in row.facts.values]
    bare += [("vision", row.facts.vision)] if row.facts.vision else []
    for name, value in bare:
        if (name, value) not in said:
            yield Exhibit(
                id=_fact_id(row, name, value, None),
                text=value,
                document=row.document,
                kind=row.kind,
                bodies=(row.body,),
                fact=f"{name}:{value}",
            )
