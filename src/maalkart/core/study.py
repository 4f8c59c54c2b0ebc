"""The records of a study: bodies, manifest rows, document facts, estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from maalkart.core.statement import Evidence, Language

Level = Literal["municipality", "county", "party"]
DocumentKind = Literal[
    "samfunnsdel",
    "planstrategi",
    "okonomiplan",
    "intensjonsavtale",
    "arbeidsgiverstrategi",
    "other",
]
Status = Literal["adopted", "draft", "unknown"]
NONRESPONSE = "nonresponse"  # the response of a body that was drawn and has no documents
DOUBT = ("tvil", "in doubt")  # how the note of a document begins that a person is to look at


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A municipality or county: the unit of a published share. `number` is text («0301»)."""

    number: str
    name: str
    level: Level = "municipality"
    inclusion_probability: float | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chance = self.inclusion_probability
        if chance is not None and not 0 < chance <= 1:
            raise ValueError(f"inclusion probability of {self.name} is not in (0, 1]: {chance}")

    @property
    def nonresponding(self) -> bool:
        """Whether it was drawn and is recorded as having no documents."""
        return self.facts.get("response") == NONRESPONSE

    @property
    def replaces(self) -> str:
        """The number of the body in whose place it came; empty for one that was drawn itself."""
        return self.facts.get("replacement_for", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One document of a study: whose, of what kind, and where it comes from.

    `source` is a file of the study, or an address that is not fetched yet; `address` is where the
    file was fetched.
    """

    body: str
    kind: DocumentKind
    source: str
    adopted: str | None = None
    status: Status = "unknown"
    note: str | None = None
    address: str | None = None

    @property
    def in_doubt(self) -> bool:
        """Whether it was found by a search that was not sure; settled by taking the word away."""
        return (self.note or "").lower().startswith(DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something a document says of itself, with the words that show it (none where inferred)."""

    name: str
    value: str
    evidence: Evidence | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """How much of a document could be read; stated with every published share.

    `loss` says in words what the file should hold and does not, where it breaks off or is too long.
    """

    pages: int
    ocr: int = 0
    unread: tuple[int, ...] = ()
    loss: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What is coded once per document; `facts` holds the evidence behind each field."""

    document: str
    kind: DocumentKind
    body: str | None
    adopted: str | None
    period: tuple[int, int] | None
    status: Status
    language: Language
    sdg_use: tuple[str, ...]
    vision: str | None
    values: tuple[str, ...]
    readable: Readable
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of what a figure speaks: how much there is, how much was asked for, how much was read.

    `population` is the number of bodies that could have been drawn, None where it is not known;
    `bodies` those that were. `bodies_with` have documents and `bodies_read` one that could be read;
    `replacements` of the latter were not drawn themselves, but came for one that has none.
    """

    bodies: int
    bodies_with: int
    bodies_read: int
    documents: int
    documents_read: int
    pages: int
    ocr: int
    unread: int
    population: int | None = None
    replacements: int = 0

    def __post_init__(self) -> None:
        known = self.population is None or self.population >= self.bodies
        bodies = self.bodies >= self.bodies_with >= self.bodies_read >= self.replacements
        nested = bodies and self.documents >= self.documents_read
        if not (known and nested and self.pages >= self.ocr and self.pages >= self.unread):
            raise ValueError(f"parts greater than their whole: {self}")

    @property
    def nonresponse(self) -> int:
        """How many of the bodies drawn have no document that could be read."""
        return self.bodies - (self.bodies_read - self.replacements)


Strength = Literal["said", "mentioned", "goal", "top"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a share answers: who says this code, at least so strongly, in these documents.

    No kinds means all of them.
    """

    variable: str
    code: str
    strength: Strength = "said"
    kinds: tuple[DocumentKind, ...] = ()


WITHIN = "@"  # «domains@samfunnsdel»: what people were asked of documents of one kind alone


def within_kind(variable: str, kind: str | None) -> str:
    """The name under which people's answers on one kind of document are kept.

    >>> within_kind("domains", "samfunnsdel"), within_kind("domains", None)
    ('domains@samfunnsdel', 'domains')
    """
    return f"{variable}{WITHIN}{kind}" if kind else variable


def parted(variable: str) -> tuple[str, DocumentKind | None]:
    """The variable and the kind of document in such a name; no kind is all of them."""
    name, _, kind = variable.partition(WITHIN)
    return name, cast("DocumentKind", kind) if kind else None


Correction = Literal["uncorrected", "corrected", "adjusted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share of bodies (or of statements), with all that is needed to check it.

    `numerator` of `denominator` is what the coder found among those asked. `share` is the estimate
    for the population, which is another number where bodies were drawn with unequal chances or
    people's codes correct the coder's. `low` and `high` bound the 95 % interval, None where the
    bodies are no random sample; `method` names how. `correction` is «corrected» where `checked`
    units, drawn at random, were coded by people; «adjusted» where error rates come from other data;
    else the interval leaves errors of coding out. `statements` are the ids behind the numerator.
    """

    numerator: int
    denominator: int
    share: float | None
    low: float | None = None
    high: float | None = None
    method: str = "plain share"
    statements: tuple[str, ...] = ()
    correction: Correction = "uncorrected"
    checked: int = 0
    coverage: Coverage | None = None

    def __post_init__(self) -> None:
        if self.low is None or self.high is None or self.share is None:
            return
        if not 0 <= self.low <= self.share <= self.high <= 1:
            raise ValueError(f"not an interval of a share: {self.low}, {self.share}, {self.high}")
