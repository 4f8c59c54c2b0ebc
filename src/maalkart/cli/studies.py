"""`demo`, `init`, `run` and the single steps of it: commands over a study's folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maalkart.cli.output import bars, complain, say, say_json, stderr
from maalkart.core.errors import UsageError

if TYPE_CHECKING:
    from maalkart.workflow.run import RunReport

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the study.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes at work; as many as cores.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Say what was done as one JSON object.")]


class Definition(StrEnum):
    """Study definitions that ship."""

    ks2019 = "ks2019"


def add_to(app: typer.Typer) -> None:
    """Add the commands of a study."""
    for command in (demo, init, run, sample, collect, read, code, estimate, report, status):
        app.command()(command)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to put it.")] = Path(
        "demo"
    ),
    workers: Workers = None,
) -> None:
    """Make a complete study of invented municipalities, from register to report."""
    from maalkart.workflow.demo_build import build_demo

    if not (folder / "study.toml").is_file():
        if folder.exists() and any(folder.iterdir()):
            raise UsageError("the folder is not empty", place=str(folder), hint="name a new folder")
        build_demo(folder)
    run(folder, workers)


def init(
    folder: Folder,
    study: Annotated[Definition, typer.Option(help="The definition to start from.")] = (
        Definition.ks2019
    ),
) -> None:
    """Make the folder of a new study."""
    from maalkart.workflow.start import start

    for line in start(folder, study.value):
        say(line)


def run(folder: Folder, workers: Workers = None, as_json: AsJson = False) -> None:
    """Take a study from wherever it is to a finished report, doing only what is missing."""
    from maalkart.workflow import run as running
    from maalkart.workflow.study import Study, report_files

    study = Study.open(folder)
    with bars() as progress:
        done = running.run(study, workers=workers, progress=progress)
    _tell(done, as_json=as_json)
    if done.steps and not as_json:
        for language in study.settings.report.languages:
            for path in report_files(study, language).values():
                say(f"report: {path}")
        say("look at it: open a report in a browser; click a figure to see the words on the page")
    raise typer.Exit(done.exit_code)


def sample(
    folder: Folder,
    seed: Annotated[int | None, typer.Option(min=0, help="Another seed than study.toml's.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Draw anew; the earlier is kept.")] = False,
    replace: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Replace a body that has no documents.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is replaced.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the bodies of a study, and say how they mirror the register."""
    from maalkart.cli import tables
    from maalkart.workflow import sample as sampling
    from maalkart.workflow.study import Study

    study = Study.open(folder)
    if replace is not None:
        if not reason:
            raise UsageError("say why it is replaced", hint='for instance --reason "no documents"')
        gone, found = sampling.replace_body(study, replace, reason=reason, seed=seed)
        say(f"{gone.name} is kept as nonresponse; {found.name} ({found.number}) takes its place")
        return
    done = sampling.draw(study, seed=seed, force=force)
    if as_json:
        say_json(done.record())
    else:
        say(f"{len(done.bodies)} bodies drawn: {study.sample_path}")
        for line in tables.sample_lines(done):
            say(line)
    _complain_of(done.problems)
    raise typer.Exit(done.exit_code)


def status(folder: Folder, as_json: AsJson = False) -> None:
    """Say which documents are there, missing, unread or in doubt, body by body."""
    from maalkart.cli import tables
    from maalkart.workflow.status import status as status_of
    from maalkart.workflow.study import Study

    told = status_of(Study.open(folder))
    if as_json:
        say_json(told.record())
    else:
        for line in tables.status_lines(told):
            say(line)
    _complain_of(told.problems)
    raise typer.Exit(told.exit_code)


def collect(
    folder: Folder,
    again: Annotated[
        bool, typer.Option("--again", help="Ask whether what was fetched earlier has changed.")
    ] = False,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the documents of the manifest, and look for the missing on the bodies' websites."""
    from maalkart.cli import tables
    from maalkart.workflow.collect import collect as collecting
    from maalkart.workflow.study import Study

    study = Study.open(folder)
    with bars() as progress:
        done = collecting(study, anew=again, workers=workers, progress=progress)
    if as_json:
        say_json(done.record())
    else:
        for line in tables.collect_lines(done):
            say(line)
    _complain_of(done.problems)
    raise typer.Exit(done.exit_code)


def read(folder: Folder, workers: Workers = None, as_json: AsJson = False) -> None:
    """Read the documents and split them into statements."""
    _step("read", folder, workers, as_json=as_json)


def estimate(folder: Folder, workers: Workers = None, as_json: AsJson = False) -> None:
    """Write the tables that answer the study's questions."""
    _step("estimate", folder, workers, as_json=as_json)


def report(
    folder: Folder,
    workers: Workers = None,
    as_json: AsJson = False,
    check: Annotated[bool, typer.Option("--check", help="Read a finished report back.")] = False,
) -> None:
    """Write the report, or check the one that is written: links, numbers, texts for pictures."""
    if not check:
        _step("report", folder, workers, as_json=as_json)
    from maalkart.workflow.plan import plan
    from maalkart.workflow.reread import check_reports
    from maalkart.workflow.study import Study

    faults = list(check_reports(plan(Study.open(folder))))
    _complain_of(faults)
    if not faults:
        say("the report is whole: links lead somewhere, numbers are those of the tables")
    raise typer.Exit(1 if faults else 0)


def code(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="The folder of the study.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--input", help="Loose statements, as JSON Lines.")
    ] = None,
    target: Annotated[Path | None, typer.Option("--output", help="Where to write codes.")] = None,
    semantic: Annotated[
        bool, typer.Option("--semantic", help="Hear what loose statements mean, too (an extra).")
    ] = False,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Code the statements of a study, or loose ones from --input to --output."""
    if source is not None and target is not None and folder is None:
        from maalkart.workflow.loose import code_file

        count = code_file(source, target, semantic=semantic)
        stderr().print(f"{count} statements coded: {target}")
    elif semantic:
        raise UsageError(
            "--semantic is for loose statements",
            hint="write in study.toml:  [coder]  semantic = true",
        )
    elif folder is not None and source is None and target is None:
        _step("code", folder, workers, as_json=as_json)
    else:
        raise UsageError(
            "name either a study's folder or both --input and --output",
            hint="maalkart code FOLDER, or maalkart code --input X.jsonl --output Y.jsonl",
        )


def _step(name: str, folder: Path, workers: int | None, *, as_json: bool) -> None:
    from maalkart.workflow import run as running
    from maalkart.workflow.study import Study

    study = Study.open(folder)
    with bars() as progress:
        done = running.run(study, [name], workers=workers, progress=progress)
    _tell(done, as_json=as_json)
    raise typer.Exit(done.exit_code)


def _tell(done: RunReport, *, as_json: bool) -> None:
    if as_json:
        say_json(done.record())
    else:
        for line in done.lines():
            say(line)
    _complain_of(done.problems)


def _complain_of(problems: object) -> None:
    for problem in problems:  # type: ignore[attr-defined]
        complain(problem)
