"""Trusted steps over many items, through any executor."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

TOGETHER = 16  # items sent to a process at once, so that small ones are not all postage
AHEAD = 8  # batches that may wait, per process


class Submits(Protocol):
    """What is asked of an executor; `concurrent.futures` and Dask both answer."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        """Start a call and return something with `.result()`."""
        ...


def map_steps(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Submits | None = None,
    workers: int | None = None,
    together: int = TOGETHER,
) -> Iterator[Result]:
    """Call a trusted function for every item; results come in the order of the items.

    One worker means here and now. An executor of the caller's is used as it is and left open. What
    the function raises is raised when its turn comes.
    """
    workers = workers or os.cpu_count() or 1
    if executor is None and workers == 1:
        yield from map(function, items)
        return
    with ExitStack() as stack:
        if executor is None:
            executor = stack.enter_context(_processes(workers))
        yield from _in_order(partial(_each, function), _batches(items, together), executor, workers)


def _processes(workers: int) -> ProcessPoolExecutor:
    """Processes that share nothing with this one: no threads or locks cross a fork."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("forkserver"))


def _in_order(
    call: Callable[[list[Item]], list[Result]],
    batches: Iterator[list[Item]],
    executor: Submits,
    workers: int,
) -> Iterator[Result]:
    waiting: deque[Any] = deque()
    try:
        while True:
            for batch in islice(batches, workers * AHEAD - len(waiting)):
                waiting.append(executor.submit(call, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _each(function: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    return [function(item) for item in batch]


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
