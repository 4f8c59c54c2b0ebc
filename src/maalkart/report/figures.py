"""From tables to pictures: which column is drawn how, and the words for those who do not see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maalkart.core.study import Estimate, Level
from maalkart.register import borders
from maalkart.report.base import StudyData
from maalkart.report.draw.bars import Bar, ranked_bars
from maalkart.report.draw.change import Change, changes
from maalkart.report.draw.heat import HeatRow, heat_map
from maalkart.report.draw.maps import Shape, Step, shaded_map
from maalkart.report.draw.panels import Panel, small_multiples
from maalkart.report.draw.svg import Drawing, Palette
from maalkart.report.finding import Named
from maalkart.report.findings import pairs, shares, size
from maalkart.report.mentions import MENTIONED, strength
from maalkart.report.parts import Figure
from maalkart.report.sentences import items
from maalkart.report.table import Count, Part, Row, Table
from maalkart.report.texts import Texts, lowered

CHARTED = 12  # bars in a picture: what a screen shows at once; the table has the rest
NAMED = 5  # rows that a text alternative names
HEATED = 60  # columns of a heat map: more cannot be told apart on a page
SAME = 0.005  # in whole per cent, a share is the same
FEWEST_YEARS = 3  # of fewer the table tells as much
FEWEST_DRAWN = 5  # areas on a map: fewer are read faster from a list

# figure: table, column
BARS = {
    "value_words": ("value_words", "share"),
    "domains": ("domains", "goal"),
    "dimensions": ("dimensions_by_kind", "all"),
    "sdgs": ("sdgs", "contributes"),
    "challenges": ("challenges_by_kind", "all"),
    "beneficiaries": ("beneficiaries", "mentioned"),
    "employer": ("employer", "mentioned"),
    "merger": ("merger", "mentioned"),
    "ranking": ("ranking", "mentioned"),
    "important": ("ranking", "top"),
}


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws a study's figures in one language."""

    data: StudyData
    tables: Mapping[str, Table]
    texts: Texts
    palette: Palette

    def draw(self, id: str) -> Figure | None:
        """The figure of that name; None where there is nothing to see."""
        if id in BARS:
            return self._bars(id)
        special = {
            "kinds": self._kinds,
            "themes": self._themes,
            "change": self._change,
            "sdgs_by_year": self._years,
            "balance": self._balance,
            "map_sample": self._map_sample,
            "map_domains": self._map_domains,
        }
        return special[id]()

    def _figure(
        self,
        id: str,
        drawing: Drawing,
        description: str,
        *,
        table: str,
        title: str,
        credit: str = "",
    ) -> Figure:
        return Figure(
            id=id,
            title=title,
            description=description,
            svg=drawing.svg(f"figure-{id}", title, description),
            width=drawing.width,
            height=drawing.height,
            table=table,
            credit=credit,
        )

    def _bars(self, id: str) -> Figure | None:
        table, column = self.tables[BARS[id][0]], BARS[id][1]
        found = sorted(shares(table, column), key=lambda pair: -size(pair[1]))
        rows = [pair for pair in found if pair[1].numerator][:CHARTED]
        if not rows:
            return None
        bars = [self._bar(self.texts.row(row), cell, told=True) for row, cell in rows]
        says = self.texts.say("picture.bars", items=items(rows[:NAMED], self.texts))
        if any(bar.low is not None and bar.low != bar.high for bar in bars):
            says += " " + self.texts.say("picture.whiskers")
        label = next(self.texts.column(one) for one in table.columns if one.id == column)
        title = f"{self.texts.say(table.title)} – {lowered(label)}"
        return self._figure(id, ranked_bars(bars, self.palette), says, table=table.id, title=title)

    def _bar(self, label: str, cell: Estimate, *, told: bool = False) -> Bar:
        """With the per cent `told` where it is not that of the count: bars are ranked by it."""
        value = self.texts.of(cell)
        share = cell.share or 0.0
        if told and cell.denominator and abs(share - cell.numerator / cell.denominator) > SAME:
            value = f"{value}, {self.texts.whole(share)}"
        return Bar(label, share, value, cell.low, cell.high)

    def _kinds(self) -> Figure | None:
        table = self.tables["domains_by_kind"]
        columns = [one for one in table.columns if one.bodies]
        if len(columns) < 2:
            return None
        panels = [
            Panel(
                self.texts.column(column),
                tuple(self._bar(self.texts.row(r), c) for r, c in shares(table, column.id)),
            )
            for column in columns
        ]
        most = [
            f"{panel.title}: {lowered(best.label)} ({best.value})"
            for panel in panels
            if (best := max(panel.bars, key=lambda bar: bar.share, default=None))
        ]
        says = self.texts.say("picture.kinds", items="; ".join(most))
        if any(bar.low is not None and bar.low != bar.high for one in panels for bar in one.bars):
            says += " " + self.texts.say("picture.whiskers")
        drawing = small_multiples(panels, self.palette)
        return self._figure(
            "kinds", drawing, says, table=table.id, title=self.texts.say(table.title)
        )

    def _themes(self) -> Figure | None:
        found = self._strongest()
        bodies = [body for body in self.data.bodies if body.number in found][:HEATED]
        rows = list(self._heat_rows([body.number for body in bodies], found))
        if not bodies or not rows:
            return None
        legend = [
            self.texts.say(f"picture.{name}") for name in ("none", "mentioned", "goal", "top")
        ]
        drawing = heat_map([body.name for body in bodies], rows, legend, self.palette)
        best = items(_greatest(shares(self.tables["themes"], "goal")), self.texts)
        says = self.texts.say("picture.heat", bodies=len(bodies), items=best)
        title = self.texts.say("picture.heat_title")
        return self._figure("themes", drawing, says, table="themes", title=title)

    def _heat_rows(
        self, bodies: Sequence[str], found: Mapping[str, Mapping[str, int]]
    ) -> Iterator[HeatRow]:
        group = None
        for row in self.tables["themes"].rows:
            if row.group != group and row.group:
                group = row.group
                yield HeatRow(self.texts.code("domains", group), heading=True)
            yield HeatRow(
                self.texts.row(row), tuple(found[body].get(row.code, 0) for body in bodies)
            )

    def _strongest(self) -> Mapping[str, Mapping[str, int]]:
        """By body and theme, how strongly the theme is said."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for one in self.data.statements:
            level = strength(one.codes)
            if level >= MENTIONED:
                of = found[one.body]
                for theme in one.codes.themes:
                    of[theme] = max(level, of.get(theme, 0))
        return found

    def _change(self) -> Figure | None:
        rows = [(self.texts.row(row), one, two) for row, one, two in pairs(self.tables["periods"])]
        return self._pairs("change", self.tables["periods"], rows)

    def _years(self) -> Figure | None:
        """The share of each year's documents that use the UN goals, in the order of the years."""
        table = self.tables["sdgs_by_year"]
        at = [column.id for column in table.columns].index("sdg_use")
        years = [(row, cell) for row in table.rows if isinstance(cell := row.cells[at], Part)]
        if len(years) < FEWEST_YEARS or not any(cell.value for _, cell in years):
            return None
        bars = [
            Bar(self.texts.row(row), cell.share or 0.0, self.texts.of(cell)) for row, cell in years
        ]
        told = self.texts.listed([f"{bar.label} ({bar.value})" for bar in bars])
        title = f"{self.texts.say(table.title)} – {lowered(self.texts.column(table.columns[at]))}"
        says = self.texts.say("picture.years", items=told)
        drawing = ranked_bars(bars, self.palette)
        return self._figure("sdgs_by_year", drawing, says, table=table.id, title=title)

    def _balance(self) -> Figure | None:
        """Counties are left to the table: they are many, and few bodies are drawn in each."""
        rows = [
            (f"{self.texts.code('facts', row.group or '')}: {self.texts.row(row)}", one, two)
            for row, one, two in pairs(self.tables["balance"])
            if row.group != "county"
        ]
        return self._pairs("balance", self.tables["balance"], rows)

    def _pairs(
        self, id: str, table: Table, rows: Sequence[tuple[str, Part, Part]]
    ) -> Figure | None:
        percent = self.texts.percent
        drawn = [
            Change(name, one.share or 0.0, two.share or 0.0, f"{percent(one)} → {percent(two)}")
            for name, one, two in rows
        ]
        if not drawn:
            return None
        most = sorted(drawn, key=lambda row: -abs(row.after - row.before))[:NAMED]
        listed = self.texts.listed([f"{lowered(row.label)} ({row.value})" for row in most])
        before, after = (self.texts.column(column) for column in table.columns)
        drawing = changes(drawn, before, after, self.palette)
        says = self.texts.say(f"picture.{id}", items=listed)
        return self._figure(id, drawing, says, table=table.id, title=self.texts.say(table.title))

    def _map_sample(self) -> Figure | None:
        read = {row.body for row in self.data.documents if row.read}
        steps = {body.number: 0 if body.number in read else 1 for body in self.data.bodies}
        legend = [
            Step(1.0, self.texts.say("picture.read")),
            Step(0.35, self.texts.say("picture.unread")),
        ]
        said = self.tables["coverage"].coverage
        says = self.texts.say("picture.map_sample", **self.texts.counts(said))
        return self._map("map_sample", steps, legend, says, table="coverage")

    def _map_domains(self) -> Figure | None:
        table = self.tables["body_domains"]
        wide = {row.code: sum(bool(_count(cell)) for cell in row.cells) for row in table.rows}
        if not wide:
            return None
        most, least = max(wide.values()), min(wide.values())
        bounds = sorted({least, (least + most) // 2, most})
        steps = {body: sum(value > bound for bound in bounds[:-1]) for body, value in wide.items()}
        legend = [
            Step(0.25 + 0.75 * at / max(1, len(bounds) - 1), self._span(bounds, at))
            for at in range(len(bounds))
        ]
        says = self.texts.say("picture.map_domains", least=least, most=most)
        return self._map("map_domains", steps, legend, says, table=table.id)

    def _span(self, bounds: Sequence[int], at: int) -> str:
        low = bounds[0] if at == 0 else bounds[at - 1] + 1
        said = str(low) if low == bounds[at] else f"{low}–{bounds[at]}"
        return self.texts.say("picture.domains", n=said)

    def _map(
        self, id: str, steps: Mapping[str, int], legend: Sequence[Step], says: str, *, table: str
    ) -> Figure | None:
        """Municipalities where any were drawn, for counties cover them; else counties."""
        levels = {body.level for body in self.data.bodies if body.number in steps}
        level: Level = "municipality" if "municipality" in levels else "county"
        areas = borders.areas(self.data.register, level) if levels else ()
        shapes = [
            Shape(area.path, min((steps[n] for n in area.numbers if n in steps), default=None))
            for area in areas
        ]
        if sum(shape.step is not None for shape in shapes) < FEWEST_DRAWN:
            return None
        used = {shape.step for shape in shapes}
        kept = [at for at in range(len(legend)) if at in used]
        drawing = shaded_map(
            [Shape(s.path, None if s.step is None else kept.index(s.step)) for s in shapes],
            borders.size(),
            [legend[at] for at in kept],
            rest=self.texts.say("picture.rest"),
            palette=self.palette,
        )
        return self._figure(
            id, drawing, says, table=table, title=self.texts.say(f"picture.{id}_title"),
            credit=borders.ATTRIBUTION,
        )  # fmt: skip


def _greatest(found: Sequence[Named]) -> list[tuple[Row, Estimate]]:
    having = [pair for pair in found if pair[1].numerator]
    return sorted(having, key=lambda pair: -size(pair[1]))[:NAMED]


def _count(cell: object) -> int:
    return cell.value if isinstance(cell, Count) else 0
