"""A coder trained on a team's own decisions, for a codebook of the team's own."""

from pathlib import Path

import pytest

from maalkart.coding.codebook import Codebook, load
from maalkart.coding.fit import fit, save
from maalkart.coding.fit import load as load_model
from maalkart.coding.protocol import collect
from maalkart.coding.trained.coder import TrainedCoder
from maalkart.core.errors import CodingError
from maalkart.core.statement import Codes, Statement

HEAD = """\
[codebook]
id = "harbours"
version = "1"
label = { nb = "Havner", nn = "Hamner", en = "Harbours" }
"""
VARIABLE = """
[[variable]]
id = "{id}"
label = {{ nb = "x", nn = "x", en = "x" }}
definition = {{ nb = "x", nn = "x", en = "x" }}
{limit}
"""
CODE = """
[[variable.code]]
id = "{id}"
label = {{ nb = "x", nn = "x", en = "x" }}
definition = {{ nb = "x", nn = "x", en = "x" }}
examples = {{ nb = ["x"], nn = ["x"], en = ["x"] }}
"""
BOATS = ["ferjer", "fiskebåter", "lystbåter", "skip", "skuter", "seilbåter"]
SHORES = ["kaia", "brygga", "moloen", "fyret", "slippen", "naustet"]


@pytest.fixture
def harbours(tmp_path: Path) -> Codebook:
    variables = {"type": ("goal", "none"), "themes": ("harbour.boats", "harbour.shore")}
    text = HEAD
    for variable, codes in variables.items():
        text += VARIABLE.format(id=variable, limit="at_most = 1" if variable == "type" else "")
        text += "".join(CODE.format(id=code) for code in codes)
    (tmp_path / "book.toml").write_text(text, encoding="utf-8")
    return load(tmp_path / "book.toml")


def decisions() -> list[tuple[Statement, Codes]]:
    made = []
    for number in range(60):
        boat, shore = BOATS[number % 6], SHORES[number % 5]
        texts = [
            (f"Vi skal ha flere {boat} i havna", Codes(type="goal", themes=("harbour.boats",))),
            (f"Vi skal ruste opp {shore} i havna", Codes(type="goal", themes=("harbour.shore",))),
            (f"I fjor lå det {number} {boat} ved {shore}", Codes(type="none")),
        ]
        made += [
            (Statement(id=f"{number}-{n}", text=text), codes)
            for n, (text, codes) in enumerate(texts)
        ]
    return made


def test_a_team_can_train_for_codes_that_nobody_has_heard_of(harbours: Codebook) -> None:
    coder = TrainedCoder(fit(decisions(), harbours))
    asked = [
        Statement(id="boats", text="Vi skal ha flere seilbåter i fjorden"),
        Statement(id="count", text="I fjor lå det 80 skip ved brygga"),
    ]
    found = collect(coder.code(asked))
    assert found["boats"].type == "goal"
    assert found["boats"].themes == ("harbour.boats",)
    assert found["count"].type == "none"


def test_the_same_decisions_give_the_same_bytes(harbours: Codebook, tmp_path: Path) -> None:
    for name in ("one", "two"):
        save(fit(decisions(), harbours), tmp_path / name)
    for file in ("model.safetensors", "model.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_what_was_saved_answers_as_before(harbours: Codebook, tmp_path: Path) -> None:
    model = fit(decisions(), harbours)
    save(model, tmp_path / "model")
    asked = [statement for statement, _ in decisions()[:30]]
    before = [(c.code, c.confidence) for c in TrainedCoder(model).code(asked)]
    after = [
        (c.code, c.confidence) for c in TrainedCoder(load_model(tmp_path / "model")).code(asked)
    ]
    assert [code for code, _ in before] == [code for code, _ in after]


def test_too_few_decisions_are_refused(harbours: Codebook) -> None:
    with pytest.raises(CodingError, match="too few"):
        fit(decisions()[:5], harbours)


def test_a_broken_model_is_named_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(CodingError, match="cannot be used") as caught:
        load_model(tmp_path)
    assert str(tmp_path) in str(caught.value.place)
