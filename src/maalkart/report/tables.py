"""The tables of a mapping: shares of bodies by theme, UN goal, challenge and more."""

from __future__ import annotations

from collections.abc import Sequence

from maalkart.core.errors import MaalkartError
from maalkart.core.study import DocumentKind, Estimate
from maalkart.report import agreement, listings
from maalkart.report.balance import balance, mirror
from maalkart.report.base import StudyData
from maalkart.report.emphasis import emphasis
from maalkart.report.exhibits import exhibits
from maalkart.report.groups import answers_to_challenges, by_group, differences, pairs
from maalkart.report.invariants import check
from maalkart.report.keywords import keywords
from maalkart.report.mentions import (
    GOAL,
    MENTIONED,
    SAID,
    SDG_USES,
    STRENGTHS,
    TOP,
    Mentions,
    by_design,
)
from maalkart.report.table import Cell, Column, Row, Table
from maalkart.report.time import periods, sdgs_by_year
from maalkart.stats.shares import Estimator

SDGS = tuple(str(number) for number in range(1, 18))


def all_tables(data: StudyData, *, estimate: Estimator | None = None) -> tuple[Table, ...]:
    """Every table of the report, checked against each other and against the study.

    Shares follow the design under which the bodies were drawn, unless `estimate` is given.
    Raises MaalkartError where two tables disagree, or where a statement carries a code that the
    codebook does not have.
    """
    mentions = Mentions(data, estimate or by_design(data))
    _known(mentions)
    shown = exhibits(data)
    tables = (
        listings.coverage(mentions),
        balance(data, mentions.coverage()),
        mirror(data, mentions.coverage()),
        strengths(mentions, "domains"),
        strengths(mentions, "themes"),
        *by_group(mentions),
        differences(mentions),
        answers_to_challenges(mentions),
        pairs(mentions),
        ranking(mentions),
        emphasis(mentions),
        by_kind(mentions, "domains", least=MENTIONED),
        by_kind(mentions, "themes", least=MENTIONED),
        by_kind(mentions, "dimensions", least=MENTIONED),
        sdgs(mentions),
        by_kind(mentions, "sdg_use", codes=SDG_USES),
        sdgs_by_year(mentions, shown),
        by_kind(mentions, "challenges"),
        by_kind(mentions, "concepts"),
        listings.definitions(mentions),
        strengths(mentions, "beneficiaries"),
        strengths(mentions, "arena"),
        of_kind(mentions, "employer", "arbeidsgiverstrategi"),
        of_kind(mentions, "merger", "intensjonsavtale"),
        listings.value_words(mentions),
        keywords(mentions),
        listings.visions(mentions),
        listings.values(mentions),
        periods(mentions, shown),
        listings.by_body(mentions),
        listings.body_domains(mentions),
        listings.documents(mentions),
        agreement.held_out(mentions),
        agreement.by_people(mentions),
        agreement.by_team(mentions),
    )
    check(tables, data, shown)
    return tables


def strengths(mentions: Mentions, variable: str) -> Table:
    """Share of bodies by code, at the three strengths."""
    bodies = len(mentions.asked())
    return Table(
        id=variable,
        unit="bodies",
        columns=tuple(Column(name, f"strength.{name}", bodies) for name in STRENGTHS),
        rows=tuple(
            Row(
                code,
                variable,
                tuple(mentions.share(variable, code, least=least) for least in STRENGTHS.values()),
                group=mentions.domains.get(code),
            )
            for code in mentions.data.terms.get(variable, {})
        ),
        coverage=mentions.coverage(),
        notes=("note.strengths",),
        groups="domains",
    )


