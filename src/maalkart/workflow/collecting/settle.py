"""From answers to documents in place, rows in the manifest, and tables of where they come from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maalkart.collect.address import normal
from maalkart.collect.discover import Search, charset
from maalkart.collect.page import read_page
from maalkart.collect.polite import Clock
from maalkart.collect.rank import SURE, Judged, Wanted, term_of
from maalkart.core.csvfile import harmless, table_text
from maalkart.core.errors import MaalkartError
from maalkart.core.fetch import Answer
from maalkart.core.study import Body, DocumentFacts, DocumentKind
from maalkart.store.fetches import FetchLog, Proposal
from maalkart.store.shelf import Shelf
from maalkart.workflow.collecting.choosing import Choice, choose
from maalkart.workflow.collecting.looking import Looked
from maalkart.workflow.collecting.manifest import Row, Table, is_kind
from maalkart.workflow.collecting.records import (
    Found,
    Ranked,
    State,
    doubts_of,
    percent,
    shown,
)
from maalkart.workflow.study import Study, is_address, write_text

LONGEST_NOTE = 400  # characters: what Excel shows in a cell without scrolling for long
SUFFIXES = {"pdf": ".pdf", "docx": ".docx", "odt": ".odt", "html": ".html", "text": ".txt"}


@dataclass(frozen=True, slots=True)
class Settled:
    """All that was asked and answered."""

    study: Study
    bodies: tuple[Body, ...]
    table: Table
    asked: tuple[Row, ...]
    answers: Mapping[str, Answer]
    searches: Mapping[str, Search]
    looked: Looked

    @property
    def shelf(self) -> Shelf:
        """Where the contents lie."""
        return Shelf(self.study.folder / "collected" / "content")

    def facts(self, answer: Answer) -> DocumentFacts | None:
        """What the content of an answer says of itself."""
        found = self.looked.get(answer.last.sha256 or "")
        return found if isinstance(found, DocumentFacts) else None


def settle(given: Settled, log: FetchLog, clock: Clock) -> tuple[list[Found], list[MaalkartError]]:
    """Put documents in place and write the manifest; returns what to tell, and what went wrong."""
    today = clock.now()
    rows, found, problems = _rows(given, today)
    new, proposals, ranking = [], [], []
    rejected = _rejected(log, given.table)
    for body in given.bodies:
        for kind in given.study.settings.documents.kinds:
            if given.table.has(body.number, kind) or kind == "other":
                continue
            choice = _choice(given, body, kind, rejected)
            told, added = _chosen(given, body, kind, choice)
            found.append(told)
            new += added
            proposals += [_proposal(row, choice, today) for row in added]
            ranking += _ranking(body, kind, choice)
    problems += _troubles(given)
    given.table.write(given.study, [*rows, *new])
    for proposal in proposals:
        log.propose(proposal)
    _write_tables(given, log, ranking)
    order = {body.number: at for at, body in enumerate(given.bodies)}
    found.sort(key=lambda one: order[one.body])
    return found, problems


def _rejected(log: FetchLog, table: Table) -> set[tuple[str, str, str]]:
    """What was put to the user before and is no longer in the manifest: it is not put again."""
    return {
        (one.body, one.kind, one.sha256)
        for one in log.proposals()
        if one.source not in table.sources
    }


def _rows(given: Settled, today: datetime) -> tuple[list[Row], list[Found], list[MaalkartError]]:
    """The rows of the manifest, with files in the place of addresses that were fetched."""
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
    name = _file(given, answer, row["body"], row.kind)
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


def _choice(
    given: Settled, body: Body, kind: DocumentKind, rejected: set[tuple[str, str, str]]
) -> Choice:
    search = given.searches.get(body.number)
    wanted = Wanted(kind=kind, body=body.name, term=given.study.settings.collect.term)
    candidates = search.candidates.values() if search is not None else ()
    out = {sha256 for number, k, sha256 in rejected if (number, k) == (body.number, kind)}
    return choose(candidates, given.looked, wanted, out)


def _chosen(
    given: Settled, body: Body, kind: DocumentKind, choice: Choice
) -> tuple[Found, list[Row]]:
    """What is told of a kind of a body, and the rows of the manifest that say so."""
    best = choice.best
    if best is None:
        because = _why_missing(given, body, choice)
        none = Found(body=body.number, name=body.name, kind=kind, state="missing", because=because)
        return none, []
    term = given.study.settings.collect.term is not None
    doubts = doubts_of(best, choice.rivals, sure=SURE, term=term)
    sure = f"{percent(best.probability)} sure: {best.because}"
    note = f"in doubt: {'; '.join(doubts)}. {sure}" if doubts else sure
    answers = (best.candidate.answer, *best.candidate.parts)
    status = best.facts.status if best.facts is not None else "unknown"
    rows = [
        Row(
            0,
            {
                "body": body.number,
                "kind": kind,
                "source": _file(given, answer, body.number, kind),
                "adopted": (best.facts.adopted or "") if best.facts is not None else "",
                "status": status,
                "note": note[:LONGEST_NOTE]
                if answer is answers[0]
                else f"a part of {answers[0].asked}",
                "address": answer.last.address,
            },
        )
        for answer in answers
    ]
    told = Found(
        body=body.number,
        name=body.name,
        kind=kind,
        state="in doubt" if doubts else "found",
        source=rows[0]["source"],
        address=best.candidate.answer.last.address,
        sure=round(best.probability, 3),
        adopted=best.facts.adopted if best.facts is not None else None,
        in_term=best.in_term,
        shown=shown(best.facts),
        because="; ".join((*doubts, best.because)),
    )
    return told, rows


def _why_missing(given: Settled, body: Body, choice: Choice) -> str:
    search = given.searches.get(body.number)
    if not body.facts.get("website"):
        return "no website is known; add a column «website» to the register"
    if search is None:
        return "not looked for"
    if search.trouble is not None:
        return f"{body.facts['website']}: {search.trouble}"
    if choice.judged:
        first = choice.judged[0]
        address = first.candidate.answer.last.address
        return f"the nearest is {address}, {percent(first.probability)} sure: {first.because}"
    gone = f"; {len(search.gone)} addresses were gone" if search.gone else ""
    return f"nothing on {search.pages} pages of {body.facts['website']}{gone}"


def _troubles(given: Settled) -> list[MaalkartError]:
    """Websites that could not be looked at."""
    websites = {body.number: (body.name, body.facts.get("website")) for body in given.bodies}
    return [
        MaalkartError(
            f"the website of {websites[number][0]} could not be read: {search.trouble}",
            place=websites[number][1],
            hint="try again later, or name the documents in manifest.csv",
        )
        for number, search in given.searches.items()
        if search.trouble is not None
    ]


def _file(given: Settled, answer: Answer, body: str, kind: str) -> str:
    """Put a content into documents/, under a name that says whose and what; returns the name."""
    last = answer.last
    suffix = SUFFIXES.get(last.content or "", ".txt")
    name = f"documents/{body}-{kind}-{(last.sha256 or '')[:8]}{suffix}"
    path = given.study.folder / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_name(f".{path.name}.making")
        shutil.copyfile(given.shelf.path(last.sha256 or ""), making)
        os.replace(making, path)
    return name


def _proposal(row: Row, choice: Choice, today: datetime) -> Proposal:
    return Proposal(
        proposed=today.isoformat(timespec="seconds"),
        body=row["body"],
        kind=row["kind"],
        source=row["source"],
        sha256=choice.best.sha256 if choice.best is not None else "",
        address=row["address"],
    )


def _ranking(body: Body, kind: str, choice: Choice) -> list[Ranked]:
    return [
        Ranked(
            body=body.number,
            name=body.name,
            kind=kind,
            place=place,
            state=_standing(one, choice),
            judged=one,
        )
        for place, one in enumerate(choice.judged, start=1)
    ]


def _standing(one: Judged, choice: Choice) -> str:
    if one is choice.best:
        return "chosen"
    if one.superseded_by is not None:
        return f"superseded {one.superseded_by}"
    return "draft" if one.facts is not None and one.facts.status == "draft" else "not chosen"


def _write_tables(given: Settled, log: FetchLog, ranking: Sequence[Ranked]) -> None:
    """candidates.csv: all that was weighed; provenance.csv: where every document comes from."""
    folder = given.study.folder / "collected"
    if ranking:
        write_text(folder / "candidates.csv", _candidates(ranking))
    fetched = [fetch for fetch in log.all() if fetch.sha256 and fetch.content in SUFFIXES]
    rows = [
        (
            fetch.address,
            fetch.fetched,
            str(fetch.status or ""),
            fetch.sha256 or "",
            str(fetch.size or ""),
            fetch.content or "",
            *(harmless(fetch.headers.get(name, "")) for name in _HEADERS),
        )
        for fetch in fetched
    ]
    header = ("address", "fetched", "status", "sha256", "bytes", "content", *_HEADERS)
    if rows:
        write_text(folder / "provenance.csv", table_text(header, rows))


_HEADERS = ("content-type", "last-modified", "etag")


def _candidates(ranking: Sequence[Ranked]) -> str:
    header = (
        "body", "name", "kind", "place", "state", "sure", "adopted", "in_term", "address",
        "other_addresses", "link", "shown", "because",
    )  # fmt: skip
    return table_text(header, map(_cells, ranking))


def _cells(one: Ranked) -> list[str]:
    judged, answer = one.judged, one.judged.candidate.answer
    facts, place = judged.facts, answer.last.address
    others = [address for address in judged.candidate.addresses if address != place]
    told = (
        one.body, one.name, one.kind, str(one.place), one.state, f"{judged.probability:.3f}",
        (facts.adopted if facts else None) or "", judged.in_term, place, " ".join(others),
        judged.candidate.lead.link.text, shown(facts), judged.because,
    )  # fmt: skip
    return [harmless(cell) for cell in told]
