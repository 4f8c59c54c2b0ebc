"""Tables for people: all candidates that were weighed, and where every document comes from."""

from __future__ import annotations

from collections.abc import Sequence

from maalkart.collect.rank import Judged
from maalkart.core.csvfile import harmless, table_text
from maalkart.core.study import Body
from maalkart.store.fetches import FetchLog
from maalkart.workflow.collecting.choosing import Choice
from maalkart.workflow.collecting.given import SUFFIXES, Settled
from maalkart.workflow.collecting.records import Ranked, shown
from maalkart.workflow.study import write_text

_HEADERS = ("content-type", "last-modified", "etag")


def ranking(body: Body, kind: str, choice: Choice) -> list[Ranked]:
    """The candidates of a kind of a body, in their order."""
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


def write_tables(given: Settled, log: FetchLog, ranked: Sequence[Ranked]) -> None:
    """candidates.csv: all that was weighed; provenance.csv: where every document comes from."""
    folder = given.study.folder / "collected"
    if ranked:
        write_text(folder / "candidates.csv", _candidates(ranked))
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


def _candidates(ranked: Sequence[Ranked]) -> str:
    header = (
        "body", "name", "kind", "place", "state", "sure", "adopted", "in_term", "address",
        "other_addresses", "link", "shown", "because",
    )  # fmt: skip
    return table_text(header, map(_cells, ranked))


def _cells(one: Ranked) -> list[str]:
    judged, answer = one.judged, one.judged.candidate.answer
    facts, place = judged.facts, answer.last.address
    others = [address for address in judged.candidate.addresses if address != place]
    told = (
        one.body, one.name, one.kind, str(one.place), one.state, f"{judged.sure:.3f}",
        (facts.adopted if facts else None) or "", judged.in_term, place, " ".join(others),
        judged.candidate.lead.link.text, shown(facts), judged.because,
    )  # fmt: skip
    return [harmless(cell) for cell in told]
