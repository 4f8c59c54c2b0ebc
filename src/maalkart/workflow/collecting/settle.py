"""From answers to documents in place, and rows in the manifest that say how sure it is."""

from __future__ import annotations

from datetime import datetime

from maalkart.collect.polite import Clock
from maalkart.collect.rank import SURE, Wanted
from maalkart.core.errors import MaalkartError
from maalkart.core.study import Body, DocumentKind
from maalkart.store.fetches import FetchLog, Proposal
from maalkart.workflow.collecting.choosing import Choice, choose
from maalkart.workflow.collecting.given import Settled, put
from maalkart.workflow.collecting.manifest import Row, Table
from maalkart.workflow.collecting.origins import ranking, write_tables
from maalkart.workflow.collecting.records import Found, doubts_of, percent, shown
from maalkart.workflow.collecting.rows import renewed_rows

LONGEST_NOTE = 400  # characters: what Excel shows in a cell without scrolling for long


def settle(given: Settled, log: FetchLog, clock: Clock) -> tuple[list[Found], list[MaalkartError]]:
    """Put documents in place and write the manifest; returns what to tell, and what went wrong."""
    today = clock.now()
    rows, found, problems = renewed_rows(given, today)
    new, proposals, ranked = [], [], []
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
            ranked += ranking(body, kind, choice)
    problems += _troubles(given)
    given.table.write(given.study, [*rows, *new])
    for proposal in proposals:
        log.propose(proposal)
    write_tables(given, log, ranked)
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
    sure = f"{percent(best.sure)} sure: {best.because}"
    note = f"in doubt: {'; '.join(doubts)}. {sure}" if doubts else sure
    answers = (best.candidate.answer, *best.candidate.parts)
    status = best.facts.status if best.facts is not None else "unknown"
    rows = [
        Row(
            0,
            {
                "body": body.number,
                "kind": kind,
                "source": put(given, answer, body.number, kind),
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
        sure=round(best.sure, 3),
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
        return f"the nearest is {address}, {percent(first.sure)} sure: {first.because}"
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


def _proposal(row: Row, choice: Choice, today: datetime) -> Proposal:
    return Proposal(
        proposed=today.isoformat(timespec="seconds"),
        body=row["body"],
        kind=row["kind"],
        source=row["source"],
        sha256=choice.best.sha256 if choice.best is not None else "",
        address=row["address"],
    )
