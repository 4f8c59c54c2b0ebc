"""`maalkart collect`: from the manifest and the websites of the bodies to documents in place.

What is fetched lies under `collected/`, each content once, and every request is in `study.db`. A
search is a pure function of the answers it gets, so that one that was killed is played through
again from the log, without asking for anything a second time, and goes on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from maalkart.collect.address import host_of, normal
from maalkart.collect.discover import Search, Site
from maalkart.collect.fetch import Fetcher
from maalkart.collect.guard import Guard, Resolve, resolve
from maalkart.collect.polite import Clock
from maalkart.collect.warc import Archive
from maalkart.core.errors import StudyError
from maalkart.core.fetch import Answer
from maalkart.core.study import Body, DocumentKind
from maalkart.store.fetches import FetchLog
from maalkart.store.shelf import Shelf
from maalkart.workflow.collecting.given import Settled
from maalkart.workflow.collecting.looking import Looked, look
from maalkart.workflow.collecting.manifest import Row, Table
from maalkart.workflow.collecting.records import CollectReport
from maalkart.workflow.collecting.settle import settle
from maalkart.workflow.run import Progress, silent
from maalkart.workflow.sample import draw_if_missing
from maalkart.workflow.study import Study, is_address, load_manifest, opened


@dataclass(frozen=True, slots=True)
class World:
    """What a test puts its own in the place of: the names of the net, and the time."""

    resolve: Resolve = resolve
    clock: Clock = field(default_factory=Clock)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be fetched: rows of the manifest, and bodies whose kinds are looked for."""

    rows: tuple[Row, ...]
    searches: Mapping[str, tuple[Body, tuple[DocumentKind, ...]]]


def collect(
    study: Study,
    *,
    anew: bool = False,
    workers: int | None = None,
    progress: Progress = silent,
    world: World | None = None,
) -> CollectReport:
    """Fetch what the manifest names, and look for what it does not; then write what was found.

    `anew` asks again for what was fetched in an earlier round, but only for what has changed.
    Raises StudyError where there is something to ask for and no contact is named.
    """
    draw_if_missing(study)
    world = world or World()
    bodies, table = study.bodies(), Table.of(study)
    asked = _asked(study, bodies, table, anew=anew)
    if (asked.rows or asked.searches) and not study.settings.collect.contact.strip():
        raise StudyError(
            "say who asks before anything is fetched from the web",
            place=f"{study.folder / 'study.toml'}, [collect] contact",
            hint='add [collect] with contact = "name@example.org", or search = false to stay here',
        )
    with opened(study) as database:
        now = world.clock.now().isoformat(timespec="seconds")
        log = FetchLog(database, started=now, anew=anew)
        with _fetcher(study, log, world) as fetcher:
            answers, searches = _fetch(study, fetcher, asked, progress)
            looked = _look(study, bodies, answers, searches, (workers, progress))
            given = Settled(study, bodies, table, asked.rows, answers, searches, looked)
            found, problems = settle(given, log, world.clock)
            log.end(world.clock.now().isoformat(timespec="seconds"))
    problems += [
        problem
        for problem in load_manifest(study, bodies).problems
        if "is not fetched yet" not in problem.message
    ]
    return CollectReport(tuple(found), tuple(problems), fetcher.asked)


def _asked(study: Study, bodies: Sequence[Body], table: Table, *, anew: bool) -> Asked:
    known = {body.number for body in bodies}
    rows = tuple(
        row
        for row in table.rows
        if row["body"] in known and row.address and (anew or is_address(row["source"]))
    )
    searches = {}
    for body in bodies if study.settings.collect.search else ():
        missing = tuple(k for k in study.settings.documents.kinds if not table.has(body.number, k))
        wanted = tuple(kind for kind in missing if kind != "other")
        if wanted and body.facts.get("website") and not body.nonresponding:
            searches[body.number] = (body, wanted)
    return Asked(rows, searches)


@contextmanager
def _fetcher(study: Study, log: FetchLog, world: World) -> Iterator[Fetcher]:
    settings = study.settings.collect
    archive = Archive(_next_archive(study)) if settings.warc else None
    fetcher = Fetcher(
        log=log,
        shelf=shelf_of(study),
        settings=settings,
        guard=Guard(world.resolve, settings.allow_networks),
        clock=world.clock,
        witness=archive,
    )
    try:
        yield fetcher
    finally:
        fetcher.close()
        if archive is not None:
            archive.close()


def shelf_of(study: Study) -> Shelf:
    """Where the contents lie that were fetched for a study."""
    return Shelf(study.folder / "collected" / "content")


def _next_archive(study: Study) -> Any:
    folder, number = study.folder / "collected", 1
    while (path := folder / f"answers-{number}.warc.gz").exists():
        number += 1
    return path


Answers = dict[str, Answer]
Searches = dict[str, Search]


def _fetch(
    study: Study, fetcher: Fetcher, asked: Asked, progress: Progress
) -> tuple[Answers, Searches]:
    """Ask several hosts at a time, each for one thing at a time."""
    answers: Answers = {}
    searches: Searches = {}
    by_host: dict[str, list[str]] = {}
    for row in asked.rows:
        address = normal(row.address or "")
        if address is not None:
            by_host.setdefault(host_of(address), []).append(address)

    def fetch_rows(addresses: Sequence[str]) -> None:
        answers.update((address, fetcher.get(address)) for address in addresses)

    def search(body: Body, kinds: Sequence[DocumentKind]) -> None:
        pages = study.settings.collect.max_pages
        searches[body.number] = _search(fetcher, body.facts["website"], kinds, pages)

    with ThreadPoolExecutor(study.settings.collect.hosts) as pool:
        jobs = [_submit(pool, fetch_rows, addresses) for addresses in by_host.values()]
        jobs += [_submit(pool, search, *one) for one in asked.searches.values()]
        for done, job in enumerate(as_completed(jobs), start=1):
            job.result()
            progress("fetch", done, len(jobs))
    return answers, searches


def _submit(pool: ThreadPoolExecutor, function: Callable[..., None], *arguments: Any) -> Any:
    return pool.submit(function, *arguments)


def _search(
    fetcher: Fetcher, website: str, kinds: Sequence[DocumentKind], max_pages: int
) -> Search:
    """Look on a website, encrypted if it can be so."""
    told = website if is_address(website) else f"https://{website}"
    starts = [told] if is_address(website) else [told, f"http://{website}"]
    found = Search(trouble=f"«{website}» is no address")
    for start in filter(None, map(normal, starts)):
        found = Site(fetcher, start, kinds=kinds, max_pages=max_pages).search()
        if found.trouble is None:
            break
    return found


def _look(
    study: Study,
    bodies: Sequence[Body],
    answers: Answers,
    searches: Searches,
    how: tuple[int | None, Progress],
) -> Looked:
    """Read what was fetched that may be a document of the study."""
    workers, progress = how
    contents = {answer.last.sha256 for answer in answers.values()}
    contents |= {sha256 for search in searches.values() for sha256 in search.candidates}
    return look(
        study.derived,
        shelf_of(study),
        {sha256 for sha256 in contents if sha256},
        bodies=bodies,
        workers=workers or os.cpu_count() or 1,
        progress=lambda done, total: progress("look", done, total),
    )
