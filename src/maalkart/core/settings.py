"""What a study asks: `study.toml`, checked key by key."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from maalkart.core.errors import StudyError
from maalkart.core.study import DocumentKind

ReportLanguage = Literal["nb", "nn", "en"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class About(_Section):
    """`[study]`: its name and the language of the program's words about it."""

    name: str
    language: ReportLanguage = "nb"


class Population(_Section):
    """`[population]`: the register of bodies; a file beside study.toml, or one that ships."""

    register_: Annotated[str, Field(alias="register")]
    structure: Literal["2019", "2020", "2024"] | None = None
    levels: tuple[Literal["municipality", "county", "party"], ...] = ("municipality", "county")


class Sample(_Section):
    """`[sample]`: how bodies are drawn. `method = "all"` takes every body of the register."""

    size: Annotated[int, Field(gt=0)] | None = None
    counties: Annotated[int, Field(ge=0)] | None = None
    method: Literal["all", "simple", "stratified", "balanced"] = "all"
    seed: int = 1
    certain: tuple[str, ...] = ()
    stratify_by: tuple[str, ...] = ()
    balance_on: tuple[str, ...] = ()
    spread_on: tuple[str, ...] = ()
    require: tuple[dict[str, Any], ...] = ()


class Documents(_Section):
    """`[documents]`: the kinds asked for, and the table of documents."""

    kinds: tuple[DocumentKind, ...] = get_args(DocumentKind)
    manifest: str = "manifest.csv"
    ocr: bool = True


class CodebookChoice(_Section):
    """`[codebook]`: a codebook of the study's own, in place of the one that ships."""

    path: str | None = None


class Report(_Section):
    """`[report]`: the languages it is written in, and the budget of page pictures in megabytes."""

    languages: tuple[ReportLanguage, ...] = ("nb",)
    pictures_mb: Annotated[float, Field(ge=0)] = 30.0


class StudySettings(_Section):
    """The whole of `study.toml`."""

    study: About
    population: Population
    sample: Sample = Sample()
    documents: Documents = Documents()
    codebook: CodebookChoice = CodebookChoice()
    report: Report = Report()


def load_settings(path: Path) -> StudySettings:
    """Read study.toml; raises StudyError that names the file, the line and the remedy."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyError(
            "there is no study here",
            place=str(path),
            hint=f"make one with: maalkart init {path.parent}",
        ) from None
    except UnicodeDecodeError as error:
        raise StudyError(
            f"not UTF-8 at byte {error.start}",
            place=str(path),
            hint="save the file as UTF-8 and try again",
        ) from None
    try:
        return StudySettings.model_validate(_tuples(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise StudyError(
            f"not valid TOML: {error}", place=str(path), hint="see the line and mend its form"
        ) from None
    except ValidationError as error:
        raise _said(error.errors()[0], text, path) from None


def _tuples(value: Any) -> Any:
    """TOML's lists as the tuples that frozen settings hold."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _said(error: ErrorDetails, text: str, path: Path) -> StudyError:
    where = [str(part) for part in error["loc"] if isinstance(part, str)]
    line = _line_of(text, where)
    place = f"{path}, line {line}" if line else str(path)
    key = ".".join(where)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(where[-1], _keys_beside(where), n=1, cutoff=0.5)
        known = ", ".join(_keys_beside(where))
        hint = f"did you mean «{near[0]}»?" if near else f"known here: {known}"
        return StudyError(f"unknown key «{key}»", place=place, hint=hint)
    if error["type"] == "missing":
        return StudyError(f"«{key}» is missing", place=place, hint=f"add {where[-1]} = …")
    return StudyError(f"«{key}»: {error['msg']}", place=place, hint="mend the value")


def _keys_beside(where: list[str]) -> list[str]:
    fields = StudySettings.model_fields
    if len(where) > 1 and where[0] in fields:
        section = fields[where[0]].annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            fields = section.model_fields
    return [field.alias or name for name, field in fields.items()]


def _line_of(text: str, where: list[str]) -> int | None:
    """The line on which a key stands, tables counted; None where it is not written at all."""
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
            table = header[1]
            if [table] == where:
                return number
        elif (key := re.match(r"\s*([\w-]+)\s*=", line)) and where == [*table.split("."), key[1]]:
            return number
    return None
