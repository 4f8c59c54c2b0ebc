"""`maalkart run`: a study from wherever it is to a finished report, doing only what is missing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from maalkart import engine
from maalkart.core.errors import MaalkartError
from maalkart.core.study import Body
from maalkart.store import frames
from maalkart.store.database import Database, LedgerRow
from maalkart.workflow import documents
from maalkart.workflow.sample import draw_if_missing
from maalkart.workflow.steps import Keys, digest, step, steps
from maalkart.workflow.study import Manifest, Source, Study, load_manifest


class Progress(Protocol):
    """Told how far a step has come; `total` may be 0 where there is nothing to do."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Tell no one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReport:
    """What a step did: items done now, found done already, and failed."""

    step: str
    version: str
    done: int
    unchanged: int
    failed: int
    seconds: float
    output: str | None = None


@dataclass(slots=True)
class RunReport:
    """What a run did, step by step, and what could not be done."""

    steps: list[StepReport] = field(default_factory=list)
    problems: list[MaalkartError] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 where all was done, 1 where something could not be."""
        return 1 if self.problems else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of a study with the keys of what is computed of them, by manifest row."""

    bodies: tuple[Body, ...]
    manifest: Manifest
    keys: Mapping[Source, Keys]

    def tasks(self, study: Study, names: tuple[str, ...]) -> list[documents.Task]:
        """One task for each document, whoever shares it; in the order of the manifest."""
        codebook = _codebook(study)
        tasks = {
            keys.read: documents.Task(
                path=source.path.resolve(),
                name=source.row.source,
                keys=keys,
                derived=study.derived.root.resolve(),
                ocr=study.settings.documents.ocr,
                codebook=codebook,
                bodies=names,
            )
            for source, keys in reversed(self.keys.items())
        }
        return list(reversed(tasks.values()))


def _codebook(study: Study) -> Path | None:
    path = study.settings.codebook.path
    return None if path is None else (study.folder / path).resolve()


def plan(study: Study, database: Database) -> Plan:
    """Find the documents of a study and name what is computed of each."""
    bodies = study.bodies()
    manifest = load_manifest(study, bodies, database)
    codebook = _codebook(study)
    told = digest(codebook.read_text(encoding="utf-8") if codebook else "")
    names = digest(*(body.name for body in bodies))
    ocr = study.settings.documents.ocr
    first: dict[str, str] = {}
    keys = {
        source: Keys.of(
            sha256=source.sha256,
            name=first.setdefault(source.sha256, source.row.source),
            ocr=ocr,
            codebook=told,
            bodies=names,
        )
        for source in manifest.sources
    }
    return Plan(bodies, manifest, keys)


@contextmanager
def opened(study: Study) -> Iterator[Database]:
    """The study's database, closed whatever happens."""
    database = study.database()
    try:
        yield database
    finally:
        database.close()


def read(study: Study, report: RunReport, *, workers: int, progress: Progress = silent) -> None:
    """Read and split every document that has not been, in guarded workers."""
    with opened(study) as database:
        planned = plan(study, database)
    report.problems += planned.manifest.problems
    tasks = planned.tasks(study, _names(planned))
    derived = study.derived
    failed = _failures(study)
    known = derived.keys(step("split"))
    missing = [t for t in tasks if t.keys.split not in known and t.keys.read not in failed]
    began = time.monotonic()
    new_failures = 0
    answers = engine.map_limited(documents.read_and_split, missing, workers=workers)
    for done, (task, answer) in enumerate(answers, start=1):
        if isinstance(answer, MaalkartError):
            new_failures += 1
            key = task.keys.read
            derived.write(step("read"), key, {"failures": _failure_frame(key, answer)})
        progress("read", done, len(missing))
    failed = _failures(study)
    report.problems += [failed[t.keys.read] for t in tasks if t.keys.read in failed]
    report.steps.append(
        StepReport(
            step="read",
            version=step("read").version,
            done=len(missing) - new_failures,
            unchanged=len(tasks) - len(missing),
            failed=new_failures,
            seconds=time.monotonic() - began,
        )
    )


def code(study: Study, report: RunReport, *, workers: int, progress: Progress = silent) -> None:
    """Code and describe every document that is read and has not been."""
    with opened(study) as database:
        planned = plan(study, database)
    derived = study.derived
    split = derived.keys(step("split"))
    tasks = [t for t in planned.tasks(study, _names(planned)) if t.keys.split in split]
    known = derived.keys(step("describe"))
    missing = [t for t in tasks if t.keys.describe not in known]
    began = time.monotonic()
    if missing:
        answers = engine.map_steps(
            documents.code_and_describe, missing, workers=workers, together=4
        )
        for done, _ in enumerate(answers, start=1):
            progress("code", done, len(missing))
    report.steps.append(
        StepReport(
            step="code",
            version=step("code").version,
            done=len(missing),
            unchanged=len(tasks) - len(missing),
            failed=0,
            seconds=time.monotonic() - began,
        )
    )


def pack(study: Study) -> None:
    """Compact what the steps made, and drop what no document asks for any more."""
    with opened(study) as database:
        planned = plan(study, database)
    for one in steps():
        keep = {str(getattr(keys, one.name)) for keys in planned.keys.values()}
        study.derived.pack(one, keep)
        study.derived.forget_other_versions(one)


def run(study: Study, *, workers: int | None = None, progress: Progress = silent) -> RunReport:
    """Take a study to a finished report; each step does what is missing or changed."""
    from maalkart.workflow import publish

    report = RunReport()
    workers = workers or os.cpu_count() or 1
    draw_if_missing(study)
    read(study, report, workers=workers, progress=progress)
    code(study, report, workers=workers, progress=progress)
    pack(study)
    publish.publish(study, report, progress=progress)
    record(study, report)
    return report


def record(study: Study, report: RunReport) -> None:
    """Write what the steps did into the ledger."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with opened(study) as database:
        database.record(
            LedgerRow(
                started=now,
                step=done.step,
                version=done.version,
                done=done.done,
                unchanged=done.unchanged,
                failed=done.failed,
                seconds=round(done.seconds, 3),
                output=done.output,
            )
            for done in report.steps
        )


def _names(planned: Plan) -> tuple[str, ...]:
    return tuple(body.name for body in planned.bodies)


def _failure_frame(key: str, error: MaalkartError) -> pl.DataFrame:
    row = {"place": error.place, "message": error.message, "hint": error.hint}
    return frames.frame("failures", key, [row])


def _failures(study: Study) -> dict[str, MaalkartError]:
    rows = study.derived.read(step("read"), "failures").iter_rows(named=True)
    return {
        row["key"]: MaalkartError(row["message"], place=row["place"], hint=row["hint"])
        for row in rows
    }