def ranking(mentions: Mentions) -> Table:
    """Themes from the most used to the least, with their place among the most important."""
    themes = tuple(mentions.data.terms.get("themes", {}))
    used = [mentions.share("themes", theme, least=MENTIONED) for theme in themes]
    top = [mentions.share("themes", theme, least=TOP) for theme in themes]
    by_use = mentions.ranks("themes", least=MENTIONED)
    by_top = mentions.ranks("themes", least=TOP)
    order = sorted(range(len(themes)), key=lambda at: (by_use[at].place, by_top[at].place))
    bodies = len(mentions.asked())
    doubt = any(rank.best is not None for rank in (*by_use, *by_top))
    return Table(
        id="ranking",
        unit="bodies",
        columns=(
            Column("place_used", "column.place_used"),
            Column("mentioned", "column.used", bodies),
            Column("place_top", "column.place_top"),
            Column("top", "column.important", bodies),
        ),
        rows=tuple(
            Row(themes[at], "themes", (by_use[at], used[at], by_top[at], top[at])) for at in order
        ),
        coverage=mentions.coverage(),
        notes=("note.ranking", "note.ties", *(("note.places",) if doubt else ())),
    )


def by_kind(
    mentions: Mentions, variable: str, *, least: int = SAID, codes: Sequence[str] | None = None
) -> Table:
    """Share of bodies by code, over all documents and for each kind of document."""
    return Table(
        id=f"{variable}_by_kind",
        unit="bodies",
        columns=(
            Column("all", "column.all", len(mentions.asked())),
            *(
                Column(kind, f"kind.{kind}", len(mentions.asked(kind)))
                for kind in kinds_read(mentions)
            ),
        ),
        rows=tuple(
            Row(
                code,
                variable,
                (
                    mentions.share(variable, code, least=least),
                    *(
                        mentions.share(variable, code, kind, least=least)
                        for kind in kinds_read(mentions)
                    ),
                ),
                group=mentions.domains.get(code),
            )
            for code in (mentions.data.terms.get(variable, {}) if codes is None else codes)
        ),
        coverage=mentions.coverage(),
        notes=("note.by_kind",),
        groups="domains",
    )


def sdgs(mentions: Mentions) -> Table:
    """UN goals: those that aims contribute to, those that texts name, those that are pictured."""
    bodies = len(mentions.asked())

    def shares(sdg: str) -> tuple[Estimate, ...]:
        return (
            mentions.share("sdgs", sdg, least=MENTIONED),
            mentions.share("sdgs", sdg, least=GOAL),
            mentions.share("explicit_sdgs", sdg),
            mentions.share("icons", sdg),
        )

    names = ("contributes", "contributes_goal", "explicit", "icons")
    return Table(
        id="sdgs",
        unit="bodies",
        columns=tuple(Column(name, f"column.sdg_{name}", bodies) for name in names),
        rows=tuple(Row(sdg, "sdgs", shares(sdg)) for sdg in SDGS),
        coverage=mentions.coverage(),
        notes=("note.sdgs",),
    )


def of_kind(mentions: Mentions, domain: str, kind: DocumentKind) -> Table:
    """The themes of one domain in the kind of document that is about them, and in all.

    Without rows where no such document was read: then there is nothing to tell of the kind.
    """
    own, every = len(mentions.asked(kind)), len(mentions.asked())
    themes = [t for t in mentions.data.terms.get("themes", {}) if mentions.domains.get(t) == domain]
    themes = themes if own else []

    def cells(theme: str) -> tuple[Cell, ...]:
        return (
            mentions.share("themes", theme, kind, least=MENTIONED),
            mentions.share("themes", theme, kind, least=GOAL),
            mentions.share("themes", theme, least=MENTIONED),
        )

    return Table(
        id=domain,
        unit="bodies",
        columns=(
            Column("mentioned", f"column.in_{kind}", own),
            Column("goal", f"column.goal_in_{kind}", own),
            Column("all", "column.all", every),
        ),
        rows=tuple(Row(theme, "themes", cells(theme)) for theme in themes),
        coverage=mentions.coverage(kind),
        notes=("note.of_kind",),
    )


def kinds_read(mentions: Mentions) -> tuple[DocumentKind, ...]:
    """The kinds of which at least one document was read, in the study's order."""
    return tuple(kind for kind in mentions.data.kinds if mentions.asked(kind))


def _known(mentions: Mentions) -> None:
    for variable, terms in mentions.data.terms.items():
        unknown = sorted(mentions.codes(variable) - set(terms))
        if unknown:
            raise MaalkartError(
                f"statements carry codes of {variable} that the codebook lacks: "
                f"{', '.join(unknown)}",
                hint="code the documents anew with the study's codebook",
            )
