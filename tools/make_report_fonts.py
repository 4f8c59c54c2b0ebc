"""Cut the fonts of the report's PDF and pictures down to the letters of Europe.

    python tools/make_report_fonts.py FOLDER-WITH-INTER

Inter (SIL Open Font License) as Debian's package `fonts-inter` brings it. `characters.txt` holds
the characters that the cut fonts have: a report shows a square for others. Needs fonttools.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "src" / "maalkart" / "report" / "fonts"
FACES = ("Inter-Regular", "Inter-Italic", "Inter-SemiBold")
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2BB, 0x2DC), (0x300, 0x30C), (0x391, 0x3C9), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x2044), (0x2070, 0x208E), (0x20AC, 0x20AC), (0x2116, 0x2122),
    (0x2190, 0x2199), (0x2202, 0x2265), (0x25A0, 0x25CF), (0x2713, 0x2717), (0xFFFD, 0xFFFD),
)  # fmt: skip


def main() -> None:
    """Write the cut fonts and the characters that all of them have."""
    source = Path(sys.argv[1])
    wanted = [code for first, last in RANGES for code in range(first, last + 1)]
    having: set[int] = set(wanted)
    for face in FACES:
        font = TTFont(source / f"{face}.otf")
        having &= set(font.getBestCmap())
        options = subset.Options(layout_features=["kern", "tnum", "mark", "ccmp", "locl"])
        options.desubroutinize = False
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        font.save(TARGET / f"{face}.otf")
    text = "".join(map(chr, sorted(having)))
    (TARGET / "characters.txt").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
