"""What the styles and the numbering of a DOCX say of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from maalkart.read.xmlparts import Element, attribute, child, find_all, tag

_HEADING = re.compile(
    r"(?:heading|overskrift|rubrik|overskrift:?\s*nivå)\s*([1-9])\b", re.IGNORECASE
)
_TITLE = re.compile(r"^(?:title|tittel)\b", re.IGNORECASE)
_SUBTITLE = re.compile(r"^(?:subtitle|undertittel)\b", re.IGNORECASE)
_CONTENTS = re.compile(
    r"^(?:toc|inn?h(?:old)?)\s*(?:heading|[1-9])|^(?:overskrift for innholdsfortegnelse|innhald)",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"^(?:caption|bildetekst|bilettekst|figurtekst|tabelltekst)\b", re.IGNORECASE)
_DEEPEST = 20  # links followed from style to style; Word itself stops at 11
BODY_TEXT = 9  # the outline level that says «no heading»


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style with what it inherits already filled in; `outline` counts from 0, as in the file."""

    name: str = ""
    outline: int | None = None
    num: str | None = None
    depth: int | None = None
    bold: bool = False
    hidden: bool = False
    size: float | None = None

    @property
    def level(self) -> int | None:
        """The heading level, from 1, by outline level or else by name."""
        if self.outline is not None:
            return self.outline + 1 if self.outline < BODY_TEXT else None
        if found := _HEADING.match(self.name):
            return int(found.group(1))
        if _TITLE.match(self.name):
            return 1
        return 2 if _SUBTITLE.match(self.name) else None

    @property
    def is_contents(self) -> bool:
        """Whether it is a style of contents lists."""
        return bool(_CONTENTS.match(self.name))

    @property
    def is_caption(self) -> bool:
        """Whether it is a style of captions."""
        return bool(_CAPTION.match(self.name))


def is_on(element: Element | None) -> bool:
    """Whether a switch such as w:b is there and not turned off."""
    if element is None:
        return False
    return (attribute(element, "w:val") or "true") not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """A whole number of an attribute, or None where it is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else None


class Styles:
    """The styles of a document by id; unknown ids are plain."""

    def __init__(self, root: Element | None) -> None:
        self._raw: dict[str, Element] = {}
        self._made: dict[str, Style] = {}
        self._default: str | None = None
        for each in [] if root is None else find_all(root, "w:style"):
            identity = attribute(each, "w:styleId")
            if identity:
                self._raw.setdefault(identity, each)
                if attribute(each, "w:type") == "paragraph" and attribute(each, "w:default") in (
                    "1",
                    "true",
                ):
                    self._default = identity

    def get(self, identity: str | None) -> Style:
        """The style with that id, or the document's default style."""
        return self._get(identity or self._default, _DEEPEST)

    def character(self, identity: str | None) -> Style:
        """A character style; plain where none is named."""
        return self._get(identity, _DEEPEST)

    def _get(self, identity: str | None, depth: int) -> Style:
        if identity is None or identity not in self._raw or depth == 0:
            return Style()
        if identity not in self._made:
            raw = self._raw[identity]
            parent = self._get(attribute(child(raw, "w:basedOn"), "w:val"), depth - 1)
            self._made[identity] = _style(raw, parent)
        return self._made[identity]


def _style(raw: Element, parent: Style) -> Style:
    pack, runs = child(raw, "w:pPr"), child(raw, "w:rPr")
    name = attribute(child(raw, "w:name"), "w:val") or attribute(raw, "w:styleId") or ""
    outline = number(attribute(child(pack, "w:outlineLvl"), "w:val"))
    bold, hidden = child(runs, "w:b"), child(runs, "w:vanish")
    own = Style(name=name)
    heads = own.level is not None and outline is None  # «Overskrift 2» built on «Overskrift 1»
    return Style(
        name=name
        if own.level or own.is_contents or own.is_caption
        else (name if not (parent.is_contents or parent.is_caption) else parent.name),
        outline=(own.level or 1) - 1
        if heads
        else outline
        if outline is not None
        else parent.outline,
        num=attribute(child(pack, "w:numPr", "w:numId"), "w:val") or parent.num,
        depth=number(attribute(child(pack, "w:numPr", "w:ilvl"), "w:val")) or parent.depth,
        bold=parent.bold if bold is None else is_on(bold),
        hidden=parent.hidden if hidden is None else is_on(hidden),
        size=size_of(runs) or parent.size,
    )


