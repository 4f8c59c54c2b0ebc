"""All that a report is made from: plain records, read from nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maalkart.core.agreement import Coefficient
from maalkart.core.document import Icon
from maalkart.core.statement import Codes, Statement
from maalkart.core.study import Body, DocumentFacts, DocumentKind, Status
from maalkart.stats.checked import Checks, Validated
from maalkart.stats.design import Held
from maalkart.stats.response import responding

KINDS: tuple[DocumentKind, ...] = (
    "samfunnsdel",
    "planstrategi",
    "okonomiplan",
    "intensjonsavtale",
    "arbeidsgiverstrategi",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a code is called, and what it means, by language; `group` is the domain of a theme."""

    label: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One row of the manifest as it went: read, or not and why.

    `document` is the sha256, or None where there is no file to take it from; two bodies that share
    a document have a row each. `name` is the file's path below the study's `documents/`, and
    `error` the reason it could not be read. `pages` counts all pages, read or not.
    """

    document: str | None
    body: str
    kind: DocumentKind
    name: str
    source: str = ""
    title: str | None = None
    facts: DocumentFacts | None = None
    error: str | None = None
    pages: int = 0
    paged: bool = True
    adopted: str | None = None
    status: Status = "unknown"

    @property
    def unread(self) -> tuple[int, ...]:
        """The pages that could not be read."""
        return self.facts.readable.unread if self.facts else ()

    @property
    def ocr(self) -> int:
        """How many pages were read by OCR."""
        return self.facts.readable.ocr if self.facts else 0

    @property
    def read(self) -> bool:
        """Whether at least one page could be read."""
        return self.document is not None and self.error is None and self.pages > len(self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedStatement:
    """A statement, what was coded of it, and for which body and kind of document it counts.

    A statement of a document that two bodies share is given once for each.
    """

    statement: Statement
    codes: Codes
    body: str
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class PeoplesCodes:
    """What people coded of a statement that was drawn for them, with this probability."""

    codes: Codes
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two that coded the same agree on a variable, by one measure, in one language.

    `language` is «all» for all. `units` are what both coded, of `documents` documents where that is
    known.
    """

    variable: str
    measure: str
    language: str
    found: Coefficient
    units: int
    documents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A statement in which a document says what it means by a concept."""

    concept: str
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueWord:
    """A word that bodies use of what they want to be, with the forms joined under it."""

    headword: str
    bodies: tuple[str, ...]
    statements: tuple[str, ...]
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentIcon:
    """The picture of a UN goal in a document."""

    document: str
    icon: Icon


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyData:
    """The base of every table, sentence and figure.

    `bodies` are all of the sample: those drawn, also without documents, and those that replace.
    `terms` is the codebook by variable and code, in the codebook's order: `type`, `domains`,
    `themes`, `dimensions`, `sdgs` (codes as text), `beneficiaries`, `arena`, `challenges`,
    `concepts`. `kinds` are the kinds of documents that the study asks for. `digest` names the
    input, `coder` who answered. `population` is the number of bodies that could have been drawn,
    None where it is not known, and `frame` are those bodies, empty where they are not known;
    `balanced_on` names facts that every sample has alike, `held` are those it has nearly alike,
    `register` is the one they are of;
    `mirrored_on` those in which the sample is held up to its population, `drawn_by` those that the
    drawing took account of.
    `weights` are those calibrated to known totals, by body, none where they are not.
    `checks` are people's answers on bodies drawn for them, `coded` those on statements, by id.
    `held_out` is the trained coder's agreement with people on documents that it did not learn from,
    none where words alone coded; `team` that of people who answered the same. `learned` counts the
    study's statements that the coder learned from, None where that is not known.
    `validated` are the coder's errors on statements of other documents, `sure` the chance that it
    gave each code it found, by variable and code, and by statement.
    """

    name: str
    bodies: tuple[Body, ...]
    documents: tuple[DocumentRow, ...]
    statements: tuple[CodedStatement, ...]
    terms: Mapping[str, Mapping[str, Term]]
    kinds: tuple[DocumentKind, ...] = KINDS
    definitions: tuple[Definition, ...] = ()
    value_words: tuple[ValueWord, ...] = ()
    icons: tuple[DocumentIcon, ...] = ()
    languages: tuple[str, ...] = ("nb", "nn", "en")
    version: str = ""
    digest: str = ""
    coder: str = ""
    population: int | None = None
    balanced_on: tuple[str, ...] = ()
    held: Held | None = None
    frame: tuple[Body, ...] = ()
    register: str = ""
    mirrored_on: tuple[str, ...] = ()
    drawn_by: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    checks: Checks = field(default_factory=dict)
    coded: Mapping[str, PeoplesCodes] = field(default_factory=dict)
    held_out: tuple[Agreement, ...] = ()
    team: tuple[Agreement, ...] = ()
    learned: int | None = None
    validated: Validated = field(default_factory=Validated)
    sure: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)

    @property
    def drawn(self) -> tuple[Body, ...]:
        """The bodies that were drawn, whether they answered or not, without those that replace."""
        return tuple(body for body in self.bodies if not body.replaces)

    @property
    def sampled(self) -> tuple[Body, ...]:
        """The bodies that estimates rest on, with the probabilities of drawing and answering."""
        return responding(self.bodies, {row.body for row in self.documents if row.read})

    def body(self, number: str) -> Body:
        """The body with that number; raises KeyError."""
        return next(body for body in self.bodies if body.number == number)
