"""The chapters of a report, in one language: what every format draws and none adds to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.bodies import body_pages
from maalkart.report.draw.svg import Palette
from maalkart.report.examples import Chooser, Example
from maalkart.report.figures import Painter
from maalkart.report.finding import Finding
from maalkart.report.findings import findings
from maalkart.report.layout import Look
from maalkart.report.own import blocks, title_of
from maalkart.report.parts import Chapter, Heading, Listed, Own, Part, Quoted, Said, Shown
from maalkart.report.sentences import sentences
from maalkart.report.table import Table
from maalkart.report.texts import Texts, lowered


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a chapter holds, by name; `always` where it stands though it holds nothing."""

    findings: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    examples: str | None = None
    tables: tuple[str, ...] = ()
    always: bool = False


PLANS: Mapping[str, Plan] = {
    "questions": Plan(always=True),
    "sample": Plan(
        findings=("coverage", "failed", "replaced", "uneven", "mirror"),
        figures=("map_sample", "balance"),
        tables=("coverage", "balance", "mirror"),
    ),
    "method": Plan(always=True),
    "visions": Plan(
        findings=("visions", "values", "value_words"),
        figures=("value_words",),
        tables=("visions", "values", "value_words"),
    ),
    "goals": Plan(
        findings=("domains", "kind"),
        figures=("domains", "kinds", "themes", "map_domains"),
        examples="domains",
        tables=("domains", "emphasis", "themes", "domains_by_kind", "themes_by_kind", "pairs"),
    ),
    "dimensions": Plan(
        findings=("dimensions",), figures=("dimensions",), tables=("dimensions_by_kind",)
    ),
    "sdgs": Plan(
        findings=("sdgs", "sdg_use", "sdgs_change"),
        figures=("sdgs", "sdgs_by_year"),
        tables=("sdgs", "sdg_use_by_kind", "sdgs_by_year"),
    ),
    "change": Plan(
        findings=("challenges", "concepts"),
        figures=("challenges",),
        examples="challenges",
        tables=("challenges_by_kind", "answers", "concepts_by_kind", "definitions"),
    ),
    "behalf": Plan(
        findings=("beneficiaries", "arena"),
        figures=("beneficiaries",),
        tables=("beneficiaries", "arena"),
    ),
    "employer": Plan(findings=("employer",), figures=("employer",), tables=("employer",)),
    "merger": Plan(findings=("merger",), figures=("merger",), tables=("merger",)),
    "ranking": Plan(
        findings=("used", "places_used", "important", "places_top"),
        figures=("ranking", "important"),
        tables=("ranking",),
    ),
    "time": Plan(findings=("change",), figures=("change",), tables=("periods",)),
    "groups": Plan(
        findings=("apart", "alike"),
        tables=(
            "domains_by_level",
            "domains_by_size",
            "domains_by_language_form",
            "domains_by_centrality",
            "domains_by_merging",
            "domains_by_bloc",
            "differences",
            "keywords",
        ),
    ),
    "bodies": Plan(tables=("by_body", "body_domains")),
    "documents": Plan(tables=("documents",)),
    "codebook": Plan(always=True),
    "agreement": Plan(
        findings=("held_out", "people"),
        tables=("agreement_held_out", "agreement_people", "agreement_team"),
        always=True,
    ),
    "check": Plan(always=True),
}
SUMMED = frozenset({
    "coverage", "failed", "replaced", "domains", "used", "places_used", "important",
    "dimensions", "sdgs", "sdg_use", "sdgs_change", "challenges", "concepts", "beneficiaries",
    "employer", "merger", "visions", "value_words", "change", "apart",
})  # fmt: skip
ABSTRACT = {"nb": "en", "nn": "en", "en": "nb"}  # the other language in which a report is summed up
VARIABLES = (
    "type", "level", "themes", "dimensions", "sdgs", "beneficiaries", "arena", "challenges",
    "concepts",
)  # fmt: skip


def all_chapters(
    data: StudyData, tables: Sequence[Table], texts: Texts, look: Look
) -> tuple[Chapter, ...]:
    """Every chapter that has something to say, in the study's order."""
    return tuple(_Writer(data, {table.id: table for table in tables}, texts, look).chapters())


