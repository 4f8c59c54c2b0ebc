"""`maalkart sample`: the bodies of a study, drawn once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from maalkart.core.errors import MaalkartError, StudyError
from maalkart.core.settings import Sample
from maalkart.core.study import NONRESPONSE, Body
from maalkart.register.balance import BalanceRow, Coverage, balance, coverage
from maalkart.register.design import Design
from maalkart.register.draw import designs_of
from maalkart.register.draw import draw as draw_bodies
from maalkart.register.frame import load_frame
from maalkart.workflow.study import Study, write_sample

REGIONS = ("county", "labour_market_region")  # where bodies lie, in the order of preference


@dataclass(frozen=True, slots=True)
class SampleReport:
    """The bodies drawn, how they mirror the frame, and what could not be met.

    `regions` counts the municipalities drawn by `region`, the first column of its kind there is.
    `earlier` is where an earlier draw was put.
    """

    bodies: tuple[Body, ...]
    balance: tuple[BalanceRow, ...]
    region: str
    regions: tuple[Coverage, ...]
    problems: tuple[MaalkartError, ...] = ()
    earlier: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 where all that was asked is met, 1 where something could not be."""
        return 1 if self.problems else 0

    def record(self) -> dict[str, Any]:
        """The report, ready for JSON."""
        return {
            "bodies": [
                {
                    "number": body.number,
                    "name": body.name,
                    "level": body.level,
                    "inclusion_probability": body.inclusion_probability,
                    "probability_method": body.facts.get("probability_method"),
                }
                for body in self.bodies
            ],
            "balance": [asdict(row) for row in self.balance],
            "region": self.region,
            "regions": [asdict(row) for row in self.regions],
            "problems": [
                {"place": p.place, "message": p.message, "hint": p.hint} for p in self.problems
            ],
        }


def draw(study: Study, *, seed: int | None = None, force: bool = False) -> SampleReport:
    """Draw the sample and write sample.csv. An earlier draw is kept beside it, under a number.

    Raises StudyError where a sample is there already and `force` is not given.
    """
    if study.sample_path.exists() and not force:
        raise StudyError(
            "the sample is drawn already",
            place=str(study.sample_path),
            hint="to draw anew over it, say --force",
        )
    frame = load_frame(study.settings.population, study.folder)
    settings = study.settings.sample
    drawn = draw_bodies(frame, settings, seed=settings.seed if seed is None else seed)
    earlier = _put_aside(study.sample_path)
    write_sample(study, drawn.bodies)
    return _report(frame, drawn.bodies, settings, drawn.problems, earlier)


def draw_if_missing(study: Study) -> None:
    """Draw the sample of a study that has none."""
    if not study.sample_path.exists():
        draw(study)


def report_of(study: Study) -> SampleReport:
    """How the sample that is drawn mirrors its frame."""
    frame = load_frame(study.settings.population, study.folder)
    drawn = tuple(body for body in study.bodies() if not body.replaces)
    return _report(frame, drawn, study.settings.sample)


def replace_body(
    study: Study, number: str, *, reason: str, seed: int | None = None
) -> tuple[Body, Body]:
    """Put another body in the place of one that has no documents; returns both.

    The one stays in sample.csv as nonresponse, with the reason. The other is drawn among the bodies
    that are most alike: of the same level and stratum, and on the same side of every requirement,
    as far as there are any. It takes over the probability, which is then an assumption.

    Raises StudyError for a body that is not in the sample or is replaced already, and where no
    body is left.
    """
    bodies = study.bodies()
    place = next((at for at, body in enumerate(bodies) if body.number == number), None)
    if place is None or bodies[place].nonresponding:
        raise StudyError(
            f"«{number}» is replaced already" if place is not None else f"«{number}» is not drawn",
            place=str(study.sample_path),
            hint="write the number of a body in the sample, with its leading zero",
        )
    settings = study.settings.sample
    frame = load_frame(study.settings.population, study.folder)
    used = settings.seed if seed is None else seed
    found = _alike(frame, bodies, number, settings, used)
    if found is None:
        raise StudyError("no body is left to draw", place=str(study.sample_path), hint="go without")
    gone = bodies[place]
    gone = replace(gone, facts={**gone.facts, "response": NONRESPONSE, "reason": reason})
    told = {"replacement_for": number, "probability_method": "assumed"}
    told |= {"stratum": gone.facts["stratum"]} if "stratum" in gone.facts else {}
    chance = gone.inclusion_probability
    found = replace(found, inclusion_probability=chance, facts={**found.facts, **told})
    write_sample(study, (*bodies[:place], gone, found, *bodies[place + 1 :]))
    return gone, found


def _alike(
    frame: Sequence[Body], drawn: Sequence[Body], number: str, settings: Sample, seed: int
) -> Body | None:
    """A body that is not drawn, at random among those most like another."""
    taken = {body.number for body in drawn}
    rng = np.random.default_rng([seed, *number.encode()])
    for design in designs_of(frame, settings, seed=seed):
        numbers = [body.number for body in design.bodies]
        if number not in numbers:
            continue
        at = numbers.index(number)
        left = [n for n, other in enumerate(numbers) if other not in taken]
        left = [n for n in left if design.bodies[n].level == design.bodies[at].level]
        if left:
            likeness = [_likeness(design, at, n) for n in left]
            best = [n for n, like in zip(left, likeness, strict=True) if like == max(likeness)]
            return design.bodies[int(rng.choice(best))]
    return None


def _likeness(design: Design, one: int, other: int) -> tuple[bool, int]:
    """Whether two bodies share a stratum, and on how many walls' same side they are."""
    same = sum(bool(wall.group[one] == wall.group[other]) for wall in design.walls)
    return design.strata[one] == design.strata[other], same


def _put_aside(path: Path) -> Path | None:
    """Keep an earlier draw as sample-1.csv, sample-2.csv, …"""
    if not path.exists():
        return None
    number = 1
    while (kept := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    path.rename(kept)
    return kept


def mirrored(settings: Sample) -> tuple[str, ...]:
    """The columns in which a sample is held up to its frame: those the drawing was told of."""
    asked = (*settings.balance_on, *settings.stratify_by, *(r.column for r in settings.require))
    return tuple(dict.fromkeys(asked)) or ("population", "centrality")


def drawn_by(settings: Sample) -> tuple[str, ...]:
    """All columns that the drawing takes account of, where bodies lie among them."""
    levels = () if settings.counties is None else ("level",)
    asked = (*settings.balance_on, *settings.stratify_by, *settings.spread_on)
    required = (one.column for one in settings.require)
    return tuple(dict.fromkeys((*levels, *asked, *required)))


def _report(
    frame: Sequence[Body],
    bodies: tuple[Body, ...],
    settings: Sample,
    problems: tuple[MaalkartError, ...] = (),
    earlier: Path | None = None,
) -> SampleReport:
    municipalities = [body for body in frame if body.level == "municipality"]
    inside = [body for body in bodies if body.level == "municipality"]
    known = (c for c in REGIONS if any(c in body.facts for body in municipalities))
    region = next(known, "")
    return SampleReport(
        bodies=bodies,
        balance=balance(frame, bodies, mirrored(settings)),
        region=region,
        regions=coverage(municipalities, inside, region) if region else (),
        problems=problems,
        earlier=earlier,
    )
