"""The rows of the manifest after their addresses were asked for: fetched, changed, or gone."""

from __future__ import annotations

from datetime import datetime

from maalkart.collect.address import normal
from maalkart.collect.discover import charset
from maalkart.collect.page import read_page
from maalkart.collect.rank import term_of
from maalkart.core.errors import MaalkartError
from maalkart.core.fetch import Answer
from maalkart.workflow.collecting.given import Settled, put
from maalkart.workflow.collecting.manifest import Row, is_kind
from maalkart.workflow.collecting.records import Found, State, shown
from maalkart.workflow.study import is_address


def renewed_rows(
    given: Settled, today: datetime
) -> tuple[list[Row], list[Found], list[MaalkartError]]:
    """The rows of the manifest, with files in the place of addresses that were fetched."""
    """Rows with files in the place of addresses, what to tell of each, and what went wrong."""
    rows: list[Row] = []
    found: list[Found] = []
    problems: list[MaalkartError] = []
    names = {body.number: body.name for body in given.bodies}
    kept: dict[tuple[str, str, str], int] = {}
    for row in given.table.rows:
        answer = given.answers.get(normal(row.address or "") or "")
        if row["body"] not in names or not is_kind(row.kind):
            rows.append(row)
            continue
        if row not in given.asked or answer is None:
            state: State = "failed" if is_address(row["source"]) else "there"
            found.append(_told(given, row, names[row["body"]], state))
            rows.append(row)
            continue
        row, state, because = _renewed(given, row, answer, today)
        sha256 = answer.last.sha256 or ""
        first = kept.setdefault((row["body"], row.kind, sha256), row.line)
        if sha256 and first != row.line:
            because = f"the same document as on line {first}; one of the two rows is enough"
            row = row.noted(because)
        if state in ("failed", "vanished") and is_address(row["source"]):
            place = f"{given.study.manifest_path}, line {row.line}"
            problems.append(_problem(row, because, place))
        found.append(_told(given, row, names[row["body"]], state, answer, because))
        rows.append(row)
    return rows, found, problems


def _problem(row: Row, because: str, place: str) -> MaalkartError:
    return MaalkartError(
        f"{row.address} could not be fetched: {because}",
        place=place,
        hint="mend the address, or put the file in documents/ and name it there",
    )


def _renewed(given: Settled, row: Row, answer: Answer, today: datetime) -> tuple[Row, State, str]:
    """A row after its address was asked for: fetched, the same as before, another, or gone."""
    day, last = today.date().isoformat(), answer.last
    if not answer.has_content or _gone(given, answer):
        gone = answer.has_content or last.outcome == "vanished"
        because = "the page says that there is none" if answer.has_content else last.because or ""
        if gone and not is_address(row["source"]):
            row = row.noted(f"gone from its address since {day}; the file is kept")
        return row, "vanished" if gone else "failed", because
    moved = f"moved to {answer.moved_to}" if answer.moved_to else ""
    if moved:
        row = row.noted(moved)
    name = put(given, answer, row["body"], row.kind)
    if is_address(row["source"]):
        facts = given.facts(answer)
        row = row.fetched(name, row.address or "")
        if facts is not None:
            status = facts.status if facts.status != "unknown" else None
            row = row.filled(adopted=facts.adopted, status=status)
        return row, "fetched", moved
    if _same(given, row, answer):
        return row, "unchanged", moved
    because = f"changed at its address, {day}: the new one is {name}"
    return row.noted(because), "changed", because


def _same(given: Settled, row: Row, answer: Answer) -> bool:
    path = given.study.folder / row["source"]
    content = given.shelf.get(answer.last.sha256 or "")
    return path.is_file() and content is not None and path.read_bytes() == content


def _gone(given: Settled, answer: Answer) -> bool:
    """A page that says with 200 that it is not there."""
    last = answer.last
    if last.content != "html":
        return False
    data = given.shelf.get(last.sha256 or "") or b""
    return read_page(data, last.address, charset(answer)).gone


def _told(
    given: Settled,
    row: Row,
    name: str,
    state: State,
    answer: Answer | None = None,
    because: str = "",
) -> Found:
    facts = given.facts(answer) if answer is not None else None
    if facts is not None and state == "fetched" and facts.kind not in (row.kind, "other"):
        because = "; ".join(filter(None, (because, f"it calls itself {facts.kind}")))
    return Found(
        body=row["body"],
        name=name,
        kind=row.kind,
        state=state,
        source=row["source"],
        address=row.address or "",
        adopted=(facts.adopted if facts else None) or row["adopted"] or None,
        in_term=term_of(facts, given.study.settings.collect.term) if facts else "unknown",
        shown=shown(facts),
        because=because or row["note"],
    )
