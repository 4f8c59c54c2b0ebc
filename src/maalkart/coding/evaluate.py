"""Measure how far a coder agrees with coded statements, by variable, code and language.

Intervals are the middle 95 % of a bootstrap that draws whole documents, for statements of one
document are alike; where no document is known, statements are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from maalkart.coding.agreement import (
    Bin,
    Score,
    agreement,
    bounds,
    kappa,
    nominal_alpha,
    reliability,
    table_ac1,
)
from maalkart.coding.clustered import clusters_drawn, set_alpha
from maalkart.coding.loose import NEIGHBOURS, in_context
from maalkart.coding.protocol import Coder, Learned, collect
from maalkart.core.errors import UsageError
from maalkart.core.statement import AIMS, Codes, Coding, Context, Statement

DRAWS = 400  # the bounds move less than .005 between seeds
SETS = ("themes", "dimensions", "sdgs", "beneficiaries", "challenges")
SINGLES = ("type", "level", "arena")
ABSENT = "–"

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A statement with the codes people gave it, and its document where known."""

    statement: Statement
    codes: Codes
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: of what, in which language, over how many statements; None is undefined."""

    language: str
    variable: str
    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    statements: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScore:
    """How well one code was found, in one language («all» for all)."""

    language: str
    variable: str
    code: str
    precision: float | None
    recall: float | None
    f1: float | None
    true: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All measures of one coder against one gold, ready to be shown.

    `learned_from` counts the statements that the coder's model had learned from: of those the
    figures say what it remembers, not how well it reads. None where the coder cannot tell.
    """

    statements: int
    documents: int
    measures: tuple[Measure, ...]
    codes: tuple[CodeScore, ...]
    bins: tuple[Bin, ...]
    learned_from: int | None = None

    def value(self, variable: str, measure: str, language: str = "all") -> float | None:
        """One figure; raises KeyError where it was not measured."""
        for found in self.measures:
            if (found.variable, found.measure, found.language) == (variable, measure, language):
                return found.value
        raise KeyError((variable, measure, language))

    def record(self) -> dict[str, Any]:
        """As plain lists and dictionaries, for JSON."""
        return asdict(self)


def read_gold(rows: Sequence[Mapping[str, Any]]) -> list[Gold]:
    """Gold rows {"id","doc","lang","text", variables…}; a document's rows are each other's context.

    Raises UsageError, naming the row, where one lacks its id or text or holds what is no code.
    """
    found = [_gold(row, number) for number, row in enumerate(rows, 1)]
    placed = in_context([item.statement for item in found], [item.document for item in found])
    return [replace(item, statement=s) for item, s in zip(found, placed, strict=True)]


def _gold(row: Mapping[str, Any], number: int) -> Gold:
    try:
        context = Context(
            heading_path=_texts(row.get("heading_path")),
            lead_in=row.get("lead_in"),
            before=_texts(row.get("before"))[-NEIGHBOURS:],
            after=_texts(row.get("after"))[:NEIGHBOURS],
        )
        sets: dict[str, Any] = {
            name: tuple(row.get(name) or ()) for name in ("explicit_sdgs", *SETS)
        }
        return Gold(
            statement=Statement(
                id=str(row["id"]),
                text=row["text"],
                language=row.get("lang", "nb"),
                context=context,
            ),
            codes=Codes(type=row["type"], level=row.get("level"), arena=row.get("arena"), **sets),
            document=row.get("doc"),
        )
    except (KeyError, TypeError) as error:
        raise UsageError(
            f"not a coded statement: {error}",
            place=f"row {number}",
            hint='write {"id": "1", "text": "…", "lang": "nb", "type": "goal", …}',
        ) from None


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def evaluate_coder(gold: Sequence[Gold], coder: Coder, *, seed: int = 1) -> Evaluation:
    """Let a coder answer for the gold's statements, and measure the answers."""
    statements = [item.statement for item in gold]
    codings = list(coder.code(statements))
    found = evaluate(gold, collect(codings), codings=codings, seed=seed)
    known = coder.learned_from(statements) if isinstance(coder, Learned) else None
    return replace(found, learned_from=known)


def evaluate(
    gold: Sequence[Gold],
    answers: Mapping[str, Codes],
    *,
    codings: Sequence[Coding] = (),
    seed: int = 1,
) -> Evaluation:
    """Measure answers, by statement id, over the statements that both have coded.

    Themes, UN goals and the like are measured where the gold has an aim (challenges where it has a
    challenge), so that a missed aim counts once, under `aim`. `codings` give calibration.
    """
    shared = [item for item in gold if item.statement.id in answers]
    told = [answers[item.statement.id] for item in shared]
    measures: list[Measure] = []
    codes: list[CodeScore] = []
    languages = sorted({item.statement.language for item in shared})
    for language in ("all", *languages):
        at = [n for n, i in enumerate(shared) if language in ("all", i.statement.language)]
        part = _Part(language, [shared[n] for n in at], [told[n] for n in at], seed)
        measures.extend(part.measures())
        codes.extend(part.codes())
    bins: tuple[Bin, ...] = ()
    for language in ("all", *languages):
        said = [item for item in shared if language in ("all", item.statement.language)]
        error, found = _calibration(said, codings)
        measures.append(
            Measure(
                language=language, variable="type", measure="calibration error", value=error,
                statements=sum(of.answers for of in found),
            )
        )  # fmt: skip
        bins = found if language == "all" else bins
    return Evaluation(
        statements=len(shared),
        documents=len({item.document for item in shared if item.document}),
        measures=tuple(measures),
        codes=tuple(codes),
        bins=bins,
    )


