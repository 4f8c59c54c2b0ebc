"""What is coded once per document, each answer with the words that show it."""

from __future__ import annotations

from collections.abc import Sequence

from maalkart.coding.facts.adoption import adopted
from maalkart.coding.facts.body import body_of
from maalkart.coding.facts.goals import sdg_use
from maalkart.coding.facts.kind import kind_of
from maalkart.coding.facts.own_values import values_of
from maalkart.coding.facts.period import period
from maalkart.coding.facts.status import status_of
from maalkart.coding.facts.vision import vision_of
from maalkart.core.document import LOSSES, Document
from maalkart.core.language import of_most
from maalkart.core.statement import Codes, Statement
from maalkart.core.study import DocumentFacts, Fact, Readable

__all__ = ["describe"]


def describe(
    document: Document,
    statements: Sequence[tuple[Statement, Codes]] | None = None,
    *,
    bodies: Sequence[str] = (),
    known: Sequence[str] = (),
) -> DocumentFacts:
    """What a document says of itself; what it does not say is None, `unknown` or empty.

    `statements` are its coded statements, from which vision and values are taken where the
    document has no heading or label for them. `bodies` are the names of a register: with them,
    `body` is one of these names. `known` are full names of bodies that exist («Ål kommune»): they
    are found where they stand without «kommune».
    """
    coded = statements or ()
    date, adoption = adopted(document)
    status = status_of(document, adoption)
    if status.value == "draft":
        date, adoption = None, None
    years, years_fact = period(document)
    kind, body = kind_of(document), body_of(document, bodies, known=known)
    uses, vision, values = sdg_use(document), vision_of(document, coded), values_of(document, coded)
    language = of_most(page.text for page in document.pages)
    spoken = Fact(name="language", value=language, because="most of the text")
    several = (kind, body, adoption, years_fact, status, spoken, *uses, vision, *values)
    return DocumentFacts(
        document=document.id,
        kind=kind.value,  # type: ignore[arg-type]
        body=body.value if body else None,
        adopted=date,
        period=years,
        status=status.value,  # type: ignore[arg-type]
        language=language,
        sdg_use=tuple(fact.value for fact in uses),
        vision=vision.value if vision else None,
        values=tuple(fact.value for fact in values),
        readable=readable(document),
        facts=tuple(fact for fact in several if fact is not None),
    )


def readable(document: Document) -> Readable:
    """How many pages there are, how many came by OCR, which could not be read, and what is lost."""
    return Readable(
        pages=len(document.pages),
        ocr=sum(page.source == "ocr" for page in document.pages),
        unread=tuple(page.number for page in document.pages if page.source == "unread"),
        loss="; ".join(note.message for note in document.notes if note.code in LOSSES) or None,
    )
