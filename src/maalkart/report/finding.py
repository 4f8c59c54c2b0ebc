"""The records of what one sentence says: figures and rows, in no language."""

from __future__ import annotations

from dataclasses import dataclass

from maalkart.core.agreement import Coefficient
from maalkart.core.study import Coverage, Estimate
from maalkart.report.table import Part, Row
from maalkart.stats.comparison import Difference

Named = tuple[Row, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one sentence says. `name` is its message, `table` where its figures are read off."""

    name: str
    table: str

    @property
    def about(self) -> str:
        """What chapters ask for: that of a shared first place is about the same as of a single."""
        return self.name.removesuffix("_tied")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered(Finding):
    """Of how much the study speaks."""

    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders(Finding):
    """The rows on the first places of a column, greatest first; `kind` of one kind of document."""

    rows: tuple[Named, ...]
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied(Finding):
    """So many rows share the first place that there is no order to tell."""

    rows: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places(Finding):
    """How many could hold the first place, had others been drawn."""

    count: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting(Finding):
    """How many bodies of those read say a thing in words of their own."""

    share: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart(Finding):
    """Two groups of which one has a thing more often than the other, for certain."""

    row: Row
    groups: tuple[str, str]
    gap: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike(Finding):
    """No difference between groups is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Finding):
    """A share among earlier and among later documents, with the last year of the earlier."""

    row: Row
    before: Part
    after: Part
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Uneven(Finding):
    """The kind of body of which the sample holds most too many or too few."""

    row: Row
    population: Part
    sample: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored(Finding):
    """In how many facts the weighted sample is nearer the population than chance would have it."""

    nearer: int
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Finding):
    """How far coder and people agree on the type of statements, of all and by language."""

    units: int
    documents: int | None
    kappa: Coefficient
    languages: tuple[tuple[str, Coefficient], ...]
