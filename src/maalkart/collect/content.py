"""What an answer holds, by its bytes: what the server calls it does not count."""

from __future__ import annotations

import io
import re
import zipfile

from maalkart.core.fetch import Content

ENOUGH = 1024  # bytes by which an archive, a program or a picture is known

_REFUSED = {
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\xcf\xfa\xed\xfe": "a program",
    b"#!": "a program",
    b"\x1f\x8b": "an archive",
    b"7z\xbc\xaf\x27\x1c": "an archive",
    b"Rar!": "an archive",
    b"BZh": "an archive",
    b"\xfd7zXZ": "an archive",
    b"\x28\xb5\x2f\xfd": "an archive",
    b"\xd0\xcf\x11\xe0": "an office file in the old format",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a film",
    b"OggS": "a film",
    b"ID3": "sound",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|title)[\s>]", re.I)
_XML = re.compile(rb"^\s*(?:<\?xml|<(?:urlset|sitemapindex)[\s>])")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def refusal(head: bytes) -> str | None:
    """What the first bytes show that is never fetched: an archive, a program, a picture."""
    for magic, what in _REFUSED.items():
        if head.startswith(magic):
            return what
    return "a film" if head[4:8] == b"ftyp" else None


def content_of(data: bytes) -> Content | None:
    """What the whole of it is; None for what målkart does not read, archives among them."""
    head = data[:8192].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:ENOUGH]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(data)
    if refusal(head) or not head.strip():
        return None
    if _HTML.search(head):
        return "html"
    if _XML.search(head):
        return "xml"
    return None if _CONTROL.search(head) else "text"


def _office(data: bytes) -> Content | None:
    """A text document among the things that are packed like archives."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if "word/document.xml" in names:
        return "docx"
    return "odt" if {"mimetype", "content.xml"} <= names else None
