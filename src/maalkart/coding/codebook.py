"""The codebook as data: variables, codes and what people need to know to code alike.

A codebook is one TOML file, or a folder of them read in order of name. Reading it checks it: every
fault is a CodebookError that names the file and the line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from maalkart.coding.tomllines import Lines, syntax_fault
from maalkart.core.errors import CodebookError

LANGUAGES = ("nb", "nn", "en")
SHIPPED = Path(__file__).parent / "data" / "codebook"

Words = Mapping[str, str]  # language -> text, for every language of LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One answer of a variable. `examples` are our own sentences, by language."""

    id: str
    label: Words
    definition: Words
    use_when: Words | None = None
    not_when: Words | None = None
    domain: str | None = None
    see: tuple[str, ...] = ()
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A group of codes, such as the policy area «Klima og miljø»."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A question put to a statement.

    `at_most` is None where any number of codes may be given. `for_types` lists the types of
    statement that are asked; all where it is empty. `notes` are rulings.
    """

    id: str
    label: Words
    definition: Words
    codes: tuple[Code, ...]
    domains: tuple[Domain, ...] = ()
    at_most: int | None = None
    for_types: tuple[str, ...] = ()
    notes: tuple[Words, ...] = ()

    def code(self, code: str) -> Code:
        """The code with that id; raises KeyError where there is none."""
        for candidate in self.codes:
            if candidate.id == code:
                return candidate
        raise KeyError(f"{self.id} has no code {code!r}")


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """All that is asked of a statement. `digest` changes with any byte of its files."""

    id: str
    version: str
    label: Words
    variables: tuple[Variable, ...]
    digest: str

    @cached_property
    def _by_id(self) -> dict[str, Variable]:
        return {variable.id: variable for variable in self.variables}

    def variable(self, variable: str) -> Variable:
        """The variable with that id; raises KeyError where there is none."""
        return self._by_id[variable]

    def ids(self, variable: str) -> tuple[str, ...]:
        """The ids of a variable's codes in the codebook's order; empty where it is not asked."""
        found = self._by_id.get(variable)
        return tuple(code.id for code in found.codes) if found else ()

    def label_of(self, variable: str, code: str, language: str) -> str:
        """What a code is called; raises KeyError for what the codebook does not know."""
        return self.variable(variable).code(code).label[language]

    def domain(self, theme: str) -> str | None:
        """The domain a theme belongs to."""
        return self._domains.get(theme)

    @cached_property
    def _domains(self) -> dict[str, str | None]:
        return {code.id: code.domain for of in self.variables for code in of.codes if code.domain}


def load(path: Path | None = None) -> Codebook:
    """Read and check a codebook: a file, a folder, or the one that ships.

    Raises CodebookError with file and line.
    """
    files = _files(path or SHIPPED)
    digest = sha256()
    head: dict[str, Any] | None = None
    variables: list[Variable] = []
    seen: dict[str, str] = {}
    readers = []
    for file in files:
        raw = file.read_bytes()
        digest.update(raw)
        reader = _Reader(file, raw)
        readers.append(reader)
        head = reader.head(head)
        variables.extend(reader.variables(seen))
    if head is None:
        raise CodebookError(
            "there is no [codebook] table", place=str(path), hint="Say its id, version and label."
        )
    for reader in readers:
        reader.check_references(variables)
    return Codebook(
        id=head["id"],
        version=head["version"],
        label=head["label"],
        variables=tuple(variables),
        digest=digest.hexdigest(),
    )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.toml"))
        if files:
            return files
    elif path.is_file():
        return [path]
    raise CodebookError(
        "there is no codebook here", place=str(path), hint="Give a TOML file, or a folder of them."
    )


class _Reader:
    """One file of a codebook, and where in it things stand."""

    def __init__(self, file: Path, raw: bytes) -> None:
        self.file = file
        try:
            text = raw.decode("utf-8")
            self.data = tomllib.loads(text)
        except UnicodeDecodeError as fault:
            line = raw.count(b"\n", 0, fault.start) + 1
            raise CodebookError(
                "not UTF-8", place=f"{file}, line {line}", hint="Save the file as UTF-8."
            ) from fault
        except tomllib.TOMLDecodeError as fault:
            raise syntax_fault(file, text, fault) from fault
        self.lines = Lines(text)
        self.only(self.data, {"codebook", "variable"}, ())

    def fail(self, message: str, at: tuple[str | int, ...], hint: str) -> CodebookError:
        return CodebookError(message, place=f"{self.file}, line {self.lines.of(at)}", hint=hint)

    def only(self, table: Mapping[str, Any], known: set[str], at: tuple[str | int, ...]) -> None:
        for key in table:
            if key not in known:
                raise self.fail(
                    f"unknown key {key!r}",
                    (*at, key),
                    f"Known here: {', '.join(sorted(known))}.",
                )

    def head(self, earlier: dict[str, Any] | None) -> dict[str, Any] | None:
        table = self.data.get("codebook")
        if table is None:
            return earlier
        if earlier is not None:
            raise self.fail("a second [codebook] table", ("codebook",), "Keep one.")
        self.only(table, {"id", "version", "label"}, ("codebook",))
        return {
            "id": self.text(table, "id", ("codebook",)),
            "version": self.text(table, "version", ("codebook",)),
            "label": self.words(table, "label", ("codebook",)),
        }

    def text(self, table: Mapping[str, Any], key: str, at: tuple[str | int, ...]) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key} is missing or not a text", (*at, key), f'Write {key} = "…".')
        return value

    def words(self, table: Mapping[str, Any], key: str, at: tuple[str | int, ...]) -> Words:
        value = table.get(key)
        hint = f"Write {key} = {{ nb = “…”, nn = “…”, en = “…” }}."
        if not isinstance(value, dict):
            raise self.fail(f"{key} is missing or has no languages", (*at, key), hint)
        for language in LANGUAGES:
            if not isinstance(value.get(language), str) or not value[language].strip():
                raise self.fail(f"{key} is missing in {language}", (*at, key), hint)
        self.only(value, set(LANGUAGES), (*at, key))
        return {language: value[language] for language in LANGUAGES}

    def variables(self, seen: dict[str, str]) -> Iterator[Variable]:
        known = {"id", "label", "definition", "at_most", "for_types", "note", "domain", "code"}
        for i, table in enumerate(self.data.get("variable", [])):
            at: tuple[str | int, ...] = ("variable", i)
            self.only(table, known, at)
            name = self.once(table, at, "variable", seen)
            at_most = table.get("at_most")
            if at_most is not None and (not isinstance(at_most, int) or at_most < 1):
                raise self.fail(
                    "at_most is not a whole number from 1",
                    (*at, "at_most"),
                    "Leave it out for any.",
                )
            yield Variable(
                id=name,
                label=self.words(table, "label", at),
                definition=self.words(table, "definition", at),
                at_most=at_most,
                for_types=self.texts(table, "for_types", at),
                notes=tuple(self.notes(table, at)),
                domains=tuple(self.domains(table, at, name, seen)),
                codes=tuple(self.codes(table, at, name, seen)),
            )

    def once(
        self, table: Mapping[str, Any], at: tuple[str | int, ...], scope: str, seen: dict[str, str]
    ) -> str:
        name = self.text(table, "id", at)
        place = f"{self.file}, line {self.lines.of((*at, 'id'))}"
        earlier = seen.setdefault(f"{scope}/{name}", place)
        if earlier != place:
            raise self.fail(
                f"{name!r} is there twice", (*at, "id"), f"The first one stands in {earlier}."
            )
        return name

    def texts(
        self, table: Mapping[str, Any], key: str, at: tuple[str | int, ...]
    ) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"{key} is not a list of texts", (*at, key), f'Write {key} = ["…"].')
        return tuple(value)

    def notes(self, table: Mapping[str, Any], at: tuple[str | int, ...]) -> Iterator[Words]:
        for j, note in enumerate(table.get("note", [])):
            here = (*at, "note", j)
            self.only(note, {"text"}, here)
            yield self.words(note, "text", here)

    def domains(
        self, table: Mapping[str, Any], at: tuple[str | int, ...], scope: str, seen: dict[str, str]
    ) -> Iterator[Domain]:
        for j, domain in enumerate(table.get("domain", [])):
            here = (*at, "domain", j)
            self.only(domain, {"id", "label"}, here)
            name = self.once(domain, here, f"{scope}/domain", seen)
            yield Domain(id=name, label=self.words(domain, "label", here))

    def codes(
        self, table: Mapping[str, Any], at: tuple[str | int, ...], scope: str, seen: dict[str, str]
    ) -> Iterator[Code]:
        known = {"id", "label", "definition", "use_when", "not_when", "domain", "see", "examples"}
        if not table.get("code"):
            raise self.fail(f"{scope} has no codes", at, "Write one [[variable.code]] for each.")
        for j, code in enumerate(table["code"]):
            here = (*at, "code", j)
            self.only(code, known, here)
            name = self.once(code, here, scope, seen)
            domain = self.text(code, "domain", here) if "domain" in code else None
            yield Code(
                id=name,
                label=self.words(code, "label", here),
                definition=self.words(code, "definition", here),
                use_when=self.words(code, "use_when", here) if "use_when" in code else None,
                not_when=self.words(code, "not_when", here) if "not_when" in code else None,
                domain=domain,
                see=self.texts(code, "see", here),
                examples=self.examples(code, here),
            )

    def examples(
        self, code: Mapping[str, Any], at: tuple[str | int, ...]
    ) -> Mapping[str, tuple[str, ...]]:
        value = code.get("examples", {})
        hint = 'Write examples = { nb = ["…"], nn = ["…"] }.'
        if not isinstance(value, dict):
            raise self.fail("examples have no languages", (*at, "examples"), hint)
        self.only(value, set(LANGUAGES), (*at, "examples"))
        for language in ("nb", "nn"):
            if not value.get(language):
                raise self.fail(f"there are no examples in {language}", (*at, "examples"), hint)
        return {key: self.texts(value, key, (*at, "examples")) for key in LANGUAGES if key in value}

    def check_references(self, variables: list[Variable]) -> None:
        """Raise where a domain, a type or a neighbouring code that is named does not exist."""
        types = {code.id for of in variables if of.id == "type" for code in of.codes}
        by_id = {of.id: of for of in variables}
        for i, table in enumerate(self.data.get("variable", [])):
            of = by_id[table["id"]]
            for name in of.for_types:
                if name not in types:
                    at = ("variable", i, "for_types")
                    raise self.fail(f"there is no type {name!r}", at, "See the variable type.")
            self._check_codes(i, of)

    def _check_codes(self, i: int, of: Variable) -> None:
        domains = {domain.id for domain in of.domains}
        ids = {code.id for code in of.codes}
        for j, code in enumerate(of.codes):
            at = ("variable", i, "code", j)
            if code.domain is not None and code.domain not in domains:
                raise self.fail(
                    f"there is no domain {code.domain!r}", (*at, "domain"), f"See {of.id}."
                )
            for name in code.see:
                if name not in ids:
                    raise self.fail(f"there is no code {name!r}", (*at, "see"), f"See {of.id}.")
