"""Which statements stand as examples: chosen by a rule that the report states, never by taste.

Clear: sure of its code, about one thing only, a whole sentence that can be read by itself. Typical:
of the theme that most say. Spread: in turn from the bodies and languages used least so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from maalkart.core.study import DocumentKind
from maalkart.report.base import CodedStatement, StudyData
from maalkart.report.mentions import GOAL, strength

SHORTEST, LONGEST = 6, 32  # words: fewer need their heading, more are not read
SURE = 0.5  # of the confidences of a code's statements, the upper half
AT_A_TIME = 2


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

    def _order(self, one: CodedStatement, typical: Mapping[str, int]) -> tuple[object, ...]:
        theme = one.codes.themes[0] if one.codes.themes else ""
        return (
            self.bodies[one.body],
            self.languages[one.statement.language],
            -typical.get(theme, 0),
            -(one.codes.confidence or 0.0),
            one.statement.id,
        )

    def _candidates(self, variable: str, code: str) -> list[CodedStatement]:
        found = [one for one in self.by_code.get((variable, code), ()) if _clear(one)]
        sure = sorted((one.codes.confidence or 0.0 for one in found), reverse=True)
        least = sure[int(len(sure) * SURE)] if sure else 0.0
        return [one for one in found if (one.codes.confidence or 0.0) >= least]

    @property
    def by_code(self) -> Mapping[tuple[str, str], Sequence[CodedStatement]]:
        """Statements by the only domain, or the only challenge, that they are about."""
        if not self._by_code:
            domains = {code: term.group for code, term in self.data.terms.get("themes", {}).items()}
            for one in self.data.statements:
                for place in _alone(one, domains):
                    self._by_code.setdefault(place, []).append(one)
        return self._by_code

    _by_code: dict[tuple[str, str], list[CodedStatement]] = field(default_factory=dict)

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


def _alone(one: CodedStatement, domains: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    if one.codes.is_aim and strength(one.codes) >= GOAL:
        found = {domains.get(theme) or theme for theme in one.codes.themes}
        if len(found) == 1:
            yield "domains", found.pop()
    if one.codes.type == "challenge" and len(one.codes.challenges) == 1:
        yield "challenges", one.codes.challenges[0]


def _clear(one: CodedStatement) -> bool:
    """A whole sentence on one page, neither a heading nor a cell, of a length that is read."""
    said = one.statement
    words = said.text.split()
    return (
        SHORTEST <= len(words) <= LONGEST
        and len(said.evidence) == 1
        and said.context.kind in ("paragraph", "list_item")
        and said.text[:1].isupper()
        and said.text.rstrip().endswith((".", "!"))
    )
