"""What must hold through all tables before a single figure is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from maalkart.core.errors import MaalkartError
from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.exhibits import Exhibit
from maalkart.report.table import Count, Table, statements_of

Faults = Iterator[str]
WHOLE = frozenset({"all", "top", "contributes", "share"})  # columns over all documents


def check(tables: Sequence[Table], data: StudyData, shown: Mapping[str, Exhibit]) -> None:
    """Raise MaalkartError, naming each fault, unless the tables agree with each other.

    A share's bodies are the bodies of its statements; every statement can be shown; strengths
    nest; a theme is never more used than its domain, nor one kind of document than all; columns
    over all documents have one denominator; tables that speak of the same thing say the same.
    """
    by_id = {table.id: table for table in tables}
    faults = [fault for table in tables for fault in _of_table(table, shown)]
    faults += [fault for test in _BETWEEN for fault in test(by_id, data)]
    if faults:
        raise MaalkartError(
            "the tables do not agree: " + "; ".join(faults[:10]),
            hint="this is a fault in målkart or in its input, and no report was written",
        )


def _of_table(table: Table, shown: Mapping[str, Exhibit]) -> Faults:
    for row, column, cell in table.cells():
        place = f"{table.id}/{row.code}/{column.id}"
        if not shown.keys() >= set(statements_of(cell)):
            missing = next(one for one in statements_of(cell) if one not in shown)
            yield f"{place} rests on statements that are not there ({missing})"
            continue
        if isinstance(cell, Count) and cell.statements:
            counted = _speaking(cell, shown) if cell.of_bodies else len(cell.statements)
            if cell.value > counted or (cell.value != counted and not cell.of_bodies):
                yield f"{place} counts {cell.value}, shows {counted}"
        if isinstance(cell, Estimate):
            yield from _of_share(place, cell, (table.unit, column.bodies), shown)
    for row in table.rows:
        yield from _nested(table, row.cells, f"{table.id}/{row.code}")


def _of_share(
    place: str, cell: Estimate, column: tuple[str, int | None], shown: Mapping[str, Exhibit]
) -> Faults:
    unit, of = column
    if cell.denominator != of:
        yield f"{place} is of {cell.denominator} {unit}, its column of {of}"
    if cell.coverage is None:
        yield f"{place} does not say what it covers"
    elif unit == "bodies" and cell.coverage.bodies_read < cell.denominator:
        yield f"{place} is of {cell.denominator} bodies, but {cell.coverage.bodies_read} were read"
    if not 0 <= cell.numerator <= cell.denominator:
        yield f"{place} has {cell.numerator} of {cell.denominator}"
    if unit == "statements":
        return
    speaking = _speaking(cell, shown)
    if speaking < cell.numerator or bool(speaking) != bool(cell.numerator):
        yield f"{place} counts {cell.numerator} bodies, its statements are of {speaking}"


def _speaking(cell: Estimate | Count, shown: Mapping[str, Exhibit]) -> int:
    return len(set().union(*(shown[one].bodies for one in cell.statements)))


def _nested(table: Table, cells: Sequence[object], place: str) -> Faults:
    """Columns of one table that contain each other, widest first."""
    ids = [column.id for column in table.columns]
    for wide, narrow in (
        ("mentioned", "goal"), ("goal", "top"), ("mentioned", "top"), ("all", "mentioned"),
        ("contributes", "contributes_goal"),
    ):  # fmt: skip
        if wide in ids and narrow in ids:
            pair = cells[ids.index(wide)], cells[ids.index(narrow)]
            if all(isinstance(one, Estimate) for one in pair) and _more(pair[1], pair[0]):
                yield f"{place}: {narrow} is more than {wide}"
    if table.id.endswith("_by_kind"):
        yield from (f"{place}: a kind is more than all" for cell in cells if _more(cell, cells[0]))


def _more(narrow: object, wide: object) -> bool:
    return (
        isinstance(narrow, Estimate)
        and isinstance(wide, Estimate)
        and narrow.numerator > wide.numerator
    )


def _themes_within_domains(tables: Mapping[str, Table], data: StudyData) -> Faults:
    for themes, domains in (("themes", "domains"), ("themes_by_kind", "domains_by_kind")):
        for row in tables[themes].rows:
            wide = tables[domains].row(row.group or "").cells
            if any(_more(narrow, over) for narrow, over in zip(row.cells, wide, strict=True)):
                yield f"{themes}/{row.code} is more used than its domain"


def _same_in_ranking(tables: Mapping[str, Table], data: StudyData) -> Faults:
    for row in tables["themes"].rows:
        said = tuple(row.cells[at] for at in (0, 2))
        ranked = tuple(tables["ranking"].row(row.code).cells[at] for at in (1, 3))
        every = tables["themes_by_kind"].row(row.code).cells[0]
        if said != ranked or said[0] != every:
            yield f"the tables of {row.code} differ"


def _one_sample(tables: Mapping[str, Table], data: StudyData) -> Faults:
    """All tables are of the same bodies, and all their shares by the same way of estimating."""
    for table in tables.values():
        if table.coverage.bodies != len(data.drawn):
            yield f"{table.id} is of {table.coverage.bodies} bodies, the study {len(data.drawn)}"
        whole = [column.bodies for column in table.columns if column.id in WHOLE]
        if table.unit == "bodies" and set(whole) - {tables["domains"].coverage.bodies_read}:
            yield f"{table.id} has {whole} bodies over all documents, other tables have others"
    cells = [cell for table in tables.values() for _, _, cell in table.cells()]
    shares = [cell for cell in cells if isinstance(cell, Estimate) and cell.denominator]
    if len({share.low is None for share in shares}) > 1:
        yield "some shares have an interval, others none"


def _whole_sample(tables: Mapping[str, Table], data: StudyData) -> Faults:
    """Everyone drawn answers, lacks documents, or is replaced by one that stands for it alone."""
    places = Counter(body.replaces for body in data.bodies if body.replaces)
    without = {body.number for body in data.bodies if body.nonresponding}
    for number, several in sorted(places.items()):
        if number not in without:
            yield f"{number} is replaced, but not recorded without response"
        if several > 1:
            yield f"{several} bodies replace {number}"
    read = {row.body for row in data.documents if row.read}
    if read & without:
        yield f"documents of bodies without response: {', '.join(sorted(read & without))}"
    told = tables["coverage"].coverage
    silent = sum(body.number not in read for body in data.drawn)
    if told.nonresponse != silent or told.bodies_read != len(read):
        yield f"{silent} of those drawn lack documents, the coverage says {told.nonresponse}"


def _same_documents(tables: Mapping[str, Table], data: StudyData) -> Faults:
    read = sum(
        cell.value
        for _, column, cell in tables["coverage"].cells()
        if column.id in data.kinds and isinstance(cell, Count)
    )
    failed = sum(
        cell.value
        for _, column, cell in tables["coverage"].cells()
        if column.id == "failed" and isinstance(cell, Count)
    )
    known = {body.number for body in data.bodies}
    strangers = sorted({row.body for row in data.documents} - known)
    if strangers:
        yield f"documents of bodies outside the sample: {', '.join(strangers)}"
    if read != sum(row.read for row in data.documents):
        yield "documents of a kind that the study does not ask for"
    if read + failed != len(data.documents) or len(tables["documents"].rows) != read + failed:
        yield f"{len(data.documents)} documents, but {read} read and {failed} failed in coverage"


def _all_statements(tables: Mapping[str, Table], data: StudyData) -> Faults:
    shown = {
        (row.code, one) for row, _, cell in tables["by_body"].cells() for one in statements_of(cell)
    }
    counted = {(one.body, one.statement.id) for one in data.statements if one.codes.type != "none"}
    if shown != counted:
        yield f"{len(counted)} statements in the study, {len(shown)} by body"


def _domains_by_body(tables: Mapping[str, Table], data: StudyData) -> Faults:
    saying: Counter[str] = Counter(
        column.id
        for _, column, cell in tables["body_domains"].cells()
        if isinstance(cell, Count) and cell.value
    )
    for row in tables["domains"].rows:
        share = tables["domains"].estimate(row.code, "goal")
        if share.numerator != saying[row.code]:
            yield f"{row.code}: {share.numerator} bodies by domain, {saying[row.code]} by body"


def _value_words(tables: Mapping[str, Table], data: StudyData) -> Faults:
    shown = {row.code for row in tables["value_words"].rows}
    for word in (one for one in data.value_words if one.headword in shown):
        share = tables["value_words"].estimate(word.headword, "share")
        if share.numerator != len(set(word.bodies)):
            yield f"«{word.headword}»: {len(set(word.bodies))} bodies, {share.numerator} counted"


_BETWEEN: tuple[Callable[[Mapping[str, Table], StudyData], Faults], ...] = (
    _themes_within_domains,
    _same_in_ranking,
    _one_sample,
    _whole_sample,
    _same_documents,
    _all_statements,
    _domains_by_body,
    _value_words,
)
