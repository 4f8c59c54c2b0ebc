"""The report's own words in one language, and how numbers and names are put into them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from maalkart.core.agreement import Coefficient
from maalkart.core.errors import UsageError
from maalkart.core.study import Coverage, Estimate
from maalkart.report.base import StudyData
from maalkart.report.table import Amount, Cell, Coded, Column, Count, Part, Row, Words
from maalkart.stats.comparison import Difference
from maalkart.stats.ranking import Rank

FOLDER = Path(__file__).parent / "texts"
OPEN = frozenset(
    {"kind", "status", "language", "sdg_use", "facts", "group", "period_row", "measure", "in_kind"}
)  # named by the texts, not the codebook
NAMED = frozenset({"type", "domains", "challenges"})  # sections of keys that the codebook answers
OF_BODIES = "bodies_"  # before a variable that was asked of bodies, not of statements
TWO = 2
GROUPED = 10_000  # from here on thousands stand apart
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
# Shares at or above the bound, greatest first. A word is used only where it is true to within
# about five points; between them only «more than half» and «less than half» are said.
ABOUT = (
    (1.0, "all"), (0.9, "nearly_all"), (0.8, "over_half"), (0.7, "three_quarters"),
    (0.62, "two_thirds"), (0.55, "over_half"), (0.45, "half"), (0.38, "under_half"),
    (0.29, "third"), (0.2, "quarter"), (0.0, "few"),
)  # fmt: skip


def languages() -> tuple[str, ...]:
    """The languages that a report can be written in."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def _read(language: str) -> Mapping[str, Any]:
    file = FOLDER / f"{language}.toml"
    if language not in languages():
        raise UsageError(
            f"there is no report in {language!r}", hint=f"Choose among {', '.join(languages())}."
        )
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Texts:
    """Messages by key («table.themes»), and the names of bodies and codes of one study.

    Without a study, codes are named by themselves. Raises UsageError for an unknown language.
    """

    def __init__(self, language: str, data: StudyData | None = None) -> None:
        self.language = language
        self._said = _read(language)
        self._terms = data.terms if data else {}
        self._bodies = {body.number: body.name for body in data.bodies} if data else {}
        levels = {body.level for body in data.bodies} if data else set()
        level = levels.pop() if len(levels) == 1 else "mixed"
        self.noun = str(self._said["noun"][level])
        self.the = str(self._said["the"][level])
        self.each = str(self._said["each"][level])

    def section(self, name: str) -> Mapping[str, Any]:
        """All messages of one section."""
        said: Mapping[str, Any] = self._said[name]
        return said

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        section, _, name = key.partition(".")
        return name in self._said.get(section, {})

    def say(self, key: str, **values: object) -> str:
        """A message with its values set in; raises KeyError where there is none."""
        section, _, name = key.partition(".")
        if section in NAMED:
            return self.code(section, name)
        return str(self._said[section][name]).format(
            **{"noun": self.noun, "the": self.the, "each": self.each, **values}
        )

    def code(self, variable: str, code: str) -> str:
        """What a code or body is called."""
        if variable == "body":
            return self._bodies.get(code, code)
        if variable == "mirrored":
            return self._mirrored(code)
        if variable == "coded":
            of_bodies = code.startswith(OF_BODIES)
            item = str(self._said["variable"][code.removeprefix(OF_BODIES)])
            return self.say("word.for_each", item=item) if of_bodies else item
        if variable in OPEN:
            return str(self._said[variable].get(code, code))
        term = self._terms.get(variable, {}).get(code)
        label = term.label[self.language] if term else code
        return f"{code} {label}" if variable == "sdgs" and term else label

    def _mirrored(self, code: str) -> str:
        """A column of a register, or a value of one: «Slår seg sammen: ja»."""
        column, _, value = code.partition("=")
        named = str(self._said["register"].get(column, column))
        return f"{named}: {self._said['value'].get(value, value)}" if value else named

    def column(self, column: Column) -> str:
        """What a column is called."""
        return self.say(column.label, value=column.value)

    def row(self, row: Row) -> str:
        """What a row is called."""
        return self.code(row.variable, row.code)

    def definition(self, variable: str, code: str) -> str:
        """What the codebook says that a code means; empty where it says nothing."""
        term = self._terms.get(variable, {}).get(code)
        return term.definition.get(self.language, "") if term else ""

    def of(self, share: Estimate | Part) -> str:
        """«19 av 41»."""
        if isinstance(share, Part):
            return self.say("word.of", n=share.value, N=share.of)
        return self.say("word.of", n=share.numerator, N=share.denominator)

    def part(self, share: Estimate) -> str:
        """«19 av 41» in a sentence, where all are «alle 41» and two of two «begge»."""
        if share.numerator != share.denominator or share.denominator < TWO:
            return self.of(share)
        name = "word.both_of" if share.denominator == TWO else "word.all_of"
        return self.say(name, N=share.denominator)

    def number(self, count: int) -> str:
        """A count of things in a sentence: in words up to twelve, as is usual."""
        words = self._said["number"]["words"]
        return str(words[count]) if count < len(words) else str(count)

    def points(self, share: float) -> str:
        """A difference of shares in whole points: «21», «−4»."""
        return _signed(share).removeprefix("+")

    def percent(self, share: Estimate | Part) -> str:
        """A share in whole per cent with its interval, if any; empty where none could be asked."""
        if share.share is None:
            return ""
        said = self.whole(share.share)
        if isinstance(share, Part):
            return said
        if share.correction != "uncorrected":
            said = f"{self.say(f'word.{share.correction}')}{NO_BREAK}{said}"
        if share.low is None or share.high is None or share.low == share.high:
            return said
        return f"{said}{NO_BREAK}({_whole(share.low)}–{_whole(share.high)})"

    def whole(self, share: float) -> str:
        """A share in whole per cent: «46 %»."""
        return f"{_whole(share)}%" if self.language == "en" else f"{_whole(share)}{NO_BREAK}%"

    def _figure(self, cell: Rank | Difference | Coefficient | Amount) -> str:
        if isinstance(cell, Rank):
            return self.place(cell)
        if isinstance(cell, Difference):
            return self.gap(cell)
        if isinstance(cell, Coefficient):
            return self.coefficient(cell)
        return self.amount(cell)

    def amount(self, found: Amount) -> str:
        """«12 626», «4,46», «74 %», «+0,21»."""
        if found.part:
            return self.whole(found.value)
        sign = "+" if found.signed and round(found.value, found.decimals) > 0 else ""
        return sign + self.decimal(found.value, found.decimals)

    def decimal(self, number: float, digits: int) -> str:
        """«0,54» and «12 626», in English «0.54» and «12,626»."""
        grouped = "," if abs(number) >= GROUPED else ""
        said = f"{number:{grouped}.{digits}f}".replace("-", MINUS)
        if not float(f"{number:.{digits}f}"):
            said = said.removeprefix(MINUS)
        if self.language == "en":
            return said
        return said.replace(",", NO_BREAK).replace(".", ",")

    def coefficient(self, found: Coefficient) -> str:
        """«0,54 (0,50–0,58)»; that it is undefined where it is."""
        if found.value is None:
            return self.say("word.undefined")
        said = self.decimal(found.value, 2)
        if found.low is None or found.high is None:
            return said
        low, high = (self.decimal(bound, 2) for bound in (found.low, found.high))
        between = f" {self.say('word.to')} " if found.low < 0 else "–"
        return f"{said} ({low}{between}{high})"

    def place(self, rank: Rank) -> str:
        """«3 (1–9)»: a place, and those it could hold; «3, delt (1–9)» where others hold it too."""
        said = f"{rank.place}, {self.say('word.tied')}" if rank.tied else str(rank.place)
        if rank.best is None or rank.worst is None:
            return said
        return f"{said} ({rank.best}–{rank.worst})"

    def gap(self, found: Difference) -> str:
        """«+23 prosentpoeng (+4 til +40)»; without bounds where all bodies were asked."""
        said = self.say("word.points", n=_signed(found.difference))
        low, high = found.bounds.low, found.bounds.high
        if low == high:
            return said
        return f"{said} ({_signed(low)} {self.say('word.to')} {_signed(high)})"

    def about(self, share: Estimate) -> str:
        """A share in words, «om lag halvparten av kommunene»."""
        size = share.share or 0.0
        return self.say("about." + next(name for bound, name in ABOUT if size >= bound))

    def listed(self, items: Sequence[str]) -> str:
        """«a, b og c»; with an «og» or commas in an item, «a og b, og c» and «a, b; og c»."""
        if len(items) < TWO:
            return "".join(items)
        also = f" {self.say('word.and')} "
        between = "; " if any(", " in item for item in items) else ", "
        last = between.rstrip() if between == "; " or any(also in item for item in items) else ""
        return f"{between.join(items[:-1])}{last}{also}{items[-1]}"

    def count(self, thing: str, number: int) -> str:
        """«1 side», «12 sider»."""
        one, many = self._said["count"][thing]
        return str(one if number == 1 else many).format(n=number).replace(" ", NO_BREAK)

    def covered(self, coverage: Coverage) -> str:
        """Of what a table speaks: of how many, from how much, and what was not read."""
        counts = self.counts(coverage)
        said = [self.say("note.coverage_line", **counts)]
        if coverage.population is not None and coverage.population > coverage.bodies:
            said.append(self.say("note.coverage_drawn", **counts))
        if coverage.replacements:
            said.append(self.say("note.coverage_replaced", **counts))
        for name, number in (("ocr", coverage.ocr), ("unread", coverage.unread)):
            if number:
                said.append(self.say(f"note.coverage_{name}", pages=self.count("page", number)))
        return " ".join(said)

    def counts(self, coverage: Coverage) -> dict[str, object]:
        """What a sentence about coverage may name."""
        return {
            "bodies": coverage.bodies,
            "bodies_read": coverage.bodies_read,
            "population": coverage.population,
            "nonresponse": coverage.nonresponse,
            "replacements": coverage.replacements,
            "read": coverage.documents_read,
            "documents": self.count("document", coverage.documents),
            "pages": self.count("page", coverage.pages),
        }

    def cell(self, cell: Cell) -> str:
        """A cell as plain text."""
        match cell:
            case Estimate() | Part() if cell.share is not None:
                said = self.of(cell)
            case Count():
                said = str(cell.value)
            case Rank() | Difference() | Coefficient() | Amount():
                said = self._figure(cell)
            case Words():
                said = cell.text
            case Coded():
                names = [self.code(cell.variable, code) for code in cell.codes]
                said = self.listed([*names[:1], *map(lowered, names[1:])])
            case _:
                said = self.say("word.none")
        return said


def _signed(share: float) -> str:
    """Points with their sign: «+23», «−4», «0»."""
    points = _whole(abs(share))
    return f"{'+' if share > 0 else MINUS}{points}" if points else "0"


def _whole(share: float) -> int:
    """Per cent, halves up: half of a per cent is not lost to how a computer holds 0.125."""
    return floor(share * 100 + 0.5 + 1e-9)


def lowered(label: str) -> str:
    """A label inside a sentence: «God helse» becomes «god helse», «FN-mål» stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label
