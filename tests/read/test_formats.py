import hashlib
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from sheets import pdf, written

from maalkart.core.errors import ReadingError
from maalkart.read import read_file, sniff


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def refusal(path: Path) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read_file(path)
    assert caught.value.place == path.name
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.docx", pdf(["Mål"]), "pdf"),
        ("plan.pdf", b"<!DOCTYPE html><html><body><p>M\xc3\xa5l</p></body></html>", "html"),
        ("plan.txt", "# Mål\n\nTekst.\n\n## Tiltak\n\nMer tekst.\n".encode(), "markdown"),
        ("plan.md", b"Bare en linje.\n", "markdown"),
        ("plan", "Bygda skal leve.\n".encode("cp1252"), "text"),
        ("plan.pdf", b"\xff\xfe" + "Bygda skal leve.".encode("utf-16-le"), "text"),
        ("plan.txt", b"\n" * 30 + b"junk" + pdf(["Mål"]), "pdf"),
    ],
)
def test_content_decides_and_not_the_name(tmp_path, name, content, kind) -> None:
    assert sniff(written(tmp_path, name, content)) == kind


def test_office_files_are_told_apart(tmp_path) -> None:
    word = archive(
        tmp_path / "a", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}
    )
    odt = archive(tmp_path / "b", {"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert (sniff(word), sniff(odt)) == ("docx", "odt")


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b" \n\t\n"])
def test_an_empty_file_is_called_empty(tmp_path, content) -> None:
    assert "empty" in refusal(written(tmp_path, "plan.pdf", content)).message


def test_a_renamed_picture_is_called_a_picture(tmp_path) -> None:
    Image.new("RGB", (20, 20)).save(tmp_path / "plan.pdf", format="JPEG")
    assert "picture (JPEG)" in refusal(tmp_path / "plan.pdf").message


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"notes.txt": b"hei"}, "ZIP archive"),
        ({"xl/workbook.xml": b"<a/>"}, "spreadsheet"),
        ({"ppt/presentation.xml": b"<a/>"}, "presentation"),
    ],
)
def test_other_archives_are_named(tmp_path, parts, said) -> None:
    assert said in refusal(archive(tmp_path / "plan.docx", parts)).message


def test_a_damaged_archive_is_called_damaged(tmp_path) -> None:
    whole = archive(tmp_path / "whole.docx", {"word/document.xml": b"<a/>" * 5000})
    cut = written(tmp_path, "plan.docx", whole.read_bytes()[:60])
    assert "damaged" in refusal(cut).message


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": b" " * (200 << 20)}, "200 MB of text"),
        ({"word/document.xml": b"<a/>", "word/media/x.png": bytes(20 << 20)}, "times its size"),
        ({f"word/{n}.xml": b"" for n in range(10_001)}, "10001 parts"),
    ],
)
def test_bombs_are_refused_before_they_are_opened(tmp_path, parts, said) -> None:
    assert said in refusal(archive(tmp_path / "bomb.docx", parts)).message


def test_encrypted_and_old_office_files_are_told_apart(tmp_path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    locked = written(tmp_path, "locked.docx", ole + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(locked).message
    assert "old format" in refusal(written(tmp_path, "old.doc", ole)).message


def test_bytes_without_meaning_are_refused(tmp_path) -> None:
    assert "neither" in refusal(written(tmp_path, "plan.pdf", bytes(range(256)) * 9)).message


def test_a_missing_file_is_named(tmp_path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "gone.pdf").message


def test_a_web_page_without_text_is_not_an_empty_success(tmp_path) -> None:
    page = written(tmp_path, "plan.html", b"<html><body><img src='x.png'></body></html>")
    assert "no text" in refusal(page).message


def test_the_id_is_the_sha256_of_the_bytes(tmp_path) -> None:
    path = written(tmp_path, "plan.txt", b"Bygda skal leve.\n")
    document = read_file(path, name="Samfunnsdel")
    assert document.id == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.name == "Samfunnsdel"
