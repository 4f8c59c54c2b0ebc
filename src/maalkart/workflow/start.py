"""`maalkart init`: the folder of a new study."""

from __future__ import annotations

from pathlib import Path

from maalkart.core.errors import StudyError
from maalkart.workflow.study import MANIFEST, write_text

DEFINITIONS = Path(__file__).parent / "studies"


def start(folder: Path, definition: str) -> list[str]:
    """Write study.toml and an empty manifest; returns what to do next, a line each.

    Raises StudyError where a study is there already: nothing is written over.
    """
    settings = folder / "study.toml"
    if settings.exists():
        raise StudyError(
            "there is a study here already",
            place=str(settings),
            hint="name a new folder, or go on with: maalkart run",
        )
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    if not (folder / "manifest.csv").exists():
        write_text(folder / "manifest.csv", ",".join(MANIFEST) + "\n")
    write_text(settings, (DEFINITIONS / f"{definition}.toml").read_text(encoding="utf-8"))
    return [
        f"a new study: {settings}",
        f"1. draw the bodies:    maalkart sample {folder}",
        f"2. put documents in    {folder / 'documents'} and name them in manifest.csv,",
        f"   or fetch them:      maalkart collect {folder}",
        f"3. make the report:    maalkart run {folder}",
    ]
