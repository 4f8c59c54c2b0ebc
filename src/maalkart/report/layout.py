"""How a study wants its report: order and titles of chapters, logo, colour, authors, own text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maalkart.core.errors import StudyError
from maalkart.report.draw.svg import luminance

READABLE = 4.5  # contrast of text on white that WCAG 2.2 asks for
CHAPTERS = (
    "summary", "abstract", "questions", "sample", "method", "visions", "goals", "dimensions",
    "sdgs", "change", "behalf", "employer", "merger", "ranking", "time", "groups", "bodies",
    "documents", "codebook", "agreement", "check",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`texts` are a team's own, by chapter and language («» for all); `logo` the file's bytes.

    Raises StudyError for a chapter that is neither the report's nor the team's, and for a colour
    in which text on white could not be read.
    """

    chapters: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    colour: str = "#0b5394"
    logo: bytes | None = None
    logo_kind: str = ""
    logo_text: str = ""
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {*self.chapters, *self.leave_out}
        named |= {name for titles in self.titles.values() for name in titles}
        known = {*CHAPTERS, *(name for name, _ in self.texts)}
        for name in sorted(named - known):
            raise StudyError(
                f"there is no chapter «{name}»",
                place="study.toml, [report]",
                hint=f"write one of {', '.join(sorted(known))}, or write text/{name}.md",
            )
        contrast = 1.05 / (luminance(self.colour) + 0.05)
        if contrast < READABLE:
            raise StudyError(
                f"text in {self.colour} on white has a contrast of {contrast:.1f}",
                place="study.toml, [report] colour",
                hint=f"choose a darker colour: at least {READABLE} is needed to be read",
            )

    def order(self) -> Sequence[str]:
        """The chapters in their order: the study's where it names one, with its own at the end."""
        own = [name for name, _ in self.texts if name not in CHAPTERS]
        wanted = self.chapters or (*CHAPTERS, *own)
        return tuple(dict.fromkeys(name for name in wanted if name not in self.leave_out))

    def own(self, chapter: str, language: str) -> str | None:
        """A team's text for a chapter: in the language, or else in the one that is for all."""
        return self.texts.get((chapter, language), self.texts.get((chapter, "")))

    def title(self, chapter: str, language: str) -> str | None:
        """What the study calls a chapter."""
        return self.titles.get(language, {}).get(chapter)
