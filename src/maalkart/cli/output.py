"""Words and bars on the terminal: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from maalkart.core.errors import MaalkartError

PATIENCE = 2.0  # seconds before a bar is shown: what is quicker needs none


def stderr() -> Console:
    """A console on standard error; plain where that is no terminal."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "") -> None:
    """A line of result on standard output."""
    sys.stdout.write(text + "\n")


def say_json(record: Any) -> None:
    """One JSON value on one line; letters outside ASCII as they are, line breaks escaped."""
    text = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
    say(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def say_lines(records: Iterable[Any]) -> int:
    """JSON Lines; returns how many."""
    count = 0
    for count, record in enumerate(records, start=1):  # noqa: B007
        say_json(record)
    return count


def complain(error: MaalkartError) -> None:
    """Place, fact and remedy of something that could not be done."""
    text = Text()
    if error.place:
        text.append(printable(error.place) + ": ", style="bold")
    text.append(printable(error.message))
    if error.hint:
        text.append("\n  → " + printable(error.hint), style="dim")
    stderr().print(text)


def printable(text: str) -> str:
    """Text without control characters, so that a document cannot write to the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


class Bars:
    """Progress bars by step, shown after a while and only on a terminal."""

    def __init__(self, bars: Progress | None) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}
        self._began = time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how far a step has come."""
        if self._bars is None:
            return
        if time.monotonic() - self._began > PATIENCE and not self._bars.live.is_started:
            self._bars.start()
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done, total=total)


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars on standard error for the time of a block; silent where that is no terminal."""
    console = stderr()
    if not console.is_terminal:
        yield Bars(None)
        return
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    shown = Progress(*columns, console=console, transient=True)
    try:
        yield Bars(shown)
    finally:
        shown.stop()