@dataclass(frozen=True)
class _Writer:
    data: StudyData
    tables: Mapping[str, Table]
    texts: Texts
    look: Look

    def chapters(self) -> Iterator[Chapter]:
        found = findings(self.tables)
        painter = Painter(self.data, self.tables, self.texts, Palette(self.look.colour))
        chooser = Chooser(self.data)
        for id in self.look.order():
            parts = tuple(self._parts(id, found, painter, chooser))
            if parts:
                language = ABSTRACT[self.texts.language] if id == "abstract" else None
                title = self.look.title(id, self.texts.language) or self._title(id)
                yield Chapter(id=id, title=title, parts=parts, language=language)

    def _title(self, id: str) -> str:
        if id == "abstract":
            return Texts(ABSTRACT[self.texts.language], self.data).say("chapter.summary")
        if self.texts.has(f"chapter.{id}"):
            return self.texts.say(f"chapter.{id}")
        return title_of(self.look.own(id, self.texts.language) or "") or id

    def _parts(
        self, id: str, found: Sequence[Finding], painter: Painter, chooser: Chooser
    ) -> Iterator[Part]:
        own = self.look.own(id, self.texts.language)
        marked = [Own(self.texts.say("page.own"), blocks(own))] if own else []
        if id in ("summary", "abstract"):
            yield from marked
            yield self._summary(found, ABSTRACT[self.texts.language] if id == "abstract" else None)
            return
        plan = PLANS.get(id)
        if plan is None:
            yield from marked
            return
        parts = list(self._planned(id, plan, found, painter, chooser))
        if parts or plan.always or marked:
            yield from self._intro(id)
            yield from marked
            yield from parts

    def _summary(self, found: Sequence[Finding], language: str | None) -> Part:
        """The findings that matter most, in the report's language or in another."""
        texts = Texts(language, self.data) if language else self.texts
        told = sentences(_short(found), texts)
        return Listed(tuple(Said(text, table, language=language) for text, table in told))

    def _planned(
        self, id: str, plan: Plan, found: Sequence[Finding], painter: Painter, chooser: Chooser
    ) -> Iterator[Part]:
        said_here = sentences([one for one in found if one.about in plan.findings], self.texts)
        if said_here:
            yield Listed(tuple(Said(text, table) for text, table in said_here))
        for name in plan.figures:
            figure = painter.draw(name)
            if figure:
                yield figure
        if plan.examples:
            yield from self._examples(plan.examples, chooser)
        tables = [self.tables[name] for name in plan.tables if name in self.tables]
        yield from (Shown(table) for table in tables if table.rows)
        if id == "bodies":
            yield from body_pages(self.data, self.tables, self.texts)
        if id == "codebook":
            yield from self._codebook()

    def _intro(self, id: str) -> Iterator[Part]:
        lines = self.texts.section("intro").get(id, ())
        values = {"{coder}": self.data.coder, "{noun}": self.texts.noun}
        told = tuple(Said(_filled(line, values)) for line in lines)
        if id in ("questions", "check"):
            yield Listed(told, numbered=True)
        else:
            yield from told
        if id == "sample":
            yield from self._drawn()
        if id == "method":
            yield Said(self.texts.section("intro")[_doubt(self.tables.values())])
        if id == "agreement":
            yield Said(self.texts.section("intro")[_checked(self.tables.values())])
            yield from self._learned()

    def _drawn(self) -> Iterator[Part]:
        """How many were drawn of how many, and what the drawing took account of."""
        drawn, every = self.data.drawn, len(self.data.frame)
        if len(drawn) >= every or not all(body.inclusion_probability for body in drawn):
            return
        said = [self.texts.say("intro.drawn", n=len(drawn), N=every)]
        names = dict.fromkeys(self.texts.code("mirrored", one) for one in self.data.drawn_by)
        if names:
            facts = self.texts.listed([lowered(name) for name in names])
            said.append(self.texts.say("intro.held", facts=facts))
        yield Said(" ".join(said))

    def _learned(self) -> Iterator[Part]:
        """Whether the study's own statements are among those the coder learned from."""
        if not self.data.held_out:
            yield Said(self.texts.section("intro")["words_alone"])
        elif self.data.learned is not None:
            every = len({one.statement.id for one in self.data.statements})
            name = "finding.learned" if self.data.learned else "finding.unlearned"
            yield Said(self.texts.say(name, n=self.data.learned, N=every))

    def _examples(self, variable: str, chooser: Chooser) -> Iterator[Part]:
        found = []
        for code in self.data.terms.get(variable, {}):
            examples: tuple[Example, ...] = tuple(chooser.choose(variable, code))
            if examples:
                found.append(Quoted(self.texts.code(variable, code), examples))
        if found:
            yield Heading(self.texts.say("page.examples"))
            yield Said(self.texts.say("note.examples"))
            yield from found

    def _codebook(self) -> Iterator[Part]:
        for variable in VARIABLES:
            terms = self.data.terms.get(variable, {})
            if terms:
                yield Heading(self.texts.say(f"variable.{variable}"))
                yield Listed(
                    tuple(
                        Said(
                            self.texts.definition(variable, code),
                            lead=self.texts.code(variable, code),
                        )
                        for code in terms
                    )
                )


def _short(found: Sequence[Finding]) -> Iterator[Finding]:
    """What belongs in a summary: of the differences between groups the greatest alone."""
    apart = False
    for one in found:
        if one.about in SUMMED and not (one.name == "apart" and apart):
            apart = apart or one.name == "apart"
            yield one


def _filled(line: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        line = line.replace(name, value)
    return line


def _estimates(tables: Iterable[Table]) -> Iterator[Estimate]:
    for table in tables:
        for _, _, cell in table.cells():
            if isinstance(cell, Estimate):
                yield cell


def _doubt(tables: Iterable[Table]) -> str:
    """What the chapter on method says of intervals: there are none, they are points, or not."""
    found = [cell for cell in _estimates(tables) if cell.low is not None]
    if not found:
        return "plain"
    return "intervals" if any(cell.low != cell.high for cell in found) else "census"


def _checked(tables: Iterable[Table]) -> str:
    """Whether any share is corrected by what people found, or adjusted by other documents."""
    found = {cell.correction for cell in _estimates(tables)}
    return next(
        one for one in ("corrected", "adjusted", "uncorrected") if one in {*found, "uncorrected"}
    )
