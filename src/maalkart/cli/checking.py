"""`plan-coding` and `compare`: what people are to check, and what changed between two studies."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from maalkart.cli.output import complain, say
from maalkart.cli.studies import Folder
from maalkart.core.errors import MaalkartError, StudyError, UsageError
from maalkart.core.study import parted, within_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maalkart.workflow.checking.plan import Gain
    from maalkart.workflow.study import Study


class Of(StrEnum):
    """What people check: whole bodies, statements, or bodies by one kind of document alone."""

    bodies = "bodies"
    statements = "statements"
    samfunnsdel = "samfunnsdel"
    planstrategi = "planstrategi"
    okonomiplan = "okonomiplan"
    intensjonsavtale = "intensjonsavtale"
    arbeidsgiverstrategi = "arbeidsgiverstrategi"
    other = "other"

    @property
    def unit(self) -> Literal["bodies", "statements"]:
        """What an answer is about."""
        return "statements" if self is Of.statements else "bodies"

    def named(self, variable: str) -> str:
        """The name under which answers on a variable are kept."""
        return within_kind(variable, None if self in (Of.bodies, Of.statements) else self.value)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="plan-coding")(plan_coding)
    app.command()(compare)


def plan_coding(
    folder: Folder,
    width: Annotated[
        float | None,
        typer.Option(help="Draw checks for intervals of this mean width: 0.30 is ±15 points."),
    ] = None,
    of: Annotated[
        Of, typer.Option(help="Check bodies, their documents of one kind alone, or statements.")
    ] = Of.bodies,
    variable: Annotated[str, typer.Option(help="The codes: domains, themes, sdgs …")] = "domains",
    answers: Annotated[
        Path | None, typer.Option(help="A table that people have filled in, to be taken in.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="Who answered, if the table is silent.")
    ] = None,
) -> None:
    """Say how many answers of the coder to check, draw them, and take in what people found."""
    from maalkart.workflow.checking import plan
    from maalkart.workflow.study import Study

    study = Study.open(folder)
    if answers is not None:
        fresh, problems = plan.decide(study, answers, person=person)
        say(f"{fresh} new decisions from {answers}")
        problems += _say_gains(study)
        for problem in problems:
            complain(problem)
        raise typer.Exit(1 if problems else 0)
    if width is not None:
        _draw(study, width, of, variable)
        return
    options = plan.options(study, of=of.unit, variable=of.named(variable))
    say(f"checks of {of.value} for {variable}, and the mean width of intervals to expect:")
    for one in options.outlooks:
        say(f"  {one.checks:>6} checks   {one.width:.2f}")
    say("the last line is with everything checked: what remains comes from drawing bodies")
    more = f" --of {of.value}" if of is not Of.bodies else ""
    more += f" --variable {variable}" if variable != "domains" else ""
    say(f"draw them with: maalkart plan-coding {folder}{more} --width W")
    _say_gains(study)


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier study's folder.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later study's folder.")],
    variable: Annotated[str, typer.Option(help="The codes: domains, themes …")] = "domains",
) -> None:
    """Say what changed between two studies in the same places, mergers and splits followed."""
    from maalkart.workflow import compare as comparing
    from maalkart.workflow.study import Study

    later = Study.open(after)
    changes = comparing.compare(Study.open(before), later, variable)
    for line in comparing.lines(changes):
        say(line)
    say(f"as a table: {comparing.write(changes, later, variable)}")


def _draw(study: Study, width: float, of: Of, variable: str) -> None:
    from maalkart.workflow.checking import plan

    if not 0 < width < 1:
        raise UsageError(
            f"--width {width} is no width of an interval",
            hint="write a number between 0 and 1: 0.30 is thirty points from bound to bound",
        )
    drawn = plan.draw_for(study, of=of.unit, variable=of.named(variable), width=width)
    say(f"{drawn.checks} checks drawn: {drawn.table}")
    if drawn.codes is not None:
        say(f"what can be answered: {drawn.codes}")
    say("fill it in from the top, in any spreadsheet; part of it counts as well")
    say(f"then say: maalkart plan-coding {study.folder} --answers {drawn.table} --person NAME")


def _say_gains(study: Study) -> list[MaalkartError]:
    """Say how far checking has come; returns why that cannot be told, where it cannot."""
    from maalkart.workflow.checking import plan

    try:
        for one in plan.gains(study):
            for line in _gain(one):
                say(line)
    except StudyError as error:
        return [error]
    return []


def _gain(one: Gain) -> Iterator[str]:
    yield ""
    name, kind = parted(one.variable)
    yield f"so far, {kind or one.of} for {name}: {one.checked} of {one.drawn} drawn are checked"
    if one.gone:
        yield f"  {one.gone} of those drawn are no longer there, since documents changed: draw anew"
    if one.width is None or one.alone is None:
        yield "  no code is corrected yet: check some more, from the top"
    else:
        yield f"  {one.corrected} of {one.codes} codes are corrected; their mean width:"
        yield f"    {one.width:.2f}   now"
        yield f"    {one.alone:.2f}   from as many answers of people, the coder put aside"
    if one.counts is not None:
        yield f"    {one.counts:.2f}   is how much the coder counts: 0 is nothing, 1 is fully"
    yield f"    {one.expected:.2f}   to expect when all that is drawn is checked"
    yield f"    {one.uncorrected:.2f}   of all codes, uncorrected: errors of coding are left out"
