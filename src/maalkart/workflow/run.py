"""`maalkart run`: a study from wherever it is to a finished report, doing only what is missing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl

from maalkart.core.errors import MaalkartError, ReadingError, StudyError
from maalkart.store import frames
from maalkart.store.database import LedgerRow
from maalkart.workflow.freshness import freshness, need_fresh
from maalkart.workflow.plan import Plan, plan
from maalkart.workflow.sample import draw_if_missing
from maalkart.workflow.steps import step, steps
from maalkart.workflow.study import Study, opened

Progress = Callable[[str, int, int], None]
"""Told how far a step has come: its name, how many items are done, and of how many."""


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

    def lines(self) -> list[str]:
        """What was done, in words: one line a step."""
        return [
            f"{s.step:<9} {s.done:>5} done  {s.unchanged:>5} unchanged"
            + (f"  {s.failed} failed" if s.failed else "")
            + f"  {s.seconds:.1f} s"
            for s in self.steps
        ]

    def record(self) -> dict[str, Any]:
        """What was done and what could not be, ready for JSON."""
        return {
            "steps": [asdict(step) for step in self.steps],
            "problems": [
                {"place": p.place, "message": p.message, "hint": p.hint} for p in self.problems
            ],
        }


def run(
    study: Study,
    names: Sequence[str] | None = None,
    *,
    workers: int | None = None,
    progress: Progress = silent,
) -> RunReport:
    """Take a study to a finished report, or only through the steps named.

    Each step does what is missing or changed. What could not be done is among the problems of the
    report; the rest is done.
    """
    draw_if_missing(study)
    planned = plan(study)
    report = RunReport(problems=list(planned.manifest.problems))
    if not planned.tasks:
        report.problems.append(_empty(study))
        return report
    for name in names or tuple(_STEPS):
        report.steps.append(_STEPS[name](planned, workers or os.cpu_count() or 1, progress))
    _pack(planned)
    failed = _failures(planned)
    report.problems += [failed[t.keys.read] for t in planned.tasks if t.keys.read in failed]
    report.problems += _losses(planned)
    _record(study, report)
    return report


def _empty(study: Study) -> StudyError:
    return StudyError(
        "there is no document to read",
        place=str(study.manifest_path),
        hint="name documents in the manifest, or fetch them with maalkart collect",
    )


def _read(planned: Plan, workers: int, progress: Progress) -> StepReport:
    """Read and split every document that has not been, in guarded workers."""
    derived = planned.study.derived
    known, tried = derived.keys(step("split")), _failures(planned)
    missing = [t for t in planned.tasks if t.keys.split not in known and t.keys.read not in tried]
    began, failed = time.monotonic(), 0
    if missing:
        from maalkart import engine
        from maalkart.workflow.documents import AGAIN, read_and_split

        answers = engine.map_limited(read_and_split, missing, workers=workers, fallbacks=AGAIN)
        for done, (task, answer) in enumerate(answers, start=1):
            if isinstance(answer, MaalkartError):
                failed += 1
                key = task.keys.read
                derived.write(step("read"), key, {"failures": _failure_frame(key, answer)})
            progress("read", done, len(missing))
    unchanged = len(planned.tasks) - len(missing)
    return _did("read", began, done=len(missing) - failed, unchanged=unchanged, failed=failed)


def _code(planned: Plan, workers: int, progress: Progress) -> StepReport:
    """Code and describe every document that is read and has not been."""
    derived = planned.study.derived
    split, known = derived.keys(step("split")), derived.keys(step("describe"))
    tasks = [t for t in planned.tasks if t.keys.split in split]
    missing = [t for t in tasks if t.keys.describe not in known]
    began = time.monotonic()
    if missing:
        from maalkart import engine
        from maalkart.workflow.documents import code_and_describe

        answers = engine.map_steps(code_and_describe, missing, workers=workers, together=4)
        for done, _ in enumerate(answers, start=1):
            progress("code", done, len(missing))
    return _did("code", began, done=len(missing), unchanged=len(tasks) - len(missing))


def _pack(planned: Plan) -> None:
    """Compact what the steps made, and drop what no document asks for any more."""
    for one in steps():
        keep = {str(getattr(keys, one.name)) for keys in planned.keys.values()}
        planned.study.derived.pack(one, keep)
        planned.study.derived.forget_other_versions(one)


def _estimate(planned: Plan, workers: int, progress: Progress) -> StepReport:
    """Write the tables, unless they stand as they would be written."""
    from maalkart.workflow import publish

    _all_coded(planned)
    began = time.monotonic()
    fresh = publish.write_tables(planned)
    unchanged = len(planned.study.settings.report.languages) - fresh
    told = publish.digest_of(planned)
    return _did("estimate", began, done=fresh, unchanged=unchanged, output=told)


def _report(planned: Plan, workers: int, progress: Progress) -> StepReport:
    """Write the report in each language, unless it stands as it would be written."""
    from maalkart.workflow import publish

    _all_coded(planned)
    began = time.monotonic()
    fresh = publish.write_reports(planned, progress)
    unchanged = len(planned.study.settings.report.languages) - fresh
    told = publish.digest_of(planned)
    return _did("report", began, done=fresh, unchanged=unchanged, output=told)


def _all_coded(planned: Plan) -> None:
    """Raise StudyError rather than write a report without what is not read or coded yet."""
    if freshness(planned).missing:
        need_fresh(planned)


_STEPS = {
    "read": _read,
    "code": _code,
    "estimate": _estimate,
    "report": _report,
}


def _did(
    name: str,
    began: float,
    *,
    done: int,
    unchanged: int,
    failed: int = 0,
    output: str | None = None,
) -> StepReport:
    return StepReport(
        step=name,
        version=step(name).version if name in ("read", "code") else "",
        done=done,
        unchanged=unchanged,
        failed=failed,
        seconds=time.monotonic() - began,
        output=output,
    )


def _record(study: Study, report: RunReport) -> None:
    """Write what the steps did into the ledger."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with opened(study) as database:
        database.record(
            LedgerRow(**{**asdict(done), "started": now, "seconds": round(done.seconds, 3)})
            for done in report.steps
        )


def _failure_frame(key: str, error: MaalkartError) -> pl.DataFrame:
    row = {"place": error.place, "message": error.message, "hint": error.hint}
    return frames.frame("failures", key, [row])


def _failures(planned: Plan) -> dict[str, MaalkartError]:
    """The documents that could not be read, by their key."""
    rows = planned.study.derived.read(step("read"), "failures").iter_rows(named=True)
    return {
        row["key"]: ReadingError(row["message"], place=row["place"], hint=row["hint"])
        for row in rows
    }


def _losses(planned: Plan) -> list[MaalkartError]:
    """The documents of which a part is lost, though the rest was read."""
    names = {task.keys.describe: task.name for task in planned.tasks}
    told = planned.study.derived.read(step("describe"), "facts", set(names))
    lost = {row["key"]: row["loss"] for row in told.iter_rows(named=True) if row["loss"]}
    return [
        ReadingError(lost[key], place=place, hint="fetch the document again")
        for key, place in names.items()
        if key in lost
    ]
