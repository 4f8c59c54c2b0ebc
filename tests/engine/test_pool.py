import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from maalkart.core.errors import ReadingError, UsageError
from maalkart.engine import Limits, Pool, WorkerDiedError, map_limited

sys.path.insert(0, str(Path(__file__).parent))

import chores

QUICK = Limits(wall=1, cpu=30, total=30)


def answer(function, item, limits=QUICK, **more):
    [(_, result)] = map_limited(function, [item], limits=limits, **more)
    return result


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def wait_until(said, seconds=5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if said():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("workers", [1, 3])
def test_answers_come_in_the_order_of_the_items(workers) -> None:
    items = list(range(12))
    assert list(map_limited(chores.slow_when_even, items, workers=workers)) == [
        (item, item) for item in items
    ]


def test_a_crash_is_an_error_for_its_item_only() -> None:
    results = dict(map_limited(chores.crash_on_three, range(6), workers=2))
    assert isinstance(results.pop(3), WorkerDiedError)
    assert results == {n: n for n in (0, 1, 2, 4, 5)}


def test_the_error_of_a_crash_names_the_file_and_the_signal() -> None:
    error = answer(chores.crash, Path("/somewhere/plan.pdf"))
    assert isinstance(error, ReadingError)
    assert error.place == "plan.pdf"
    assert "SIGSEGV" in error.message


def test_a_worker_that_leaves_is_an_error() -> None:
    assert "code 3" in answer(chores.end_by_itself, 1).message


def test_reasons_and_remedies_cross_from_the_worker() -> None:
    error = answer(chores.plain_error, "plan.pdf")
    assert (error.message, error.hint, error.place) == ("a reason", "a remedy", "plan.pdf")


def test_a_worker_outlives_an_error_but_not_a_bug() -> None:
    with Pool(workers=1) as pool:
        first = pool.run(chores.own_pid, 0)
        with pytest.raises(ReadingError, match="a reason"):
            pool.run(chores.plain_error, 0)
        assert pool.run(chores.own_pid, 0) == first
        with pytest.raises(WorkerDiedError, match="ZeroDivisionError"):
            pool.run(chores.bug, 0)
        assert pool.run(chores.own_pid, 0) != first


def test_a_panic_that_is_no_exception_is_caught() -> None:
    assert "index out of bounds" in answer(chores.panic, 1).message


def test_time_without_a_result_ends_the_worker() -> None:
    began = time.monotonic()
    assert "stopped after 1 seconds" in answer(chores.sleep, 30).message
    assert time.monotonic() - began < 5


def test_signs_of_life_give_more_time() -> None:
    assert answer(chores.sleep_with_signs_of_life, 2.0) == "awake"


def test_no_sign_of_life_lasts_beyond_the_total() -> None:
    error = answer(chores.sleep_with_signs_of_life, 30, Limits(wall=1, total=2))
    assert "stopped after 2 seconds" in error.message


def test_processor_time_is_limited() -> None:
    error = answer(chores.spin, 1, Limits(wall=20, cpu=1))
    assert "1 seconds of processor time" in error.message


def test_memory_is_limited() -> None:
    small = Limits(memory=300 << 20)
    assert answer(chores.hoard, 50, small) == 50 << 20
    assert "300 MB of memory" in answer(chores.hoard, 400, small).message


def test_the_size_of_an_answer_is_limited() -> None:
    error = answer(chores.chatter, 5, Limits(output=1 << 20))
    assert "larger than 1 MB" in error.message


def test_what_a_worker_started_dies_with_it(tmp_path) -> None:
    where = tmp_path / "pid"
    answer(chores.leave_a_child, str(where))
    assert wait_until(lambda: gone(int(where.read_text())))


def test_output_of_engines_does_not_disturb(capfd) -> None:
    assert answer(chores.print_a_lot, 1) == "said"
    assert capfd.readouterr() == ("", "")


def test_workers_are_recycled_and_their_folders_removed() -> None:
    with Pool(workers=1, limits=Limits(items=2)) as pool:
        pids = [pool.run(chores.own_pid, n) for n in range(4)]
        folder = pool.run(chores.temporary, 0)
    assert pids[0] == pids[1] != pids[2] == pids[3]
    assert not Path(folder).exists()


def test_another_way_is_tried_when_a_worker_dies() -> None:
    result = answer(chores.crash, "plan.pdf", fallbacks=[chores.crash_again, chores.say_why])
    assert result.startswith("plan.pdf: its worker crashed (SIGSEGV)")


def test_the_first_reason_is_told_when_no_way_works() -> None:
    error = answer(chores.crash, "plan.pdf", fallbacks=[chores.crash_again])
    assert "SIGSEGV" in error.message
    assert error.message.endswith("no other way worked")


def test_no_other_way_is_tried_when_all_time_is_spent() -> None:
    limits = Limits(wall=1, total=1.5)
    error = answer(chores.sleep_with_signs_of_life, 30, limits, fallbacks=[chores.say_why])
    assert "stopped after 2 seconds" in error.message


def test_a_function_that_cannot_travel_is_named() -> None:
    with Pool(workers=1) as pool, pytest.raises(UsageError, match="cannot be sent"):
        pool.run(lambda: 1)


def test_several_threads_may_share_a_pool() -> None:
    results: list[int] = []
    with Pool(workers=2) as pool:
        threads = [
            threading.Thread(target=lambda n=n: results.append(pool.run(chores.double, n)))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(results) == [0, 2, 4, 6, 8, 10, 12, 14]


def test_a_caller_that_stops_early_leaves_nothing_behind(tmp_path) -> None:
    where = tmp_path / "pid"
    results = map_limited(chores.leave_a_child, [str(where)] * 3, workers=1, limits=QUICK)
    next(results)
    results.close()
    assert wait_until(lambda: gone(int(where.read_text())))


PARENT = """
import sys
sys.path.insert(0, {tests!r})
import chores
from maalkart.engine import map_limited
list(map_limited(chores.leave_a_child, [{where!r}], workers=1))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_workers_die_with_their_parent(tmp_path, how) -> None:
    where = tmp_path / "pid"
    code = PARENT.format(tests=str(Path(__file__).parent), where=str(where))
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as parent:
        assert wait_until(lambda: where.exists() and where.read_text() != "")
        parent.send_signal(how)
        parent.wait(timeout=10)
    assert wait_until(lambda: gone(int(where.read_text())))


def test_one_item_costs_little() -> None:
    began = time.monotonic()
    assert answer(chores.double, 21) == 42
    assert time.monotonic() - began < 1.0  # about 0.1 s on a quiet machine


def test_open_files_are_not_leaked() -> None:
    before = len(os.listdir("/proc/self/fd"))
    list(map_limited(chores.crash_on_three, [3] * 4 + [1] * 4, workers=2))
    assert len(os.listdir("/proc/self/fd")) == before
