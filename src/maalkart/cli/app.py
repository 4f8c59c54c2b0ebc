"""All commands. Heavy libraries are loaded by the command that needs them, not before."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import maalkart
from maalkart.cli import asking, checking, loose, studies
from maalkart.cli.output import complain
from maalkart.core.errors import MaalkartError

app = typer.Typer(
    name="maalkart",
    help="Finds, codes and counts the goals in municipal and county plans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"maalkart {maalkart.__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Finds, codes and counts the goals in municipal and county plans."""


studies.add_to(app)
checking.add_to(app)
loose.add_to(app)
asking.add_to(app)


def main() -> None:
    """Run a command; turn errors into words and an exit code, once, here."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except MaalkartError as error:
        complain(error)
        sys.exit(error.exit_code)
