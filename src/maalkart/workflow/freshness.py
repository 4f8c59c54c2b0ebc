"""Which documents of a study are coded by the program as it is now, and which are not."""

from __future__ import annotations

from dataclasses import dataclass

from maalkart.core.errors import StudyError
from maalkart.workflow.plan import Plan
from maalkart.workflow.steps import step


@dataclass(frozen=True, slots=True)
class Freshness:
    """How many documents there are, and how many of them are not coded, or not as they are now.

    `earlier` tells whether there are answers of an earlier version of the program, or of documents
    and settings as they were.
    """

    documents: int
    missing: int
    earlier: bool


def freshness(planned: Plan) -> Freshness:
    """Documents that could not be read are done with: they are not missing."""
    derived = planned.study.derived
    failed = set(derived.read(step("read"), "failures")["key"].to_list())
    coded = derived.keys(step("code"))
    tasks = [task for task in planned.tasks if task.keys.read not in failed]
    current = {task.keys.code for task in tasks}
    versions = [path.name for path in derived.root.glob("code-*") if any(path.iterdir())]
    earlier = bool(coded - current) or any(name != step("code").folder for name in versions)
    return Freshness(len(tasks), len(current - coded), earlier)


def need_fresh(planned: Plan) -> None:
    """Raise StudyError where documents are missing or not coded, saying which it is."""
    folder = planned.study.folder
    found = freshness(planned)
    if not found.documents:
        raise StudyError(
            "there are no documents to code",
            place=str(planned.study.manifest_path),
            hint=f"put documents in place, or say: maalkart collect {folder}",
        )
    if not found.missing:
        return
    many = f"{found.missing} of {found.documents} documents"
    if found.earlier:
        told = f"{many} were coded by an earlier version, or have changed since they were coded"
    else:
        told = f"{many} are not coded yet"
    hint = f"bring the study up to date with: maalkart run {folder}"
    raise StudyError(told, place=str(folder), hint=hint)
