"""`maalkart fit`: a team's decisions become a coder beside the team's codebook."""

import json
from pathlib import Path

import pytest

from maalkart.coding.reconcile import Reconciled
from maalkart.core.errors import UsageError
from maalkart.workflow.documents import coder
from maalkart.workflow.fitting import fit
from maalkart.workflow.plan import own_model

PLACES = ["Vika", "Nes", "Sundet", "Moen", "Haugen", "Lia", "Bakken", "Elva"]


def decided(path: Path, **changed: object) -> Path:
    rows: list[dict[str, object]] = []
    for number, place in enumerate(PLACES):
        doc = f"plan-{number % 4}"
        rows += [
            {"doc": doc, "text": f"Alle i {place} skal ha trygg skolevei", "type": "goal",
             "themes": ["place.transport"], "arena": "society", "level": "sub"},
            {"doc": doc, "text": f"Vi vil legge til rette for gange og sykkel i {place}",
             "type": "strategy", "themes": ["place.transport"], "arena": "society",
             "level": "sub"},
            {"doc": doc, "text": f"Planen ble vedtatt i {place} i 2019", "type": "none"},
        ]  # fmt: skip
    rows[-1] |= changed
    lines = [json.dumps({"id": str(n), "lang": "nb", **row}) for n, row in enumerate(rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_new_folder_gets_the_codebook_and_a_model_that_answers(tmp_path: Path) -> None:
    model = fit(decided(tmp_path / "coded.jsonl"), tmp_path / "ours")
    assert model.card["documents"] == 4
    assert own_model(tmp_path / "ours") == tmp_path / "ours" / "model"
    answering = coder(tmp_path / "ours")
    assert isinstance(answering, Reconciled)
    assert answering.trained.model.digest == model.digest


def test_a_code_that_the_codebook_lacks_is_named_with_its_line(tmp_path: Path) -> None:
    source = decided(tmp_path / "coded.jsonl", type="wish")
    with pytest.raises(UsageError, match="no code «wish» in type") as caught:
        fit(source, tmp_path / "ours")
    assert f"line {3 * len(PLACES)}" in str(caught.value.place)
    assert own_model(tmp_path / "ours") is None
