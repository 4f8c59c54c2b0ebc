"""What is found in one file, and what it is: the records of `find` and `describe`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from maalkart.coding.facts import describe
from maalkart.core.document import Document
from maalkart.core.statement import Codes, Statement
from maalkart.core.study import DocumentFacts
from maalkart.register.frame import SHIPPED, load_bodies
from maalkart.workflow.documents import code_statements
from maalkart.workflow.reading import Record, sides


def find(document: Document, statements: Sequence[Statement]) -> Iterator[Record]:
    """A record per aim or challenge, in reading order."""
    labels = {page.number: page.label for page in document.pages}
    for statement, codes in code_statements(statements):
        if codes.is_aim or codes.type == "challenge":
            yield _found(document, labels, statement, codes)


def _found(
    document: Document, labels: Mapping[int, str | None], statement: Statement, codes: Codes
) -> Record:
    first, *rest = statement.evidence
    record: Record = {
        "quote": first.quote,
        "page": first.page if document.paged else None,
        "section": None if document.paged else labels[first.page],
        "start": first.start,
        "end": first.end,
        "boxes": sides(first.boxes),
        **coded(codes),
        "heading_path": list(statement.context.heading_path),
        "confidence": None if codes.confidence is None else round(codes.confidence, 3),
        "language": statement.language,
    }
    if rest:
        record["continued"] = [
            {"quote": e.quote, "page": e.page, "start": e.start, "end": e.end,
             "boxes": sides(e.boxes)}
            for e in rest
        ]  # fmt: skip
    return record


def coded(codes: Codes) -> Record:
    """The codebook's variables of one statement, ready for JSON."""
    return {
        "type": codes.type,
        "level": codes.level,
        "themes": list(codes.themes),
        "dimensions": list(codes.dimensions),
        "sdgs": list(codes.sdgs),
        "explicit_sdgs": list(codes.explicit_sdgs),
        "beneficiaries": list(codes.beneficiaries),
        "arena": codes.arena,
        "challenges": list(codes.challenges),
        "concepts": list(codes.concepts),
    }


def describe_file(document: Document, statements: Sequence[Statement]) -> Record:
    """What is coded once per document, ready for JSON."""
    coded = list(code_statements(statements))
    return described(document, describe(document, coded, known=_known_bodies()))


@cache
def _known_bodies() -> tuple[str, ...]:
    """Full names of the municipalities and counties of the registers that ship."""
    bodies = [body for path in SHIPPED.values() for body in load_bodies(path)]
    forms = {"municipality": "kommune", "county": "fylkeskommune"}
    return tuple(sorted({f"{one.name} {forms[one.level]}" for one in bodies if one.level in forms}))


def described(document: Document, facts: DocumentFacts) -> Record:
    """Document facts with their evidence and what could not be read."""
    return {
        "kind": facts.kind,
        "body": facts.body,
        "adopted": facts.adopted,
        "period": None if facts.period is None else list(facts.period),
        "status": facts.status,
        "language": facts.language,
        "sdg_use": list(facts.sdg_use),
        "vision": facts.vision,
        "values": list(facts.values),
        "readable": {
            "pages": facts.readable.pages,
            "ocr": facts.readable.ocr,
            "unread": list(facts.readable.unread),
            "loss": facts.readable.loss,
        },
        "evidence": [
            {
                "fact": fact.name,
                "value": fact.value,
                "page": fact.evidence.page if fact.evidence and document.paged else None,
                "quote": fact.evidence.quote if fact.evidence else None,
                "because": fact.because,
            }
            for fact in facts.facts
        ],
        "notes": [
            {"page": note.page, "code": note.code, "message": note.message}
            for note in document.notes
        ],
        "document": document.id,
    }
