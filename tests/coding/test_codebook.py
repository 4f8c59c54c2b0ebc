"""A codebook is read and checked; every fault names its file and line."""

from pathlib import Path

import pytest

from maalkart.coding.codebook import load
from maalkart.core.errors import CodebookError

SMALL = """\
[codebook]
id = "small"
version = "1"
label = { nb = "Liten", nn = "Liten", en = "Small" }

[[variable]]
id = "type"
label = { nb = "Type", nn = "Type", en = "Type" }
definition = { nb = "Hva", nn = "Kva", en = "What" }
at_most = 1

[[variable.code]]
id = "goal"
label = { nb = "mål", nn = "mål", en = "goal" }
definition = { nb = "Et mål", nn = "Eit mål", en = "A goal" }
examples = { nb = ["Alle har et hjem"], nn = ["Alle har ein heim"], en = ["All have a home"] }

[[variable.code]]
id = "none"
label = { nb = "annet", nn = "anna", en = "none" }
definition = { nb = "Noe annet", nn = "Noko anna", en = "Else" }
examples = { nb = ["Planen er vedtatt"], nn = ["Planen er vedteken"], en = ["It is adopted"] }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_small_codebook_is_read_with_its_codes_in_order(tmp_path: Path) -> None:
    book = load(written(tmp_path, SMALL))
    assert book.ids("type") == ("goal", "none")
    assert book.label_of("type", "none", "nn") == "anna"


def test_the_digest_changes_with_any_word(tmp_path: Path) -> None:
    first = load(written(tmp_path, SMALL)).digest
    assert load(written(tmp_path, SMALL.replace("Noe annet", "Alt annet"))).digest != first


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        ("at_most = 1", "atmost = 1", 10, "unknown key 'atmost'"),
        ('id = "none"', 'id = "goal"', 19, "'goal' is there twice"),
        ('nn = "mål", en = "goal"', 'en = "goal"', 14, "label is missing in nn"),
        ("at_most = 1", "at_most = 0", 10, "at_most is not a whole number"),
        ('id = "goal"', 'id = "goal', 13, ""),
    ],
)
def test_a_fault_names_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, fault: str
) -> None:
    path = written(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(CodebookError) as caught:
        load(path)
    assert f"{path}, line {line}" in str(caught.value.place)
    assert fault in str(caught.value)


def test_no_codebook_is_said(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="no codebook here"):
        load(tmp_path)
