"""A change that loses more than noise fails here.

What the shipped model's card says of documents that were left out, and a coder trained now, by this
code and this training set, on all but four plans and measured on those four as målkart itself reads
and splits them: quickly from a quarter of the training set, and slowly from the whole. Floors lie
about .03 below what was measured in November 2026 on the gold with the digest below (a quarter:
aims .882, type .604, other quarters up to .901 and .628; the whole: .884, .642, UN goals .768):
three times what another seed or another order of the examples changes.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import pytest

from maalkart.coding.codebook import load
from maalkart.coding.evaluate import Evaluation, Gold, evaluate
from maalkart.coding.fit import learn
from maalkart.coding.protocol import collect
from maalkart.coding.trained.coder import SHIPPED, TrainedCoder
from maalkart.coding.trained.signs import signs_of
from maalkart.coding.wordcoder import WordCoder, load_lists

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"
GOLD_DIGEST = "fe248e4c7d776368"
LEFT_OUT = (
    "3303_kongsberg_samfunnsdel_nb",
    "3312_lier_samfunnsdel_nb",
    "3324_gol_samfunnsdel_nn",
    "3328_aal_samfunnsdel_nn",
)
QUICK_FLOORS = {("aim", "f1"): 0.855, ("type", "kappa"): 0.575}
FLOORS = {("aim", "f1"): 0.86, ("type", "kappa"): 0.61, ("sdgs", "f1"): 0.735}
CARD_FLOORS = {
    ("type", "kappa"): 0.655,
    ("themes", "micro_f1"): 0.70,
    ("sdgs", "micro_f1"): 0.735,
    ("dimensions", "micro_f1"): 0.81,
}
MOST_CALIBRATION_ERROR = 0.05

pytestmark = pytest.mark.corpus
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/gold is not there")


@pytest.mark.parametrize(("variable", "measure"), CARD_FLOORS)
def test_the_shipped_model_was_good_on_documents_left_out(variable: str, measure: str) -> None:
    card = json.loads((SHIPPED / "model.json").read_text("utf-8"))
    figures = card["held_out_quality"][variable]
    for language in ("nb", "nn"):
        assert figures[language][measure] >= CARD_FLOORS[variable, measure]


def test_the_shipped_model_knows_when_it_does_not_know() -> None:
    card = json.loads((SHIPPED / "model.json").read_text("utf-8"))
    error = card["held_out_quality"]["type"]["all"]["calibration_error"]
    assert error <= MOST_CALIBRATION_ERROR


@needs_gold
def test_the_gold_is_the_one_that_the_floors_were_measured_on() -> None:
    digest = sha256(b"".join((GOLD / f"{part}.jsonl").read_bytes() for part in ("dev", "train")))
    assert digest.hexdigest()[:16] == GOLD_DIGEST, "another gold: measure the floors anew"


@needs_gold
@pytest.mark.parametrize(
    ("asked", "every", "floors"),
    [
        pytest.param({"type"}, 4, QUICK_FLOORS, id="quick"),
        pytest.param({"type", "sdgs"}, 1, FLOORS, id="whole", marks=pytest.mark.slow),
    ],
)
def test_a_coder_trained_now_is_as_good_on_four_plans_left_out(
    asked: set[str], every: int, floors: Mapping[tuple[str, str], float]
) -> None:
    found = measured(asked, every)
    figures = {key: found.value(*key) for key in floors}
    assert all((figures[key] or 0) >= floor for key, floor in floors.items()), figures


def measured(asked: set[str], every: int) -> Evaluation:
    """Some variables on plans left out; learned from the other lines and the training set.

    Of the training set one passage in `every`, so that the quick tests stay quick.
    """
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from coded_corpus import gold_rows, read_document
        from examples import loose, on_pages, written
    finally:
        sys.path.pop(0)
    book = load()
    rows = gold_rows()
    examples = [e for name in rows if name not in LEFT_OUT for e in loose(name, rows[name])]
    examples += [e for e in written(book) if crc32(e.group.encode()) % every == 0]
    words = signs_of(WordCoder(book, load_lists(book)))
    small = replace(book, variables=tuple(v for v in book.variables if v.id in asked))
    coder = TrainedCoder(learn(examples, small, findings=words).model, words)
    gold = [
        Gold(statement=e.statement, codes=e.codes, document=e.group)
        for name in LEFT_OUT
        for e in on_pages(name, read_document(name), rows[name])
    ]
    return evaluate(gold, collect(coder.code([one.statement for one in gold])))
