"""A pool of worker processes for untrusted work; the parent survives whatever they do."""

from __future__ import annotations

import math
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from maalkart.core.errors import MaalkartError, ReadingError, UsageError
from maalkart.engine import frames
from maalkart.engine.limits import MIB, Limits, died_of

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 32  # finished results that may wait, per worker, for a slow one before them
ONE_THREAD = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


class WorkerDiedError(ReadingError):
    """The worker was stopped or crashed; the item may be tried another way."""


class OutOfTimeError(WorkerDiedError):
    """The item had all the time there is, and said to the last that it was getting on."""


class Pool:
    """Worker processes that are started beforehand, used again, and replaced when worn or killed.

    Every worker is a fresh interpreter with a process group and a temporary folder of its own; both
    are removed with it. Functions and items travel by pickle, so functions stand in modules. Safe
    to use from several threads.
    """

    def __init__(self, *, workers: int, limits: Limits | None = None) -> None:
        if workers < 1:
            raise UsageError(f"a pool needs at least one worker, not {workers}")
        self.limits = limits or Limits()
        self.workers = workers
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(workers):
            self._idle.put(self._start())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill every worker, with whatever it has started; busy ones are cleared by their users."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.stop()
        while not self._idle.empty():
            worker_or_none = self._idle.get()
            if worker_or_none:
                self._drop(worker_or_none)

    def run(
        self, function: Callable[..., Result], *arguments: Any, until: float | None = None
    ) -> Result:
        """Call the function in a worker; raises its MaalkartError, or WorkerDiedError.

        `until` (monotonic seconds) ends it earlier than the limits would.
        """
        body = _portable(function, arguments)
        worker = self._take()
        fit = False
        try:
            answer: Result = worker.ask(body, until=until)
            fit = True
        except WorkerDiedError:
            raise
        except MaalkartError:
            fit = True
            raise
        finally:
            self._give_back(worker, fit=fit)
        return answer

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        fallbacks: Sequence[Callable[[Item, ReadingError], Result]] = (),
    ) -> Iterator[tuple[Item, Result | MaalkartError]]:
        """Answer every item, in order; an item that fails is answered by its error.

        Where an item kills its worker, the fallbacks are tried in turn, each with the error that
        led to it; all of them together have as long as `wall`.
        """

        def answer(item: Item) -> Result | MaalkartError:
            try:
                return self._answer(function, item, fallbacks)
            except MaalkartError as error:
                return error if error.place else _at(item, error)

        waiting: deque[tuple[Item, Future[Result | MaalkartError]]] = deque()
        source = iter(items)
        with ThreadPoolExecutor(self.workers, thread_name_prefix="maalkart-pool") as threads:
            try:
                while True:
                    for item in islice(source, self.workers * AHEAD - len(waiting)):
                        waiting.append((item, threads.submit(answer, item)))
                    if not waiting:
                        return
                    item, future = waiting.popleft()
                    yield item, future.result()
            except BaseException:  # an interrupt, or a caller that stops early
                for _, future in waiting:
                    future.cancel()
                self.close()
                raise

    def _answer(
        self,
        function: Callable[[Item], Result],
        item: Item,
        fallbacks: Sequence[Callable[[Item, ReadingError], Result]],
    ) -> Result:
        try:
            return self.run(function, item)
        except OutOfTimeError:
            raise  # another way would take as long
        except WorkerDiedError as error:
            died = error
        until = time.monotonic() + self.limits.wall
        for fallback in fallbacks:
            if time.monotonic() < until:
                with suppress(WorkerDiedError):
                    return self.run(fallback, item, died, until=until)
        if fallbacks:
            died = WorkerDiedError(f"{died.message}; no other way worked")
        raise died

    def _take(self) -> _Worker:
        try:
            return self._idle.get() or self._start()
        except WorkerDiedError:
            self._idle.put(None)
            raise

    def _start(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise WorkerDiedError("the pool of workers is closed")
            worker = _Worker(self.limits)
            self._all.add(worker)
        return worker

    def _give_back(self, worker: _Worker, *, fit: bool) -> None:
        """Keep a worker that is fit, unless it has served its time or grown too large."""
        worn = worker.served >= self.limits.items or worker.resident() > self.limits.memory // 3
        with self._lock:
            keep = fit and not worn and not self._closed
            if keep:
                self._idle.put(worker)
        if not keep:
            self._drop(worker)
            self._idle.put(None)

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.stop()
        worker.clear()


def map_limited(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    limits: Limits | None = None,
    workers: int = 1,
    fallbacks: Sequence[Callable[[Item, ReadingError], Result]] = (),
) -> Iterator[tuple[Item, Result | MaalkartError]]:
    """Answer every item of untrusted work in worker processes, in the order of the items.

    An item whose function fails, or that kills its worker or passes a limit, is answered by an
    error that names it; the others are not touched. The function stands in a module, since it
    travels by its name.
    """
    with Pool(workers=workers, limits=limits) as pool:
        yield from pool.map(function, items, fallbacks=fallbacks)


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.served = 0
        self.folder = tempfile.mkdtemp(prefix="maalkart-")
        request_end, self._requests = os.pipe()
        self._answers, answer_end = os.pipe()
        life_end, self._lifeline = os.pipe()
        ends = (request_end, answer_end, life_end)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "maalkart.engine.worker", *map(str, ends)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=ends,
            env=_environment(self.folder),
            start_new_session=True,
        )
        for end in ends:
            os.close(end)
        setup = {"path": [str(Path(entry).resolve()) for entry in sys.path], "limits": limits}
        with suppress(BrokenPipeError):  # a worker that dies at once is noticed when it is asked
            frames.send(self._requests, frames.SETUP, pickle.dumps(setup))

    def ask(self, body: bytes, *, until: float | None = None) -> Any:
        """Send one item and wait for its answer; raises its error, or WorkerDiedError."""
        self.served += 1
        began = last = time.monotonic()
        end = min(began + self.limits.total, until or math.inf)
        try:
            frames.send(self._requests, frames.ITEM, body)
            while True:
                kind, answer = self._receive(min(last + self.limits.wall, end))
                if kind != frames.ALIVE:
                    break
                last = time.monotonic()
        except frames.LateError:
            spent = time.monotonic() - began
            stopped = OutOfTimeError if spent >= self.limits.total else WorkerDiedError
            raise stopped(f"it was stopped after {spent:.0f} seconds without a result") from None
        except (frames.BrokenFrameError, BrokenPipeError) as error:
            raise WorkerDiedError(died_of(self._status(), self.limits)) from error
        return self._unpacked(kind, answer)

    def _receive(self, until: float) -> tuple[bytes, bytes]:
        return frames.receive(self._answers, most=self.limits.output + MIB, deadline=until)

    @staticmethod
    def _unpacked(kind: bytes, answer: bytes) -> Any:
        value = pickle.loads(answer)
        if kind == frames.DONE:
            return value
        if kind == frames.BUG:
            raise WorkerDiedError(value.message)
        raise value

    def resident(self) -> int:
        """Bytes of memory the process holds now."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        """End the process with all it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def clear(self) -> None:
        """Close the pipes and remove the folder of a worker that was stopped."""
        self.process.wait()
        for end in (self._requests, self._answers, self._lifeline):
            with suppress(OSError):
                os.close(end)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _status(self) -> int:
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return 0


def _environment(folder: str) -> dict[str, str]:
    """The parent's environment, one thread per worker, and a hash seed that never varies."""
    fixed = {"PYTHONHASHSEED": "0", "TMPDIR": folder, **dict.fromkeys(ONE_THREAD, "1")}
    return {**os.environ, **fixed}


def _portable(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((function, arguments), protocol=pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise UsageError(
            f"{function!r} cannot be sent to a worker: {error}",
            hint="define it at the top of a module that can be imported",
        ) from error


def _at(item: object, error: MaalkartError) -> MaalkartError:
    place = item.name if isinstance(item, Path) else str(item)[:200]
    return type(error)(error.message, place=place, hint=error.hint)
