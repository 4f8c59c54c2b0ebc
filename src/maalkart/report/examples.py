"""Which statements stand as examples: chosen by a rule that the report states, never by taste.

Clear: sure of its code, about one thing only, a whole sentence that leans on none before it.
Typical: of the theme that most say. Spread: from the bodies and languages used least so far.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from maalkart.core.study import DocumentKind
from maalkart.report.base import CodedStatement, StudyData
from maalkart.report.mentions import GOAL, strength

SHORTEST, LONGEST = 6, 32  # words: fewer need their heading, more are not read
SURE = 0.5  # of the confidences of a code's statements, the upper half
AT_A_TIME = 2
# What opens a sentence that goes on from another, in any of the languages.
LEANING = frozenset({
    "samtidig", "samstundes", "derfor", "difor", "dermed", "likevel", "dessuten", "dessutan",
    "videre", "vidare", "dette", "denne", "disse", "desse", "slik", "slike", "her", "der", "da",
    "då", "men", "og", "også", "òg", "altså", "this", "these", "such", "therefore", "moreover",
    "furthermore", "however", "but", "and", "also", "here", "there",
})  # fmt: skip
ALSO = frozenset({"også", "òg", "also"})  # near the opening, it points at what stands before
NEAR = 4  # words
SMALL = frozenset({
    "en", "et", "ei", "ein", "eit", "den", "det", "de", "dei", "dette", "disse", "desse", "vi",
    "me", "på", "for", "til", "med", "som", "og", "eller", "alle", "å", "når", "the", "we",
})  # fmt: skip
"""Words that no name is made of: a capital in the midst of a line shows where another begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A statement with the code it shows, and where it stands."""

    variable: str
    code: str
    statement: str
    text: str
    language: str
    body: str
    kind: DocumentKind
    document: str
    name: str
    page: int
    paged: bool


@dataclass
class Chooser:
    """Chooses examples code by code, remembering whom it has let speak."""

    data: StudyData
    bodies: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)

    def choose(self, variable: str, code: str, *, most: int = AT_A_TIME) -> Iterator[Example]:
        """At most so many examples of a code; none where nothing is clear enough."""
        found = self._candidates(variable, code)
        typical = Counter(theme for one in found for theme in one.codes.themes)
        for _ in range(most):
            left = [one for one in found if one.statement.text.casefold() not in self.taken]
            if not left:
                return
            best = min(left, key=lambda one: self._order(one, typical))
            self.bodies[best.body] += 1
            self.languages[best.statement.language] += 1
            self.taken.add(best.statement.text.casefold())
            yield self._example(variable, code, best)

    def of_body(self, number: str, *, most: int) -> Iterator[Example]:
        """What one body says itself most strongly, each example of another domain."""
        domains: set[str] = set()
        for one in self._strongest.get(number, ()):
            domain = next(_domains(one, self._themes), "")
            if domain not in domains and len(domains) < most:
                domains.add(domain)
                yield self._example("domains", domain, one)

    @cached_property
    def _strongest(self) -> Mapping[str, Sequence[CodedStatement]]:
        """By body, its clear goals about one domain, the strongest and surest first."""
        found: dict[str, list[CodedStatement]] = defaultdict(list)
        for one in self.data.statements:
            if next(_domains(one, self._themes), None) and _clear(one):
                found[one.body].append(one)
        for several in found.values():
            several.sort(key=lambda one: (-strength(one.codes), -_sure(one), one.statement.id))
        return found

    @cached_property
    def _themes(self) -> Mapping[str, str]:
        """The domain of each theme."""
        themes = self.data.terms.get("themes", {})
        return {code: term.group or code for code, term in themes.items()}

    @cached_property
    def _by_code(self) -> Mapping[tuple[str, str], Sequence[CodedStatement]]:
        """Statements by the only domain, or the only challenge, that they are about."""
        found: dict[tuple[str, str], list[CodedStatement]] = defaultdict(list)
        for one in self.data.statements:
            for domain in _domains(one, self._themes):
                found["domains", domain].append(one)
            if one.codes.type == "challenge" and len(one.codes.challenges) == 1:
                found["challenges", one.codes.challenges[0]].append(one)
        return found

    def _order(self, one: CodedStatement, typical: Mapping[str, int]) -> tuple[object, ...]:
        theme = one.codes.themes[0] if one.codes.themes else ""
        return (
            self.bodies[one.body],
            self.languages[one.statement.language],
            -typical.get(theme, 0),
            -_sure(one),
            one.statement.id,
        )

    def _candidates(self, variable: str, code: str) -> list[CodedStatement]:
        found = [one for one in self._by_code.get((variable, code), ()) if _clear(one)]
        sure = sorted(map(_sure, found), reverse=True)
        least = sure[int(len(sure) * SURE)] if sure else 0.0
        return [one for one in found if _sure(one) >= least]

    def _example(self, variable: str, code: str, one: CodedStatement) -> Example:
        place = one.statement.evidence[0]
        row = next(row for row in self.data.documents if row.document == place.document)
        return Example(
            variable=variable,
            code=code,
            statement=one.statement.id,
            text=one.statement.text,
            language=one.statement.language,
            body=one.body,
            kind=one.kind,
            document=place.document,
            name=row.title or row.name,
            page=place.page,
            paged=row.paged,
        )


def _domains(one: CodedStatement, domains: Mapping[str, str]) -> Iterator[str]:
    """The domain of a goal that is about one alone."""
    if one.codes.is_aim and strength(one.codes) >= GOAL:
        found = {domains.get(theme, theme) for theme in one.codes.themes}
        if len(found) == 1:
            yield found.pop()


def _sure(one: CodedStatement) -> float:
    return one.codes.confidence or 0.0


def _clear(one: CodedStatement) -> bool:
    """A whole sentence on one page, neither a heading nor a cell, of a length that is read."""
    said = one.statement
    words = said.text.split()
    if _joined(words):
        return False
    opening = [word.strip(",.:;").lower() for word in words[:NEAR]]
    if opening and (opening[0] in LEANING or ALSO.intersection(opening)):
        return False
    return (
        SHORTEST <= len(words) <= LONGEST
        and len(said.evidence) == 1
        and said.context.kind in ("paragraph", "list_item")
        and said.text[:1].isupper()
        and said.text.rstrip().endswith((".", "!"))
    )


def _joined(words: Sequence[str]) -> bool:
    """Whether another line runs into the sentence: «… by En attraktiv by …», a name told anew."""
    pairs = list(pairwise(words))
    names = Counter(pair for pair in pairs if pair[0][:1].isupper())
    inside = any(
        word[:1].isupper() and word.lower() in SMALL and before[-1:].isalnum()
        for before, word in pairs
    )
    return inside or any(count > 1 for count in names.values())
