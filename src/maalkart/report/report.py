"""A report in one language, ready to be drawn: the same for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from maalkart.report.base import StudyData
from maalkart.report.chapters import all_chapters
from maalkart.report.examples import Example
from maalkart.report.grid import every_part, figures_of, for_print
from maalkart.report.layout import Look
from maalkart.report.parts import Chapter, Figure, Quoted, Shown
from maalkart.report.table import Table
from maalkart.report.tables import all_tables
from maalkart.report.texts import Texts


@dataclass(frozen=True)
class Report:
    """Facts, tables, words and chapters of one language."""

    data: StudyData
    tables: tuple[Table, ...]
    texts: Texts
    look: Look
    chapters: tuple[Chapter, ...]

    @cached_property
    def printed(self) -> tuple[Chapter, ...]:
        """The chapters for paper, where long tables are an appendix."""
        return for_print(self.chapters, self.texts)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The pictures, in order."""
        return figures_of(self.chapters)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Every example that a chapter quotes."""
        quoted = (part for part in every_part(self.chapters) if isinstance(part, Quoted))
        return tuple(example for part in quoted for example in part.examples)

    @cached_property
    def body_tables(self) -> tuple[Table, ...]:
        """The tables on the pages of bodies, which are no tables of the study."""
        shown = (part.table for part in every_part(self.chapters) if isinstance(part, Shown))
        return tuple(table for table in shown if table.id.startswith("body-"))


def made_of(report: Report) -> str:
    """What a report was made with and of, as each page and sheet says it."""
    data = report.data
    return report.texts.say(
        "page.made", version=data.version, digest=data.digest[:12], coder=data.coder
    )


def compose(
    data: StudyData,
    language: str,
    *,
    tables: Sequence[Table] | None = None,
    look: Look | None = None,
) -> Report:
    """The report of a study in a language.

    Raises MaalkartError where the tables do not agree, UsageError for an unknown language.
    """
    texts = Texts(language, data)
    made = all_tables(data) if tables is None else tuple(tables)
    looks = look or Look()
    return Report(data, made, texts, looks, all_chapters(data, made, texts, looks))
