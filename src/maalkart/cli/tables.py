"""Tables for the terminal: lines of text from the records of the workflow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from maalkart.cli.output import printable

if TYPE_CHECKING:
    from maalkart.register.balance import BalanceRow, Coverage
    from maalkart.workflow.collecting.records import CollectReport, Found
    from maalkart.workflow.sample import SampleReport
    from maalkart.workflow.status import StatusReport

BAR = 40  # characters of the longest bar


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> list[str]:
    """Columns in line: the first `words` of them to the left, numbers to the right."""
    cells = [[printable(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at < words else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def sample_lines(report: SampleReport) -> Iterator[str]:
    """How the sample mirrors its frame: probabilities, balance, and a map in words."""
    yield from _probability_lines(report)
    yield ""
    yield from table(
        ("", "register", "sample", "weighted", "total", "estimated", "off", "by chance"),
        map(_balance_cells, report.balance),
    )
    yield "off: weighted mean against the register's, in standard deviations;"
    yield "by chance: how far off a simple random sample of the size is on average"
    if report.regions:
        yield ""
        yield from _map_lines(report.region, report.regions)
    if report.earlier is not None:
        yield f"the earlier draw is kept: {report.earlier}"


def _probability_lines(report: SampleReport) -> Iterator[str]:
    for method in ("exact", "simulated"):
        chances = [
            body.inclusion_probability or 0.0
            for body in report.bodies
            if body.facts.get("probability_method") == method
        ]
        if chances:
            spread = f"{min(chances):.3f} to {max(chances):.3f}"
            yield f"{len(chances)} inclusion probabilities, {method}: {spread}"


def _balance_cells(row: BalanceRow) -> tuple[str, ...]:
    value = "" if row.value is None else f" {row.value}"
    digits = 3 if row.value is not None else 0 if abs(row.frame) >= 100 else 2
    return (
        f"{row.column}{value} ({row.level})",
        *(f"{number:,.{digits}f}" for number in (row.frame, row.drawn, row.estimate)),
        *(f"{number:,.0f}" for number in (row.total, row.estimated_total)),
        f"{row.difference:+.2f}",
        f"{row.by_chance:.2f}",
    )


def _map_lines(region: str, regions: Sequence[Coverage]) -> list[str]:
    most = max(one.bodies for one in regions)
    rows = [
        (one.value, "█" * one.drawn + "·" * round((one.bodies - one.drawn) * _scale(most)),
         str(one.drawn), f"{one.expected:.1f}", str(one.bodies))
        for one in regions
    ]  # fmt: skip
    return table((region, "", "drawn", "expected", "of"), rows, words=2)


def _scale(most: int) -> float:
    return min(1.0, BAR / most)


def status_lines(report: StatusReport) -> Iterator[str]:
    """Bodies × kinds, then what is unread or in doubt with the reason, then the sums."""
    from maalkart.workflow.status import SIGNS

    rows = [
        (
            f"{body.number} {body.name}",
            *(_sign(report, body.number, kind) for kind in report.kinds),
            body.facts.get("response", ""),
        )
        for body in report.bodies
    ]
    yield from table(("", *report.kinds, ""), rows)
    yield ""
    for cell in report.cells.values():
        for one in cell.documents:
            if one.state != "there":
                told = f"{cell.name}, {cell.kind}: {one.state}: {one.source}: {one.because}"
                yield printable(told)
    sums = ", ".join(f"{SIGNS[state]} {report.counts[state]} {state}" for state in SIGNS)
    silent = sum(body.nonresponding for body in report.bodies)
    expected = len(report.bodies) - silent
    yield f"{expected} bodies × {len(report.kinds)} kinds = {len(report.cells)}: {sums}"
    if silent:
        yield f"{silent} more without response, of which nothing is expected"


def _sign(report: StatusReport, body: str, kind: str) -> str:
    from maalkart.workflow.status import SIGNS

    cell = report.cells.get((body, kind))
    return "" if cell is None else SIGNS[cell.state]


def collect_lines(report: CollectReport) -> Iterator[str]:
    """What was found, missing or in doubt, a line each, then why, then the sums."""
    header = ("body", "kind", "", "sure", "adopted", "in term")
    yield from table(header, map(_found_cells, report.found), words=3)
    telling = [one for one in report.found if one.state != "there" or one.because]
    for one in telling:
        yield ""
        yield printable(f"{one.name}, {one.kind}: {one.state}")
        for told in (one.source, one.address, one.shown, one.because):
            if told:
                yield printable(f"  {told}")
    yield ""
    sums = ", ".join(f"{count} {state}" for state, count in report.counts.most_common())
    yield f"{sums or 'nothing is asked for'}; {report.asked} requests"
    if report.counts["in doubt"]:
        yield "to settle a doubt: take the word out of «note» in manifest.csv, or the row"


def _found_cells(one: Found) -> tuple[str, ...]:
    from maalkart.workflow.collecting.records import percent

    return (
        f"{one.body} {one.name}",
        one.kind,
        one.state,
        percent(one.sure) if one.sure is not None else "",
        one.adopted or "",
        one.in_term if one.adopted else "",
    )
