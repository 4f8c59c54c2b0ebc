"""What a file is, by its content: names and suffixes lie."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from maalkart.core.errors import ReadingError

Format = Literal["pdf", "docx", "odt", "html", "markdown", "text"]

HEAD = 64 * 1024  # bytes that decide; a web page may open with a long comment
MIB = 1 << 20
MAX_ENTRIES = 10_000  # a DOCX of 400 pages with 300 pictures has about 350
MAX_UNPACKED = 1024 * MIB
MAX_XML = 128 * MIB  # one part; the text of a 1,000-page DOCX takes about 20 MB
MAX_RATIO = 200  # XML packs 10–30 times; only made files reach this
RATIO_FROM = 8 * MIB  # small parts may pack well without harm

_PICTURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n": "PNG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6])[\s>]", re.I)
_HEADING = re.compile(r"^#{1,6}\s+\S", re.MULTILINE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(path: Path) -> Format:
    """The format of a file by its first bytes; raises ReadingError where it cannot be read."""
    head = _head(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    _refuse_known(path, head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(path, head.decode("utf-16", errors="replace"))
    if _CONTROL.search(head):
        return _binary(path, head)
    if _HTML.search(head):
        return "html"
    return _text(path, head.decode("utf-8", errors="replace"))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise ReadingError(
            f"the file cannot be opened: {error.strerror}",
            place=path.name,
            hint="check that it is there and that you may read it",
        ) from error
    if not head.strip(b"\x00\t\n\r "):
        raise ReadingError(
            "the file is empty", place=path.name, hint="fetch or save the document again"
        )
    return head


def _refuse_known(path: Path, head: bytes) -> None:
    picture = next((kind for magic, kind in _PICTURES.items() if head.startswith(magic)), None)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        picture = "WebP"
    if picture:
        raise ReadingError(
            f"this is a picture ({picture}), not a document",
            place=path.name,
            hint="save the picture as a PDF, and its text will be recognised",
        )
    if head.startswith(_OLE):
        raise _old_office(path)
    if head.startswith(b"{\\rtf"):
        raise ReadingError(
            "RTF files are not read", place=path.name, hint="save the document as DOCX or PDF"
        )


def _old_office(path: Path) -> ReadingError:
    """An OLE container: an encrypted office file, or a Word file from before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[: 64 * MIB]:
        return ReadingError(
            "the file is encrypted with a password",
            place=path.name,
            hint="open it with the password, save it without, and read that file",
        )
    return ReadingError(
        "this is an office file in the old format (.doc, .xls or .ppt)",
        place=path.name,
        hint="save the document as DOCX or PDF",
    )


def _packed(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _refuse_bomb(path, entries)
            kind = _declared(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadingError(
            f"the file is damaged: {error}", place=path.name, hint="fetch or save it again"
        ) from error
    if "opendocument.text" in kind or (not kind and "content.xml" in names):
        return "odt"
    if "word/document.xml" in names or "wordprocessingml" in kind:
        return "docx"
    raise ReadingError(
        _what_zip(names), place=path.name, hint="take out the document itself, or save it as PDF"
    )


def _declared(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The archive's word for what it is, or nothing."""
    for part in ("mimetype", "[Content_Types].xml"):
        if part in names:
            with archive.open(part) as file:
                return file.read(HEAD).decode("utf-8", errors="replace")
    return ""


def _what_zip(names: set[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "this is a spreadsheet, not a text document"
    if any(name.startswith("ppt/") for name in names):
        return "this is a presentation, not a text document"
    return "this is a ZIP archive, not an office document"


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Stop before anything is unpacked; `zipfile` never unpacks more than an entry declares."""
    unpacked = sum(entry.file_size for entry in entries)
    worst = max(entries, key=lambda entry: entry.file_size / max(1, entry.compress_size))
    ratio = worst.file_size / max(1, worst.compress_size)
    largest = max(
        (e.file_size for e in entries if e.filename.endswith((".xml", ".rels"))), default=0
    )
    reason = None
    if len(entries) > MAX_ENTRIES:
        reason = f"it holds {len(entries)} parts, more than {MAX_ENTRIES}"
    elif unpacked > MAX_UNPACKED:
        reason = f"it unpacks to {unpacked // MIB} MB, more than {MAX_UNPACKED // MIB}"
    elif largest > MAX_XML:
        reason = f"one part unpacks to {largest // MIB} MB of text, more than {MAX_XML // MIB}"
    elif ratio > MAX_RATIO and worst.file_size > RATIO_FROM:
        reason = f"the part {worst.filename[:60]!r} unpacks to {ratio:.0f} times its size"
    if reason:
        raise ReadingError(
            f"the file is not opened: {reason}",
            place=path.name,
            hint="open it in a word processor and save it as PDF",
        )


def _binary(path: Path, head: bytes) -> Format:
    """Bytes that are no text: a PDF that lost its head, or nothing that is known."""
    if b"endobj" in head or b"startxref" in head:
        return "pdf"
    raise ReadingError(
        "the content is neither a document nor text",
        place=path.name,
        hint="PDF, DOCX, ODT, HTML, Markdown and text are read; was the right file saved?",
    )


def _text(path: Path, head: str) -> Format:
    if path.suffix.lower() in {".md", ".markdown"} or len(_HEADING.findall(head)) >= 2:
        return "markdown"
    return "text"