def _calibration(
    gold: Sequence[Gold], codings: Sequence[Coding]
) -> tuple[float | None, tuple[Bin, ...]]:
    truth = {item.statement.id: item.codes.type for item in gold}
    sure = [
        (coding.confidence, truth[coding.statement] == coding.code)
        for coding in codings
        if coding.variable == "type" and coding.confidence is not None and coding.statement in truth
    ]
    return reliability([chance for chance, _ in sure], [right for _, right in sure])


def _domains(themes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(theme.split(".")[0] for theme in themes))


def _values(codes: Codes, variable: str) -> frozenset[str]:
    """What a coder gave, as a set, for the variables of the codebook and those made from them."""
    if variable == "aim":
        return frozenset({"aim"} if codes.is_aim else ())
    if variable == "domains":
        return frozenset(_domains(codes.themes))
    value = getattr(codes, variable)
    if isinstance(value, tuple):
        return frozenset(str(code) for code in value)
    return frozenset() if value is None else frozenset({value})


class _Part:
    """The statements of one language."""

    def __init__(
        self, language: str, gold: Sequence[Gold], told: Sequence[Codes], seed: int
    ) -> None:
        self.language, self.gold, self.told = language, gold, told
        names = [item.document or item.statement.id for item in gold]
        number = {name: at for at, name in enumerate(dict.fromkeys(names))}
        self.group = np.array([number[name] for name in names], dtype=int)
        self.draws = clusters_drawn(len(number), draws=DRAWS, seed=seed)

    def measures(self) -> Iterator[Measure]:
        for variable in SINGLES:
            yield from self._of_one(variable)
        for variable in ("aim", "themes", "domains", *SETS[1:]):
            yield from self._of_sets(variable)

    def codes(self) -> Iterator[CodeScore]:
        for variable in (*SINGLES, "themes", "domains", *SETS[1:]):
            names, table, _ = self._found(variable)
            for name, (right, told, true) in zip(names, table.sum(axis=0), strict=True):
                score = Score(right, told, true)
                yield CodeScore(
                    language=self.language, variable=variable, code=name,
                    precision=score.precision, recall=score.recall, f1=score.f1,
                    true=int(true), told=int(told),
                )  # fmt: skip

    def _asked(self, variable: str) -> list[int]:
        if variable in ("type", "aim"):
            return list(range(len(self.gold)))
        if variable == "challenges":
            return [
                n
                for n, i in enumerate(self.gold)
                if i.codes.type == "challenge" and i.codes.challenges
            ]
        return [n for n, i in enumerate(self.gold) if i.codes.type in AIMS]

    def _of_one(self, variable: str) -> Iterator[Measure]:
        """Kappa, alpha and agreement of a variable with one answer."""
        asked = self._asked(variable)
        pairs = [
            (
                getattr(self.gold[n].codes, variable) or ABSENT,
                getattr(self.told[n], variable) or ABSENT,
            )
            for n in asked
        ]
        names = sorted({value for pair in pairs for value in pair})
        place = {name: at for at, name in enumerate(names)}
        tables = np.zeros((self.draws.shape[1], len(names), len(names)))
        for n, (true, told) in zip(asked, pairs, strict=True):
            tables[self.group[n], place[true], place[told]] += 1
        for measure, function in (
            ("kappa", kappa),
            ("alpha", nominal_alpha),
            ("AC1", table_ac1),
            ("agreement", agreement),
        ):
            yield self._measure(variable, measure, function, tables, len(asked))

    def _of_sets(self, variable: str) -> Iterator[Measure]:
        """Micro and macro F1 of a variable with any number of answers, and alpha by MASI."""
        _, tables, asked = self._found(variable)

        def micro(part: int) -> Callable[[Counts], float | None]:
            def of(table: Counts) -> float | None:
                score = Score(*table.sum(axis=0))
                return (score.precision, score.recall, score.f1)[part]

            return of

        for at, measure in enumerate(("precision", "recall", "f1")):
            yield self._measure(variable, measure, micro(at), tables, len(asked))
        yield self._measure(variable, "macro f1", _macro, tables, len(asked))
        if variable != "aim":
            pairs = [
                (_values(self.gold[n].codes, variable), _values(self.told[n], variable))
                for n in asked
            ]
            found = set_alpha(pairs, self.group[asked], self.draws)
            yield Measure(
                language=self.language, variable=variable, measure="alpha (MASI)",
                value=found.value, low=found.low, high=found.high, statements=len(asked),
            )  # fmt: skip

    def _found(self, variable: str) -> tuple[list[str], Counts, list[int]]:
        """Codes; documents × codes × (right, told, true); and the statements asked."""
        asked = self._asked(variable)
        pairs = [
            (_values(self.gold[n].codes, variable), _values(self.told[n], variable)) for n in asked
        ]
        names = sorted({code for pair in pairs for of in pair for code in of})
        place = {name: at for at, name in enumerate(names)}
        tables = np.zeros((self.draws.shape[1], len(names), 3))
        for n, (true, told) in zip(asked, pairs, strict=True):
            for column, of in enumerate((true & told, told, true)):
                for code in of:
                    tables[self.group[n], place[code], column] += 1
        return names, tables, asked

    def _measure(
        self,
        variable: str,
        measure: str,
        function: Callable[[Counts], float | None],
        tables: Counts,
        statements: int,
    ) -> Measure:
        drawn = np.tensordot(self.draws, tables, axes=1)
        limits = bounds([function(table) for table in drawn]) or (None, None)
        return Measure(
            language=self.language,
            variable=variable,
            measure=measure,
            value=function(tables.sum(axis=0)),
            low=limits[0],
            high=limits[1],
            statements=statements,
        )


def _macro(table: Counts) -> float | None:
    """The mean F1 of the codes that the gold has."""
    scores = [Score(*row).f1 or 0.0 for row in table if row[2] > 0]
    return sum(scores) / len(scores) if scores else None
