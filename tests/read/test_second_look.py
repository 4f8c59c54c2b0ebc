"""What was read is looked up again by an engine that shares no code with the first."""

from dataclasses import replace
from pathlib import Path

from sheets import GOALS, pdf, written

from maalkart.core.document import Document
from maalkart.read import read_file
from maalkart.read.second_look import MOST_NOTES, disagreements, look_again, stretches


def plain(tmp_path: Path) -> tuple[Path, Document]:
    path = written(tmp_path, "plan.pdf", pdf(GOALS, ["Plan for bygda", *GOALS[:3]]))
    return path, read_file(path, ocr=False)


def changed(document: Document, old: str, new: str) -> Document:
    """The document as an engine would give it that reads some letters wrongly."""
    pages = [replace(page, text=page.text.replace(old, new)) for page in document.pages]
    blocks = [replace(block, text=block.text.replace(old, new)) for block in document.blocks]
    return replace(document, pages=tuple(pages), blocks=tuple(blocks))


def test_all_body_text_is_looked_up_in_stretches_without_losing_a_word(tmp_path: Path) -> None:
    _, document = plain(tmp_path)
    whole = " ".join(block.text for block in document.blocks if block.kind == "paragraph")
    said = " ".join(part.quote for part in stretches(document))
    assert [word for word in whole.split() if word not in said] == []
    assert max(len(part.quote) for part in stretches(document)) <= 150


def test_both_engines_read_the_same_words_in_the_same_place(tmp_path: Path) -> None:
    path, document = plain(tmp_path)
    looks = look_again(path, document, stretches(document))
    assert looks
    assert all(look.agrees for look in looks)
    assert read_file(path, ocr=False, look=True).notes == document.notes


def test_what_one_engine_reads_otherwise_is_noted_with_its_page(tmp_path: Path) -> None:
    path, document = plain(tmp_path)
    word = "utslippene"
    wrong = changed(document, word, "x" * len(word))
    found = disagreements(path, wrong, stretches(wrong))
    assert {note.page for note in found} == {1, 2}
    assert all(note.code == "second-look" and word in note.message for note in found)


def test_a_text_that_is_wrong_throughout_gives_no_endless_list(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "plan.pdf",
        pdf(*[[f"Side {n} av planen", *GOALS[:4]] for n in range(MOST_NOTES + 5)]),
    )
    document = read_file(path, ocr=False)
    word = "utslippene"
    wrong = changed(document, word, "x" * len(word))
    found = disagreements(path, wrong, stretches(wrong))
    assert len(found) == MOST_NOTES + 1
    assert found[-1].message.startswith("5 more")


def test_a_file_that_the_other_engine_cannot_open_says_so(tmp_path: Path) -> None:
    _, document = plain(tmp_path)
    broken = written(tmp_path, "broken.pdf", b"%PDF-1.7\nnothing")
    (note,) = disagreements(broken, document, stretches(document))
    assert (note.page, note.code) == (None, "second-look")
