"""typst, in the report's fonts and no others: the same pages on every machine."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

from maalkart.core.errors import MaalkartError

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
ALIKE = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0fc": "✓", "✔": "✓", "☑": "✓", "☒": "×"}
"""Signs that the fonts lack, and those of Word's symbol fonts, which have no place in Unicode."""
MISSING = "\N{WHITE SQUARE}"  # stands for a sign that the fonts lack, which PDF/UA forbids to print


def typeset(template: str, data: Any, **options: Any) -> list[bytes]:
    """Set a template of the report with data, which it reads as JSON from `sys.inputs.data`.

    Text from documents is data throughout and never typst's own code. Raises MaalkartError where
    typst refuses, as it does where a PDF would not be what `pdf_standards` asks.
    """
    source = (HERE / "templates" / template).read_bytes()
    said = json.dumps(_printable(data), ensure_ascii=False)
    try:
        compiler = typst.Compiler(  # type: ignore[misc]  # its stub fits no use
            source, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"data": said}
        )
        made = compiler.compile(timestamp=0, **options)
    except typst.TypstError as error:
        raise MaalkartError(
            f"{template} could not be set: {error.message}",
            hint="this is a fault in målkart; the other formats do not need it",
        ) from error
    return [made] if isinstance(made, bytes) else list(made or ())


@cache
def _characters() -> frozenset[str]:
    text = (FONTS / "characters.txt").read_text(encoding="utf-8")
    return frozenset(text) | {"\n"}


def shown_as(text: str) -> str:
    """Text as the fonts can print it, without signs that do not show."""
    known = _characters()
    if known.issuperset(text):
        return text
    return "".join(sign if sign in known else _stand_in(sign) for sign in text)


@cache
def _stand_in(sign: str) -> str:
    """What stands for a sign that the fonts lack: the same in other signs, if there are any."""
    same = ALIKE.get(sign) or unicodedata.normalize("NFKC", sign)
    if all(one in _characters() for one in same):
        return same
    return MISSING if sign.isprintable() or unicodedata.category(sign) == "Co" else " "


def _printable(value: Any) -> Any:
    """The same with every sign that cannot be printed shown as such; keys are ours."""
    if isinstance(value, str):
        return shown_as(value)
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return value
