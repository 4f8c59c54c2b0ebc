"""`maalkart sample`: the bodies of a study, drawn once and kept."""

from __future__ import annotations

from maalkart.core.errors import StudyError
from maalkart.register import draw as drawing
from maalkart.register.frame import load_bodies, register_path
from maalkart.workflow.study import Study, write_sample


def draw(study: Study, *, seed: int | None = None, force: bool = False) -> int:
    """Draw the sample and write sample.csv; returns how many bodies it holds.

    Raises StudyError where a sample is there already and `force` is not given.
    """
    if study.sample_path.exists() and not force:
        raise StudyError(
            "the sample is drawn already",
            place=str(study.sample_path),
            hint="to draw anew over it, say --force",
        )
    frame = load_bodies(register_path(study.settings.population.register_, study.folder))
    settings = study.settings.sample
    bodies = drawing.draw(frame, settings, seed=settings.seed if seed is None else seed)
    write_sample(study, bodies)
    return len(bodies)


def draw_if_missing(study: Study) -> None:
    """Draw the sample of a study that has none."""
    if not study.sample_path.exists():
        draw(study)