def size_of(runs: Element | None) -> float | None:
    """The size of the type in points, where run properties say it."""
    half = number(attribute(child(runs, "w:sz"), "w:val"))
    return half / 2 if half else None


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def formatted(count: int, how: str) -> str:
    """A counter as Word prints it.

    >>> formatted(4, "lowerRoman"), formatted(28, "upperLetter"), formatted(3, "decimal")
    ('iv', 'BB', '3')
    """
    if how.endswith("Roman") and 0 < count < 4000:
        said = ""
        for worth, sign in _ROMAN:
            times, count = divmod(count, worth)
            said += sign * times
        return said.upper() if how.startswith("upper") else said
    if how.endswith("Letter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if how.startswith("upper") else letter
    return f"{count:02}" if how == "decimalZero" else str(count)


@dataclass(slots=True)
class _Level:
    how: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: bool = True
    style: str | None = None


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The counters of all lists of a document; `marker` must be asked in document order."""

    def __init__(self, root: Element | None) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._nums: dict[str, tuple[str, Mapping[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._take(root)

    def _take(self, root: Element) -> None:
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for each in find_all(root, "w:abstractNum"):
            identity = attribute(each, "w:abstractNumId") or ""
            self._abstracts[identity] = _Abstract(levels=_levels(each))
            if link := attribute(child(each, "w:numStyleLink"), "w:val"):
                links[identity] = link
            if name := attribute(child(each, "w:styleLink"), "w:val"):
                named[name] = identity
        for each in find_all(root, "w:num"):
            abstract = attribute(child(each, "w:abstractNumId"), "w:val") or ""
            abstract = named.get(links.get(abstract, ""), abstract)
            starts = {
                number(attribute(over, "w:ilvl")) or 0: start
                for over in find_all(each, "w:lvlOverride")
                if (start := number(attribute(child(over, "w:startOverride"), "w:val"))) is not None
            }
            self._nums[attribute(each, "w:numId") or ""] = (abstract, starts)

    def depth_of_style(self, num: str, style: str | None) -> int:
        """The level of a list that is tied to a paragraph style; the first where none is."""
        abstract = self._abstracts.get(self._nums.get(num, ("", {}))[0])
        levels = abstract.levels if abstract else {}
        return next((d for d, level in levels.items() if style and level.style == style), 0)

    def marker(self, num: str, depth: int) -> str | None:
        """Count one paragraph and say what stands before it; None where nothing does."""
        if num not in self._nums:
            return None
        name, starts = self._nums[num]
        abstract = self._abstracts.get(name)
        level = abstract.levels.get(depth) if abstract else None
        if abstract is None or level is None:
            return None
        if level.how == "bullet":
            return _bullet(level.text)
        self._count(abstract, num, depth, starts)
        if level.how == "none":
            return None
        return re.sub(r"%([1-9])", lambda m: self._shown(abstract, int(m.group(1)) - 1), level.text)

    def _count(self, abstract: _Abstract, num: str, depth: int, starts: Mapping[int, int]) -> None:
        level = abstract.levels[depth]
        if depth in starts and (num, depth) not in self._begun:
            abstract.counts[depth] = starts[depth]
        else:
            abstract.counts[depth] = abstract.counts.get(depth, level.start - 1) + 1
        self._begun.add((num, depth))
        for deeper in [each for each in abstract.counts if each > depth]:
            if abstract.levels.get(deeper, level).restarts:
                del abstract.counts[deeper]

    def _shown(self, abstract: _Abstract, depth: int) -> str:
        level = abstract.levels.get(depth, _Level())
        return formatted(abstract.counts.get(depth, level.start), level.how)


def _levels(abstract: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for each in abstract:
        depth = number(attribute(each, "w:ilvl"))
        if tag(each) == "w:lvl" and depth is not None:
            start = number(attribute(child(each, "w:start"), "w:val"))
            found[depth] = _Level(
                how=attribute(child(each, "w:numFmt"), "w:val") or "decimal",
                text=attribute(child(each, "w:lvlText"), "w:val") or "",
                start=1 if start is None else start,
                restarts=attribute(child(each, "w:lvlRestart"), "w:val") != "0",
                style=attribute(child(each, "w:pStyle"), "w:val"),
            )
    return found


def _bullet(text: str) -> str | None:
    sign = text.strip()
    if not sign:
        return None
    return "•" if any("\ue000" <= letter <= "\uf8ff" for letter in sign) else sign
