"""Speed and memory of reading: pages a second, beside the engines that only find text.

    python bench/bench_read.py [FOLDER ...]

Every reader runs alone, in a process of its own, over the same files; the first file is read once
before the clock starts, and pays for imports and word lists (`start s`). Seconds are processor
seconds of that process, so a page a second is a page a second and core. OCR is off: it is another
measure. pdfplumber reads every fourth file, being slow.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
FOLDERS = ("plans-pdf", "programmes", "planning")


def maalkart(path: Path) -> int:
    from maalkart.read import read_file

    return len(read_file(path, ocr=False).pages)


def liteparse(path: Path) -> int:
    from maalkart.read.lite import read_pages

    return len(read_pages(path))


def pypdfium2(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()
        return len(document)


def pdf_oxide(path: Path) -> int:
    import pdf_oxide

    document = pdf_oxide.PdfDocument(str(path))
    count = int(document.page_count())
    for number in range(count):
        document.extract_text(number)
    return count


def pdfplumber(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


READERS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "maalkart": ("text, boxes, structure, icons", maalkart),
    "liteparse": ("items, boxes, fonts, shapes, tags", liteparse),
    "pypdfium2": ("text", pypdfium2),
    "pdf_oxide": ("text", pdf_oxide),
    "pdfplumber": ("text", pdfplumber),
}


def measure(reader: str, files: list[Path]) -> dict[str, float]:
    """Read every file; the first, read twice, pays for imports and word lists."""
    read = READERS[reader][1]
    began = time.perf_counter()
    read(files[0])
    start = time.perf_counter() - began
    before, pages = time.process_time(), 0
    for path in files:
        pages += read(path)
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": pages, "seconds": seconds, "memory": memory, "start": start}


def apart(reader: str, files: list[Path]) -> dict[str, float]:
    """The same in a fresh process, so that memory is this reader's own."""
    asked = [sys.executable, __file__, "--only", reader, *map(str, files)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def one_plan(files: list[Path]) -> dict[str, float]:
    """The longest file alone: what one plan takes."""
    longest = max(files, key=pypdfium2)
    return apart("maalkart", [longest])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("places", nargs="*", type=Path, help="folders or PDF files")
    options.add_argument("--only", choices=READERS, help=argparse.SUPPRESS)
    asked = options.parse_args()
    places = asked.places or [CORPUS / folder for folder in FOLDERS]
    files = [f for place in places for f in (sorted(place.glob("*.pdf")) or [place])]
    if not files or not all(file.is_file() for file in files):
        print("no PDF files: name a folder that holds some", file=sys.stderr)
        return 2
    if asked.only:
        print(json.dumps(measure(asked.only, files)))
        return 0
    print(f"{len(files)} files, {sum(map(pypdfium2, files))} pages\n")
    print(f"{'reader':<12} {'pages/s/core':>12} {'seconds':>8} {'MB':>6} {'start s':>8}  gives")
    for reader, (gives, _) in READERS.items():
        found = apart(reader, files[::4] if reader == "pdfplumber" else files)
        speed = found["pages"] / found["seconds"]
        print(
            f"{reader:<12} {speed:>12.0f} {found['seconds']:>8.2f} {found['memory']:>6.0f} "
            f"{found['start']:>8.2f}  {gives}"
        )
    plan = one_plan(files)
    print(
        f"\nthe longest plan alone: {plan['pages']:.0f} pages in {plan['seconds']:.2f} s "
        f"and {plan['memory']:.0f} MB, after {plan['start']:.2f} s for a first reading with imports"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
