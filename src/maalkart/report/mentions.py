"""Who said what, where and how strongly: the study turned so that tables can be read off it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from maalkart.core.statement import Codes
from maalkart.core.study import Coverage, DocumentKind, Estimate, Question, Strength
from maalkart.report.base import DocumentRow, StudyData
from maalkart.report.exhibits import fact_ids, icon_id
from maalkart.report.table import Count
from maalkart.stats.checked import estimator
from maalkart.stats.comparison import Difference, Together
from maalkart.stats.ranking import Rank
from maalkart.stats.shares import Estimator

SAID, MENTIONED, GOAL, TOP = 0, 1, 2, 3
STRENGTHS = {"mentioned": MENTIONED, "goal": GOAL, "top": TOP}
NAMES: tuple[Strength, ...] = ("said", "mentioned", "goal", "top")
SDG_USES = ("mentioned", "principle", "highlighted", "mapped", "measured")
GOAL_TYPES = frozenset({"goal", "focus_area", "vision"})


class Mention(NamedTuple):
    """One statement that carries a code; `strength` 0 is anything that is not an aim."""

    body: str
    kind: DocumentKind
    strength: int
    statement: str


def strength(codes: Codes) -> int:
    """The strongest of the three strengths that a statement has: mentioned, goal, top."""
    if not codes.is_aim:
        return SAID
    if codes.type not in GOAL_TYPES:
        return MENTIONED
    return TOP if codes.level == "top" else GOAL


def answers(codes: Codes, domains: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every variable and code of a statement that may be counted, each once."""
    yield "type", codes.type
    for variable, found in _open(codes):
        for code in dict.fromkeys(found):
            yield variable, str(code)
    if codes.is_aim:
        for domain in dict.fromkeys(domains.get(theme, theme) for theme in codes.themes):
            yield "domains", domain


def _open(codes: Codes) -> Iterator[tuple[str, Collection[str | int]]]:
    """The variables that this type of statement is asked, with what was answered."""
    yield "explicit_sdgs", codes.explicit_sdgs
    yield "concepts", codes.concepts
    if codes.type == "challenge":
        yield "challenges", codes.challenges
    if codes.is_aim:
        yield "themes", codes.themes
        yield "dimensions", codes.dimensions
        yield "sdgs", codes.sdgs
        yield "beneficiaries", codes.beneficiaries
        yield "arena", (codes.arena,) if codes.arena else ()


def by_design(data: StudyData) -> Estimator:
    """What estimates a study's shares: by the design of its sample and people's checks."""
    return estimator(
        data.sampled,
        balanced_on=data.balanced_on,
        held=data.held,
        weights=data.weights,
        checks=data.checks,
        validated=data.validated,
    )


