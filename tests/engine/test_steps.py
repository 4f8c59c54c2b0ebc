import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from maalkart import engine

sys.path.insert(0, str(Path(__file__).parent))

import chores


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_for_any_number_of_workers(workers) -> None:
    numbers = list(range(40))
    assert list(engine.map(chores.double, numbers, workers=workers)) == [2 * n for n in numbers]


def test_any_executor_serves() -> None:
    with ThreadPoolExecutor(2) as executor:
        assert list(engine.map(chores.double, range(40), executor=executor)) == list(
            range(0, 80, 2)
        )
        assert executor.submit(chores.double, 1).result() == 2  # left open


def test_an_error_is_raised_in_its_turn() -> None:
    results = engine.map(chores.bug, [1], workers=1)
    with pytest.raises(ZeroDivisionError):
        next(results)
