"""`ask`: a language model as coder, with its cost shown before and while it works."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from maalkart.cli.output import bars, say, stderr
from maalkart.core.errors import UsageError

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A study with [coder.llm].")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ask)


def ask(
    folder: Folder,
    source: Annotated[
        Path | None, typer.Option("--input", help="Loose statements in place of the study's.")
    ] = None,
    target: Annotated[Path | None, typer.Option("--output", help="Where to write codes.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask without a question first.")] = False,
) -> None:
    """Let a language model code statements: says what is sent, where and at what cost, and asks."""
    from maalkart.workflow import asking
    from maalkart.workflow.study import Study

    if source is not None and target is None:
        raise UsageError("name where codes are written", hint="add --output Y.jsonl")
    study = Study.open(folder)
    with asking.asking(study) as model:
        work = asking.loose_work(source) if source else asking.study_work(study)
        bill = model.estimate(work.statements)
        if bill.statements:
            say(f"about to send {bill}")
            _agree(yes)
            with bars() as progress:
                say(f"sent {model.ask(work.statements, progress)}")
        path = target or folder / asking.ASKED
        left = asking.write(work, model, path)
    say(f"{len(work.statements) - left} statements coded: {path}")
    if left:
        stderr().print(f"{left} have no answer that holds; start again to ask about them anew")
        raise typer.Exit(1)


def _agree(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nothing was sent", hint="add --yes to send without a question")
    if not typer.confirm("send it?"):
        raise typer.Exit(0)