class Mentions:
    """An index over a study: mentions by variable and code, bodies and documents by kind."""

    def __init__(self, data: StudyData, estimate: Estimator) -> None:
        self.data = data
        self.estimate = estimate
        self.read = tuple(row for row in data.documents if row.read)
        self.domains = {
            code: term.group for code, term in data.terms.get("themes", {}).items() if term.group
        }
        self._found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        self._asked: dict[tuple[DocumentKind, ...], tuple[str, ...]] = {}
        self._kept: dict[tuple[str, str, int], Mapping[str, list[str]]] = {}
        self._covered: dict[tuple[DocumentKind, ...], Coverage] = {}
        self._add_statements()
        self._add_facts()

    def of(self, variable: str, code: str) -> list[Mention]:
        """All mentions of a code, in the order of the study."""
        return self._found.get((variable, code), [])

    def codes(self, variable: str) -> set[str]:
        """The codes of a variable that occur."""
        return {code for name, code in self._found if name == variable}

    def asked(self, *kinds: DocumentKind) -> tuple[str, ...]:
        """The bodies with a readable document of one of the kinds (of any, where none is named)."""
        if kinds not in self._asked:
            having = {row.body for row in self.read if not kinds or row.kind in kinds}
            self._asked[kinds] = tuple(b.number for b in self.data.bodies if b.number in having)
        return self._asked[kinds]

    def share(self, variable: str, code: str, *kinds: DocumentKind, least: int = SAID) -> Estimate:
        """The share of bodies that say a code at least so strongly, in documents of the kinds."""
        return self.share_of(
            (one for one in self.of(variable, code) if one.strength >= least),
            Question(variable, code, NAMES[least], kinds),
        )

    def share_among(
        self, bodies: tuple[str, ...], variable: str, code: str, *, least: int
    ) -> Estimate:
        """The same among some of the bodies asked, over all kinds of documents."""
        question = Question(variable, code, NAMES[least])
        found = self._strong(variable, code, least)
        share = self.estimate.share_within(bodies, self.asked(), found, question)
        return replace(share, coverage=self.coverage())

    def difference(
        self, question: Question, one: tuple[str, ...], other: tuple[str, ...], *, least: int
    ) -> Difference | None:
        """How much greater the share is in one group than in another; None without a design."""
        found = self._strong(question.variable, question.code, least)
        return self.estimate.difference(found, one, other, self.asked(), question)

    def together(self, variable: str, *, least: int) -> Mapping[tuple[str, str], Together]:
        """By pair of codes, whether bodies that have one have the other; empty without a design."""
        codes = tuple(self.data.terms.get(variable, {}))
        found = [self._strong(variable, code, least) for code in codes]
        pairs = self.estimate.together(self.asked(), found)
        return {(codes[one], codes[other]): both for (one, other), both in pairs.items()}

    def count_of_both(self, one: tuple[str, str], other: tuple[str, str], *, least: int) -> Count:
        """The statements of bodies that have both codes, each with one of them."""
        first, second = self._strong(*one, least), self._strong(*other, least)
        both = [body for body in first if body in second]
        said = dict.fromkeys(s for body in both for s in (*first[body], *second[body]))
        return Count(len(both), tuple(said), of_bodies=True)

    def _strong(self, variable: str, code: str, least: int) -> Mapping[str, list[str]]:
        key = (variable, code, least)
        if key not in self._kept:
            strong = (one for one in self.of(variable, code) if one.strength >= least)
            self._kept[key] = _by_body(strong, ())
        return self._kept[key]

    def share_of(self, mentions: Iterable[Mention], question: Question) -> Estimate:
        """The share of bodies behind some mentions, in documents of the question's kinds."""
        kinds = question.kinds
        share = self.estimate.share(self.asked(*kinds), _by_body(mentions, kinds), question)
        return replace(share, coverage=self.coverage(*kinds))

    def ranks(self, variable: str, *, least: int) -> tuple[Rank, ...]:
        """The places of a variable's codes by the share of bodies that say them so strongly."""
        found = {
            Question(variable, code, NAMES[least]): _by_body(
                (one for one in self.of(variable, code) if one.strength >= least), ()
            )
            for code in self.data.terms.get(variable, {})
        }
        return self.estimate.ranks(self.asked(), found)

    def coverage(self, *kinds: DocumentKind) -> Coverage:
        """How much of the kinds (of all, where none is named) was asked for and read."""
        if kinds not in self._covered:
            self._covered[kinds] = self._coverage(kinds)
        return self._covered[kinds]

    def _coverage(self, kinds: tuple[DocumentKind, ...]) -> Coverage:
        rows = [row for row in self.data.documents if not kinds or row.kind in kinds]
        return Coverage(
            population=self.data.population,
            bodies=len(self.data.drawn),
            bodies_with=len({row.body for row in rows}),
            bodies_read=len(read := self.asked(*kinds)),
            replacements=sum(bool(self.data.body(number).replaces) for number in read),
            documents=len(rows),
            documents_read=sum(row.read for row in rows),
            pages=sum(row.pages for row in rows),
            ocr=sum(row.ocr for row in rows),
            unread=sum(len(row.unread) for row in rows),
        )

    def _add_statements(self) -> None:
        for one in self.data.statements:
            mention = Mention(one.body, one.kind, strength(one.codes), one.statement.id)
            for answer in answers(one.codes, self.domains):
                self._found[answer].append(mention)

    def _add_facts(self) -> None:
        for row in self.read:
            for use in row.facts.sdg_use if row.facts else ():
                for one in fact_ids(row, "sdg_use", use):
                    self._found["sdg_use", use].append(Mention(row.body, row.kind, SAID, one))
        rows = _by_document(self.read)
        for at, icon in enumerate(self.data.icons):
            for row in rows.get(icon.document, ()):
                mention = Mention(row.body, row.kind, SAID, icon_id(icon.document, at))
                self._found["icons", str(icon.icon.sdg)].append(mention)


def _by_body(
    mentions: Iterable[Mention], kinds: Collection[DocumentKind]
) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in mentions:
        if not kinds or one.kind in kinds:
            found[one.body].append(one.statement)
    return found


def _by_document(rows: Collection[DocumentRow]) -> Mapping[str, list[DocumentRow]]:
    found: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in rows:
        if row.document is not None:
            found[row.document].append(row)
    return found
