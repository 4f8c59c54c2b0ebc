"""What a chapter is made of, in one language and before any format draws it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from maalkart.report.examples import Example
from maalkart.report.table import Table


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph; `table` is where its figures are read off, `lead` the words it opens with.

    `language` is its own where it is another than the report's.
    """

    text: str
    table: str | None = None
    lead: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Paragraphs that belong together, numbered where their order matters."""

    items: tuple[Said, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Examples of one code, which `heading` names."""

    heading: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table."""

    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture that says in `description` what is seen in it; its numbers stand in `table`."""

    id: str
    title: str
    description: str
    svg: Markup
    width: float
    height: float
    table: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a team's own text; `link` is an address that was written as one."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class OwnBlock:
    """A paragraph, heading, bullet or numbered item of a team's own text.

    `depth` is how many lists it stands within; a paragraph within one goes on where an item left
    off. `number` is that of a numbered item, and `opens` true of the first in its list.
    """

    kind: str
    runs: tuple[Run, ...]
    depth: int = 0
    number: int | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """A team's own text; `mark` says that it is theirs and not the program's."""

    mark: str
    blocks: tuple[OwnBlock, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """All about one body, on a page of its own."""

    name: str
    parts: tuple[Part, ...]


Part = Said | Listed | Heading | Quoted | Shown | Figure | Own | BodyPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter in reading order; `language` where it is another than the report's."""

    id: str
    title: str
    parts: tuple[Part, ...]
    language: str | None = None
