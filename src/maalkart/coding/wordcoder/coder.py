"""The word coder: finds the words of the lists, weighs them, and answers every variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import sha256

from maalkart.coding.codebook import Codebook
from maalkart.coding.sdg_mentions import mentions
from maalkart.coding.wordcoder.cues import Cues, cues_of, load_cues
from maalkart.coding.wordcoder.goals import goals
from maalkart.coding.wordcoder.lists import WordLists
from maalkart.coding.wordcoder.matcher import Hit, Matcher, scores
from maalkart.coding.wordcoder.types import level_of, type_of
from maalkart.core.statement import AIMS, Coding, Context, Statement

RULES = "1"  # raise when a rule changes what is answered
ENOUGH = {"themes": 0.4, "sdgs": 0.4, "beneficiaries": 0.35, "challenges": 0.3, "concepts": 0.3}
NEAR = 0.5  # of the best code's score: what a second theme must reach
CACHED = 16_384  # statements: more than a document has
HEADING = 0.5  # words of the heading speak for a statement that has none of its own


@dataclass(frozen=True, slots=True)
class Found:
    """What the lists say of one statement: score by code for each listed variable, best first."""

    own: Mapping[str, Mapping[str, float]]
    around: Mapping[str, Mapping[str, float]]
    words: Mapping[tuple[str, str], str]
    length: int = 0  # words of the statement


class WordCoder:
    """Word lists and rules; the same statement always gets the same answer.

    With `loose`, themes, dimensions and UN goals are coded whatever the type, for texts that come
    without their context.
    """

    def __init__(
        self, codebook: Codebook, lists: WordLists, *, name: str = "words", loose: bool = False
    ) -> None:
        self.name = name
        self.codebook = codebook
        self.loose = loose
        self._lists = lists
        self._cues: Cues = load_cues()
        self._norwegian = Matcher(lists.norwegian, lists.light_heads)
        self._english = Matcher(lists.english, frozenset(), english=True)
        self._around = lru_cache(maxsize=20_000)(self._scores)
        # Asked for by the rules, and again by the trained coder. Kept by what they look at, for the
        # hash of a statement goes through all its evidence.
        self._found = lru_cache(maxsize=CACHED)(self._find)
        self._signs = lru_cache(maxsize=CACHED)(partial(cues_of, cues=self._cues))
        digest = sha256(f"{RULES} {codebook.digest} {lists.digest}".encode())
        self.version = digest.hexdigest()[:12]

    def code(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer every variable of the codebook for each statement."""
        for statement in statements:
            for variable, code, because in self._answers(statement):
                yield Coding(
                    coder=self.name,
                    version=self.version,
                    statement=statement.id,
                    variable=variable,
                    code=code,
                    because=because,
                )

    def code_loose(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer as for texts without context: what they are about is coded whatever the type."""
        other = WordCoder.__new__(WordCoder)
        other.__dict__.update(self.__dict__, loose=True)
        return other.code(statements)

    def cues(self, statement: Statement) -> dict[str, float]:
        """The signs that the rules for type look at, by name."""
        return dict(self._signs(statement.text, statement.context))

    def findings(self, statement: Statement) -> dict[tuple[str, str], float]:
        """Raw scores by (variable, code), and «variable@heading» for the words around it."""
        found = self.find(statement)
        own = {(v, code): s for v, of in found.own.items() for code, s in of.items()}
        near = {
            (f"{v}@heading", code): s for v, of in found.around.items() for code, s in of.items()
        }
        return own | near

    def find(self, statement: Statement) -> Found:
        """What the lists say of the statement, and of the nearest words above it."""
        return self._found(statement.text, statement.context, statement.language == "en")

    def _find(self, text: str, context: Context, english: bool) -> Found:
        hits = self._matcher(english).find(text)
        above = [
            line
            for line in (context.lead_in, context.row_heading, *reversed(context.heading_path))
            if line
        ]
        near: Mapping[str, Mapping[str, float]] = {}
        for line in above[:3]:
            near = self._around(line, english)
            if near.get("themes"):
                break
        return Found(scores(hits), near, _words(hits), len(text.split()))

    def _matcher(self, english: bool) -> Matcher:
        return self._english if english else self._norwegian

    def _scores(self, text: str, english: bool) -> Mapping[str, Mapping[str, float]]:
        return scores(self._matcher(english).find(text))

    def _answers(self, asked: Statement) -> Iterator[tuple[str, str, str]]:
        explicit = self._explicit(asked)
        statement = whole(asked)
        signs = self.cues(statement)
        found = self.find(statement)
        if found.own.get("themes"):
            signs["about"] = 1.0
        if _is_title(asked, explicit):
            signs["UN title"] = 1.0
        type_, rule = type_of(statement, signs, self._cues)
        yield "type", type_, rule
        level = level_of(type_, statement, signs, self._cues)
        if level:
            yield "level", level, rule
        aim = type_ in AIMS
        themes = self._themes(found, aim or type_ == "challenge" or self.loose)
        yield from (("themes", code, because) for code, because in themes)
        if aim or self.loose:
            yield from self._following(found, [code for code, _ in themes], explicit)
        yield from (("explicit_sdgs", str(n), because) for n, because in explicit.items())
        if aim:
            yield from self._listed(found, "beneficiaries", 6)
            yield "arena", *self._arena(signs, themes)
        if type_ == "challenge":
            yield from self._listed(found, "challenges", 3)
        yield from self._listed(found, "concepts", 6)

    def _themes(self, found: Found, wanted: bool) -> list[tuple[str, str]]:
        if not wanted:
            return []
        chosen = _cut(found.own.get("themes", {}), "themes", 3)
        if chosen:
            return [(code, found.words[("themes", code)]) for code in chosen]
        near = _cut(found.around.get("themes", {}), "themes", 2)
        return [(code, "words of the heading") for code in near]

    def _following(
        self, found: Found, themes: list[str], explicit: Mapping[int, str]
    ) -> Iterator[tuple[str, str, str]]:
        yield from (
            ("dimensions", code, because) for code, because in self._follow("dimensions", themes)
        )
        ranked = {str(n): because for n, because in explicit.items()}
        for code, because in self._goals(found, themes):
            ranked.setdefault(code, because)
        yield from (("sdgs", code, because) for code, because in list(ranked.items())[:3])

    def _goals(self, found: Found, themes: list[str]) -> Iterator[tuple[str, str]]:
        """The UN goals, by the statement's own words where it has any, else by its heading's."""
        own = found.own if found.own.get("themes") or found.own.get("sdgs") else found.around
        said, table = own.get("sdgs", {}), self._lists.follows["sdgs"]
        for code, theme in goals(said, own.get("themes", {}), themes, table, length=found.length):
            word = found.words.get(("sdgs", code), "words of the heading")
            yield code, word if theme is None else f"follows from {theme}"

    def _follow(self, variable: str, themes: list[str]) -> Iterator[tuple[str, str]]:
        """First what follows first from each theme, then the rest, each once."""
        table = self._lists.follows[variable]
        seen: set[str] = set()
        depth = max((len(table.get(theme, ())) for theme in themes), default=0)
        for rank in range(depth if len(themes) < 2 else min(depth, 1)):
            for theme in themes:
                codes = table.get(theme, ())
                if rank < len(codes) and codes[rank] not in seen:
                    seen.add(codes[rank])
                    yield codes[rank], f"follows from {theme}"

    def _listed(self, found: Found, variable: str, at_most: int) -> Iterator[tuple[str, str, str]]:
        for code in _cut(found.own.get(variable, {}), variable, at_most, near=0.0):
            yield variable, code, found.words[(variable, code)]

    def _arena(self, signs: Mapping[str, float], themes: list[tuple[str, str]]) -> tuple[str, str]:
        inner = [code for code, _ in themes if code.startswith(("employer.", "services."))]
        if themes and themes[0][0].startswith("employer."):
            return "organisation", f"theme {themes[0][0]}"
        if signs.get("says organisation") and (inner or not themes):
            return "organisation", "speaks of staff or organisation"
        if themes and len(inner) == len(themes) and themes[0][0] not in _OUTWARD:
            return "organisation", f"theme {inner[0]}"
        return "society", "nothing speaks of staff or organisation"

    def _explicit(self, statement: Statement) -> Mapping[int, str]:
        context = statement.context
        around = " ".join((context.lead_in or "", *context.heading_path))
        return mentions(statement.text, self.codebook, around=around)


def whole(statement: Statement) -> Statement:
    """The statement with the half that a line break cut off, as far as its neighbours show it.

    Ruling 5: a cut half takes the code of what it continues.
    """
    context = statement.context
    if context.marker or context.kind not in {"paragraph", "heading", "table_cell"}:
        return statement
    text = statement.text.strip()
    if context.before and text[:1].islower() and _cut_off(context.before[-1]):
        text = f"{context.before[-1].strip()} {text}"
    if context.after and context.after[0][:1].islower() and _cut_off(statement.text):
        text = f"{text} {context.after[0].strip()}"
    return statement if text == statement.text.strip() else replace(statement, text=text)


def _cut_off(line: str) -> bool:
    line = line.strip()
    return len(line) > 12 and (line[-1].isalpha() or line[-1] in ",-")


def _is_title(statement: Statement, explicit: Mapping[int, str]) -> bool:
    said = sum(len(words) for words in explicit.values())
    titled = any(not any(sign.isdigit() for sign in words) for words in explicit.values())
    return titled and said > 0.6 * len(statement.text) and not statement.context.carries_list


_OUTWARD = frozenset({"services.partnership", "services.quality"})


def _words(hits: list[Hit]) -> dict[tuple[str, str], str]:
    best: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        key = (hit.term.variable, hit.term.code)
        if key not in best or hit.weight > best[key].weight:
            best[key] = hit
    return {key: f"«{hit.term.text}»" for key, hit in best.items()}


def _cut(scored: Mapping[str, float], variable: str, at_most: int, near: float = NEAR) -> list[str]:
    if not scored:
        return []
    top = max(scored.values())
    floor = max(ENOUGH[variable], near * top)
    return [code for code, score in scored.items() if score >= floor][:at_most]
