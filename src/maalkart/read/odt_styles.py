"""What the styles of an ODT say of paragraphs, letters and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from maalkart.read.docx_styles import formatted, number
from maalkart.read.xmlparts import Element, attributes, child, find_all, tag

_DEEPEST = 20  # styles built on styles
_LETTERS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A style with what it inherits filled in."""

    name: str = ""
    bold: bool = False
    hidden: bool = False
    size: float | None = None
    outline: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether it is the style of the document's title."""
        return self.name in ("Title", "Tittel")

    @property
    def is_subtitle(self) -> bool:
        """Whether it is the style of the line under the title."""
        return self.name in ("Subtitle", "Undertittel")

    @property
    def is_caption(self) -> bool:
        """Whether it is a style of captions."""
        return self.name in ("Caption", "Illustration", "Figure", "Table", "Text", "Drawing")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is marked: a bullet, or a number with what stands around it."""

    bullet: str | None = None
    how: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class Styles:
    """The styles of a document; those of the text go before the shared ones."""

    roots: Sequence[Element]
    _raw: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _text: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    _outline: dict[int, ListLevel] = field(default_factory=dict)
    _list_of: dict[str, str] = field(default_factory=dict)
    hidden_sections: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for root in self.roots:
            for each in find_all(root, "style:style"):
                said = attributes(each)
                key = (said.get("style:family", ""), said.get("style:name", ""))
                look = child(each, "style:text-properties")
                self._raw[key] = said
                self._text[key] = {} if look is None else attributes(look)
            for each in find_all(root, "text:list-style"):
                self._lists[attributes(each).get("style:name", "")] = _levels(each)
            for each in find_all(root, "text:outline-style"):
                self._outline = _levels(each)

    def paragraph(self, name: str | None) -> Look:
        """A paragraph style by its internal name."""
        return self._look("paragraph", name or "", _DEEPEST)

    def letters(self, name: str | None) -> Look:
        """A style of letters by its internal name."""
        return self._look("text", name or "", _DEEPEST)

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings along."""
        for _ in range(_DEEPEST):
            said = self._raw.get(("paragraph", name or ""), {})
            if said.get("style:list-style-name"):
                return said["style:list-style-name"]
            name = said.get("style:parent-style-name")
        return None

    def level(self, style: str | None, depth: int) -> ListLevel:
        """How a list of that style marks its items at a depth, from 1."""
        return self._lists.get(style or "", {}).get(depth, ListLevel(bullet="•"))

    def outline(self, depth: int) -> ListLevel:
        """How headings of a level are numbered; empty where they are not."""
        return self._outline.get(depth, ListLevel())

    def _look(self, family: str, name: str, depth: int) -> Look:
        said = self._raw.get((family, name))
        if said is None or depth == 0:
            return Look(name=_readable(name))
        parent = self._look(family, said.get("style:parent-style-name", ""), depth - 1)
        text = self._text[(family, name)]
        weight, size = text.get("fo:font-weight"), text.get("fo:font-size", "")
        named = parent.name and said.get("style:parent-style-name") and _is_automatic(name)
        return Look(
            name=parent.name if named else _readable(said.get("style:display-name") or name),
            bold=parent.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
            hidden=parent.hidden if "text:display" not in text else text["text:display"] == "none",
            size=_points(size) or parent.size,
            outline=number(said.get("style:default-outline-level")) or parent.outline,
        )


def _is_automatic(name: str) -> bool:
    """«P12», «T3»: a style that LibreOffice made of a local change."""
    return name[:1] in "PT" and name[1:].isdigit()


def _readable(name: str) -> str:
    return name.replace("_20_", " ")


def _points(size: str) -> float | None:
    digits = size.removesuffix("pt")
    return float(digits) if size.endswith("pt") and digits.replace(".", "", 1).isdigit() else None


def _levels(style: Element) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for each in style:
        said = attributes(each)
        depth = number(said.get("text:level"))
        if depth is None:
            continue
        if tag(each) == "text:list-level-style-bullet":
            sign = said.get("text:bullet-char", "•")
            found[depth] = ListLevel(bullet="•" if "\ue000" <= sign[:1] <= "\uf8ff" else sign)
        elif tag(each) in ("text:list-level-style-number", "text:outline-level-style"):
            found[depth] = ListLevel(
                how=_LETTERS.get(said.get("style:num-format", "")),
                prefix=said.get("style:num-prefix", ""),
                suffix=said.get("style:num-suffix", ""),
                start=number(said.get("text:start-value")) or 1,
                shown=number(said.get("text:display-levels")) or 1,
            )
        else:
            found[depth] = ListLevel(bullet="•")
    return found


class Counter:
    """The numbers of one list, or of the headings."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def next(self, depth: int, levels: Sequence[ListLevel], *, start: int | None) -> str | None:
        """Count one item and say its marker; `levels` are those from 1 to its depth."""
        here = levels[-1]
        if here.bullet is not None:
            return here.bullet
        self._counts[depth] = start or self._counts.get(depth, here.start - 1) + 1
        for deeper in [each for each in self._counts if each > depth]:
            del self._counts[deeper]
        if here.how is None:
            return None
        shown = range(max(1, depth - here.shown + 1), depth + 1)
        parts = [
            formatted(self._counts.get(each, levels[each - 1].start), levels[each - 1].how or "")
            for each in shown
        ]
        return f"{here.prefix}{'.'.join(parts)}{here.suffix}"
