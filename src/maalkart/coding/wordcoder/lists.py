"""Word lists as data: which words speak for which code.

`VARIABLE.LANGUAGE.toml` holds a table a code with `strong`, `weak` and `not`: words and phrases
between commas. A trailing * stands for any ending. `not` are phrases in which a word of the code
does not count («arbeidsklima» is no climate).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from maalkart.coding.codebook import Codebook
from maalkart.coding.tomllines import Lines, syntax_fault
from maalkart.core.errors import CodebookError

SHIPPED = Path(__file__).parent.parent / "data" / "words"
LISTED = ("themes", "sdgs", "beneficiaries", "challenges", "concepts")
WRITTEN_FOR = "maal-i-planer"  # the codebook that the lists that ship belong to
WEIGHTS = {"strong": 1.0, "weak": 0.4, "not": 0.0}


class Term(NamedTuple):
    """A word or phrase that speaks for a code; weight 0 takes the code away."""

    variable: str
    code: str
    text: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class WordLists:
    """All lists: Norwegian (bokmål and nynorsk together) and English terms, tables and light heads.

    `follows` says which codes follow from a theme: `follows["sdgs"]["life.culture"]`.
    """

    norwegian: tuple[Term, ...]
    english: tuple[Term, ...]
    follows: Mapping[str, Mapping[str, tuple[str, ...]]]
    light_heads: frozenset[str]
    digest: str

    @cached_property
    def size(self) -> int:
        """Number of terms in all languages."""
        return len(self.norwegian) + len(self.english)


def load_lists(codebook: Codebook, folder: Path | None = None) -> WordLists:
    """Read and check the word lists against the codebook; raises CodebookError with file and line.

    Codes of a team's own codebook that the lists do not know are no fault. Words for codes that the
    codebook does not have are, unless it leaves out the whole variable, or is another codebook
    than the one that the lists that ship were written for: then those words are left out.
    """
    strict = folder is not None or codebook.id == WRITTEN_FOR
    folder = folder or SHIPPED
    digest = sha256()
    terms: dict[str, list[Term]] = {"nb": [], "nn": [], "en": []}
    for variable in LISTED:
        for language, into in terms.items():
            file = folder / f"{variable}.{language}.toml"
            if file.is_file():
                data, lines = _read(file, digest)
                of = _terms(file, data, lines, variable, codebook.ids(variable), strict=strict)
                into.extend(of)
    follows = _follows(folder / "follows.toml", digest, codebook, strict=strict)
    heads, _ = _read(folder / "light_heads.toml", digest)
    return WordLists(
        norwegian=tuple(terms["nb"] + terms["nn"]),
        english=tuple(terms["en"]),
        follows=follows,
        light_heads=frozenset(words_of(heads["heads"])),
        digest=digest.hexdigest(),
    )


def words_of(listed: str) -> list[str]:
    """The words between the commas, in lower case."""
    return [" ".join(word.split()).lower() for word in listed.split(",") if word.strip()]


def _read(file: Path, digest: Any) -> tuple[dict[str, Any], Lines]:
    raw = file.read_bytes()
    digest.update(raw)
    text = raw.decode("utf-8")
    try:
        return tomllib.loads(text), Lines(text)
    except tomllib.TOMLDecodeError as fault:
        raise syntax_fault(file, text, fault) from fault


def _terms(
    file: Path,
    data: Mapping[str, Any],
    lines: Lines,
    variable: str,
    known: tuple[str, ...],
    *,
    strict: bool,
) -> Iterator[Term]:
    for code, table in data.items():
        if strict and known and code not in known:
            _fail(file, lines, (code,), f"the codebook has no code {code!r} in {variable}")
        seen: set[str] = set()
        for strength, listed in table.items():
            if strength not in WEIGHTS:
                _fail(file, lines, (code, strength), f"unknown key {strength!r}")
            for word in words_of(listed):
                if word in seen:
                    _fail(file, lines, (code, strength), f"{word!r} is there twice")
                seen.add(word)
                if code in known:
                    yield Term(variable, code, word, WEIGHTS[strength])


def _follows(
    file: Path, digest: Any, codebook: Codebook, *, strict: bool
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    data, lines = _read(file, digest)
    themes = codebook.ids("themes")
    for variable, table in data.items() if strict else ():
        for theme, codes in table.items():
            if theme not in themes and themes:
                _fail(file, lines, (variable, theme), f"the codebook has no theme {theme!r}")
            for code in codes:
                if code not in codebook.ids(variable) and codebook.ids(variable):
                    _fail(file, lines, (variable, theme), f"no code {code!r} in {variable}")
    return {
        variable: {
            theme: tuple(code for code in codes if code in codebook.ids(variable))
            for theme, codes in table.items()
        }
        for variable, table in data.items()
    }


def _fail(file: Path, lines: Lines, at: tuple[str | int, ...], message: str) -> None:
    raise CodebookError(
        message,
        place=f"{file}, line {lines.of(at)}",
        hint="Mend the word list, or the codebook it belongs to.",
    )
