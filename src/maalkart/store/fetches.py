"""What has been fetched, in which round, and what was put to the user; only ever appended to."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from maalkart.core.fetch import Fetch
from maalkart.store.database import Database
from maalkart.store.schema import ENDED, FETCHES, PROPOSALS, ROUNDS

_COLUMNS = tuple(one.name for one in fields(Fetch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A row that collecting wrote into the manifest; one that the user took out is not repeated."""

    proposed: str
    body: str
    kind: str
    source: str
    sha256: str
    address: str


class FetchLog:
    """The log of one round of collecting, with what earlier rounds knew.

    A round asks for an address once; a round `anew`, which begins once the last has ended, asks
    whether anything has changed. Safe to use from several threads.
    """

    def __init__(self, database: Database, *, started: str, anew: bool = False) -> None:
        self._database = database
        self._lock = threading.Lock()
        self.round = self._round(started, anew=anew)
        self._now = self._latest(FETCHES.c.round == self.round)
        kept = FETCHES.c.sha256.is_not(None)
        self._before = self._latest(kept & (FETCHES.c.round < self.round))

    def _round(self, started: str, *, anew: bool) -> int:
        with self._database.writing() as connection:
            last = connection.execute(sa.select(sa.func.max(ROUNDS.c.id))).scalar_one()
            ended = sa.select(ENDED.c.round).where(ENDED.c.round == last)
            self._ended = connection.execute(ended).first() is not None
            if last is not None and not (anew and self._ended):
                return int(last)
            self._ended = False
            added = ROUNDS.insert().values(started=started).returning(ROUNDS.c.id)
            return int(connection.execute(added).scalar_one())

    def _latest(self, where: sa.ColumnElement[bool]) -> dict[str, Fetch]:
        query = sa.select(FETCHES).where(where).order_by(FETCHES.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["address"]: _fetch(row) for row in rows}

    @property
    def resumed(self) -> bool:
        """Whether something was asked for in this round already."""
        return bool(self._now)

    def done(self, address: str) -> Fetch | None:
        """What came of an address in this round; None where it is to be asked for."""
        found = self._now.get(address)
        return None if found is None or found.outcome == "failed" else found

    def before(self, address: str) -> Fetch | None:
        """What an earlier round got from an address."""
        return self._before.get(address)

    def add(self, fetch: Fetch) -> None:
        """Append to the log; once this returns, the address is not asked for again."""
        values: dict[str, Any] = {name: getattr(fetch, name) for name in _COLUMNS}
        values["headers"] = json.dumps(dict(fetch.headers), ensure_ascii=False, sort_keys=True)
        with self._lock, self._database.writing() as connection:
            connection.execute(FETCHES.insert().values(round=self.round, **values))
            self._now[fetch.address] = fetch

    def end(self, ended: str) -> None:
        """Say that the round has asked for all that it was to ask for."""
        if not self._ended:
            with self._database.writing() as connection:
                connection.execute(ENDED.insert().values(round=self.round, ended=ended))
            self._ended = True

    def all(self) -> list[Fetch]:
        """What is known of every address: of this round, or else of an earlier one."""
        known = {**self._before, **self._now}
        return [known[address] for address in sorted(known)]

    def propose(self, proposal: Proposal) -> None:
        """Remember a row that is put to the user."""
        values = {one.name: getattr(proposal, one.name) for one in fields(Proposal)}
        with self._database.writing() as connection:
            connection.execute(PROPOSALS.insert().values(values))

    def proposals(self) -> list[Proposal]:
        """All rows that were put to the user, oldest first."""
        query = sa.select(PROPOSALS).order_by(PROPOSALS.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Proposal(**{one.name: row[one.name] for one in fields(Proposal)}) for row in rows]


def _fetch(row: Any) -> Fetch:
    values = {name: row[name] for name in _COLUMNS}
    return Fetch(**{**values, "headers": json.loads(row["headers"])})
