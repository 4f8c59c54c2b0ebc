"""Agreement measured against figures worked by hand and in the literature."""

import numpy as np
import pytest

from maalkart.coding.agreement import alpha, kappa, masi, nominal_alpha, reliability
from maalkart.coding.codebook import load
from maalkart.coding.evaluate import evaluate, evaluate_coder, read_gold
from maalkart.coding.fit import fit
from maalkart.coding.trained.coder import TrainedCoder
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.errors import UsageError
from maalkart.core.statement import Codes, Coding, Statement
from maalkart.workflow.measuring import lines


def gold_rows():
    return [
        {"id": "1", "doc": "a", "lang": "nb", "text": "x", "type": "goal", "arena": "society",
         "level": "sub", "themes": ["life.health"], "sdgs": [3]},
        {"id": "2", "doc": "a", "lang": "nn", "text": "y", "type": "none"},
        {"id": "3", "doc": "b", "lang": "nn", "text": "z", "type": "strategy", "arena": "society",
         "level": "sub", "themes": ["life.care", "life.ageing"], "sdgs": [3]},
    ]  # fmt: skip


def test_alpha_of_krippendorffs_own_example_of_two_observers() -> None:
    # Krippendorff (2011), section B: two observers, ten binary units.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    table = np.zeros((2, 2))
    for a, b in zip(first, second, strict=True):
        table[a, b] += 1
    assert nominal_alpha(table) == pytest.approx(0.095, abs=0.001)
    pairs = list(zip(first, second, strict=True))
    assert alpha(pairs, lambda a, b: float(a != b)) == pytest.approx(0.095, abs=0.001)


def test_what_is_undefined_is_none() -> None:
    assert kappa(np.zeros((2, 2))) is None
    assert kappa(np.array([[5.0]])) is None
    assert nominal_alpha(np.array([[5.0]])) is None
    assert alpha([], masi) is None
    assert reliability([], []) == (None, ())


def test_masi_orders_subset_overlap_and_disjoint() -> None:
    one, two = frozenset("a"), frozenset("ab")
    assert masi(two, two) == 0 < masi(one, two) < masi(two, frozenset("bc")) < 1
    assert masi(one, frozenset("b")) == 1


def test_equal_answers_agree_fully() -> None:
    gold = read_gold(gold_rows())
    found = evaluate(gold, {item.statement.id: item.codes for item in gold})
    assert found.value("type", "kappa") == 1
    assert found.value("aim", "f1") == 1
    assert found.value("themes", "f1") == 1
    assert found.value("themes", "alpha (MASI)") == 1
    assert found.documents == 2


def test_a_missed_theme_costs_recall_in_its_language_alone() -> None:
    gold = read_gold(gold_rows())
    answers = {item.statement.id: item.codes for item in gold}
    answers["3"] = Codes(type="goal", level="sub", arena="society", themes=("life.care",))
    found = evaluate(gold, answers)
    assert found.value("themes", "recall", "nn") == 0.5
    assert found.value("themes", "recall", "nb") == 1
    assert found.value("domains", "f1", "nn") == 1
    assert found.value("aim", "f1") == 1
    assert found.value("type", "agreement") == pytest.approx(2 / 3)


def test_nothing_shared_is_said_as_undefined() -> None:
    found = evaluate(read_gold(gold_rows()), {})
    assert found.statements == 0
    assert found.value("type", "kappa") is None
    assert found.value("themes", "f1") is None


def test_the_same_seed_gives_the_same_interval_and_it_holds_the_value() -> None:
    gold = read_gold([{**row, "id": f"{row['id']}{n}", "doc": f"d{n}"}
                      for n in range(8) for row in gold_rows()])  # fmt: skip
    answers = {item.statement.id: item.codes for item in gold}
    for n in range(4):
        answers[f"1{n}"] = Codes(type="none")
    first, second = evaluate(gold, answers), evaluate(gold, answers)
    assert first == second
    measure = next(m for m in first.measures if (m.variable, m.measure) == ("aim", "f1"))
    assert measure.low < measure.value < measure.high


def test_calibration_compares_confidence_with_being_right() -> None:
    gold = read_gold(gold_rows())
    codings = [
        Coding(coder="c", version="1", statement=key, variable="type", code=code, confidence=0.75)
        for key, code in (("1", "goal"), ("2", "goal"), ("3", "strategy"))
    ]
    found = evaluate(gold, {"1": gold[0].codes}, codings=codings)
    assert found.value("type", "calibration error") == pytest.approx(0.25)


def test_neighbours_of_the_same_document_become_context() -> None:
    gold = read_gold(gold_rows())
    assert gold[0].statement.context.after == ("y",)
    assert gold[2].statement.context.before == ()


def test_a_row_without_a_type_is_named() -> None:
    with pytest.raises(UsageError, match="row 2"):
        read_gold([gold_rows()[0], {"id": "2", "text": "y"}])


def test_calibration_is_told_for_each_language() -> None:
    gold = read_gold(gold_rows())
    codings = [
        Coding(coder="c", version="1", statement=key, variable="type", code="goal", confidence=0.75)
        for key in "123"
    ]
    answers = {item.statement.id: item.codes for item in gold}
    found = evaluate(gold, answers, codings=codings)
    assert found.value("type", "calibration error", "nb") == pytest.approx(0.25)
    assert found.value("type", "calibration error", "nn") == pytest.approx(0.75)


def test_what_the_model_learned_from_is_told_beside_the_figures() -> None:
    text = "Kommunen skal ha flere gang- og sykkelveier innen 2030"
    decided = [
        (Statement(id=f"{n}", text=f"{text} i krets {'abcdef'[n % 6] * (n + 1)}"), codes)
        for n, codes in enumerate([Codes(type="goal"), Codes(type="none")] * 12)
    ]
    coder = TrainedCoder(fit(decided, load()))
    new = {"lang": "nb", "type": "goal"}
    gold = read_gold(
        [
            {"id": "seen", "text": f"  {text.upper()} I KRETS A.", **new},
            {"id": "other", "text": f"{text} i hver eneste krets", **new},
            {"id": "short", "text": "Mål", **new},
        ]
    )
    found = evaluate_coder(gold, coder)
    assert found.learned_from == 1
    assert any("learned from 1 of these" in line for line in lines(found))


def test_a_coder_that_learned_nothing_tells_nothing() -> None:
    book = load()
    found = evaluate_coder(read_gold(gold_rows()), WordCoder(book, load_lists(book)))
    assert found.learned_from is None
    assert not any("NOTE" in line for line in lines(found))
