"""Small PDFs of our own, made by hand so that a test knows every word and place on them."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

WIDTH, HEIGHT = 595, 842  # A4 in points


def pdf(
    *pages: list[str], size: tuple[float, float] = (WIDTH, HEIGHT), font_size: int = 12
) -> bytes:
    """A PDF with one text page for each list of lines; an empty list is a blank page."""
    bodies: list[bytes] = []
    kids = " ".join(f"{4 + 2 * k} 0 R" for k in range(len(pages)))
    bodies.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    bodies.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for k, lines in enumerate(pages):
        content = _content(lines, size[1], font_size)
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * k} 0 R >>".encode()
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(bodies)


def _content(lines: list[str], height: float, size: int) -> bytes:
    if not lines:
        return b""
    shown = [
        b"(" + line.replace("(", r"\(").replace(")", r"\)").encode("cp1252") + b") Tj T*"
        for line in lines
    ]
    start = f"BT /F1 {size} Tf {size * 1.4:.1f} TL 72 {height - 90:.0f} Td ".encode()
    return start + b" ".join(shown) + b" ET"


def _file(bodies: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def picture(lines: list[str], *, dpi: int = 300) -> Image.Image:
    """An A4 page drawn in grey, as a clean scan of those lines."""
    with pypdfium2.PdfDocument(pdf(lines)) as document:
        return document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def worn(page: Image.Image, *, angle: float, seed: int) -> Image.Image:
    """The page as a tired scanner gives it: askew, greyer, with grain and specks."""
    rng = np.random.default_rng(seed)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    tones = np.asarray(turned, dtype=np.float32) * 0.92
    tones += rng.normal(0, 15, size=tones.shape)
    specks = rng.random(tones.shape)
    tones[specks < 0.001] = 0
    tones[specks > 0.999] = 255
    return Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))


def scanned(*pages: Image.Image, dpi: int = 300) -> bytes:
    """A PDF that holds nothing but pictures."""
    file = BytesIO()
    pages[0].save(file, format="PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return file.getvalue()


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


GOALS = [
    "Bygda vår skal ha et godt og trygt oppvekstmiljø for alle barn.",
    "Innen 2032 skal utslippene fra kommunens kjøretøy være halvert.",
    "Eldre skal kunne bo hjemme så lenge de ønsker, med hjelp de stoler på.",
    "Vi vil gjøre det enklere å gå og sykle til skole, butikk og arbeid.",
    "Næringslivet skal finne ledige tomter og kort saksbehandling.",
    "Frivillige lag får låne rom, og kulturskolen når ut i alle grender.",
    "Fjorden skal være ren nok til å bade i, fra Øyra til Ålvik.",
    "Kommunen er en arbeidsgiver der folk blir værende og lærer nytt.",
]
