"""What a study asks: `study.toml`, checked key by key."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from maalkart.core.errors import StudyError
from maalkart.core.study import DocumentKind, Level

ReportLanguage = Literal["nb", "nn", "en"]
ReportFormat = Literal["html", "pdf", "docx", "xlsx"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class About(_Section):
    """`[study]`: its name and the language of the program's words about it."""

    name: str
    language: ReportLanguage = "nb"


class Population(_Section):
    """`[population]`: the register of bodies; a file beside study.toml, or one that ships."""

    register_: Annotated[str, Field(alias="register")]
    levels: tuple[Level, ...] = ("municipality", "county")
    columns: dict[str, str] = {}
    """The program's word for a column → what the register calls it."""
    level_names: dict[str, Level] = {}
    """What the register calls a level → the program's word."""
    join: tuple[str, ...] = ()
    """Tables beside study.toml whose columns are added, by number."""
    exclude: tuple[str, ...] = ()
    """Numbers of bodies that are not of the population."""


class Requirement(_Section):
    """`[[sample.require]]`: which bodies, and how many of them at least or at most are drawn.

    One of `equals`, `at_most`, `at_least` and `each` says which; `each` asks for every value named.
    A share is of the bodies drawn at the level.
    """

    column: str
    equals: str | None = None
    at_most: float | None = None
    at_least: float | None = None
    each: tuple[str, ...] | None = None
    level: Level = "municipality"
    min_count: Annotated[int, Field(ge=0)] | None = None
    max_count: Annotated[int, Field(ge=0)] | None = None
    min_share: Annotated[float, Field(ge=0, le=1)] | None = None
    max_share: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Requirement:
        which = (self.equals, self.at_most, self.at_least, self.each)
        bounds = (self.min_count, self.max_count, self.min_share, self.max_share)
        if sum(one is not None for one in which) != 1:
            raise ValueError("write one of equals, at_most, at_least and each")
        if all(one is None for one in bounds):
            raise ValueError("write min_count, max_count, min_share or max_share")
        return self


class Sample(_Section):
    """`[sample]`: how bodies are drawn. `method = "all"` takes every body of the register."""

    size: Annotated[int, Field(gt=0)] | None = None
    counties: Annotated[int, Field(ge=0)] | None = None
    method: Literal["all", "simple", "stratified", "spread", "balanced"] = "all"
    seed: Annotated[int, Field(ge=0)] = 1
    certain: tuple[str, ...] = ()
    proportional_to: str | None = None
    stratify_by: tuple[str, ...] = ()
    min_per_stratum: Annotated[int, Field(ge=0)] = 1
    balance_on: tuple[str, ...] = ()
    spread_on: tuple[str, ...] = ()
    require: tuple[Requirement, ...] = ()


class Documents(_Section):
    """`[documents]`: the kinds asked for, and the table of documents."""

    kinds: tuple[DocumentKind, ...] = get_args(DocumentKind)
    manifest: str = "manifest.csv"
    ocr: bool = True


Quantifier = Literal["adjusted_count", "em"]


class Estimates(_Section):
    """`[estimate]`: how shares are put right where the sample or the coder is known to be off.

    `calibrate_on` names columns of the register whose totals the weights are made to meet (raking).
    `validated_on` is a file of coded statements of other documents: the coder's errors there adjust
    shares of statements that people have not checked here, `by` adjusted count or EM.
    """

    calibrate_on: tuple[str, ...] = ()
    validated_on: str | None = None
    by: Quantifier = "adjusted_count"


class Collect(_Section):
    """`[collect]`: how documents are fetched, and how politely.

    `contact` is an address or web page at which those who run a site can reach who asks; it goes
    with every request, and nothing is fetched without it. `delay` is the seconds between requests
    to one host, more where robots.txt asks for it; `hosts` how many are asked at a time. `term` is
    the first and last day on which a plan must have been adopted. `allow_networks` are networks
    («10.1.0.0/16») that may be asked although they are not of the open internet.
    """

    contact: str = ""
    search: bool = True
    term: tuple[str, str] | None = None
    delay: Annotated[float, Field(ge=0)] = 2.0
    hosts: Annotated[int, Field(gt=0, le=64)] = 8
    timeout: Annotated[float, Field(gt=0)] = 30.0
    max_seconds: Annotated[float, Field(gt=0)] = 300.0
    max_mb: Annotated[float, Field(gt=0)] = 100.0
    max_pages: Annotated[int, Field(gt=0)] = 80
    allow_networks: tuple[str, ...] = ()
    warc: bool = False

    @model_validator(mode="after")
    def _can_be_used(self) -> Collect:
        for day in self.term or ():
            date.fromisoformat(day)
        if self.term and self.term[0] > self.term[1]:
            raise ValueError("the first day of the term comes after its last")
        for network in self.allow_networks:
            ip_network(network)
        return self


class CodebookChoice(_Section):
    """`[codebook]`: a codebook of the study's own, in place of the one that ships."""

    path: str | None = None


class Llm(_Section):
    """`[coder.llm]`: a language model at an address that speaks the OpenAI chat form.

    `key_from` names the environment variable that holds the key. Prices are for a million tokens,
    in `currency`; `most` is what one run may cost. `together` is statements a request.
    """

    address: str
    model: Annotated[str, Field(min_length=1)]
    key_from: str | None = None
    price_in: Annotated[float, Field(ge=0)] = 0.0
    price_out: Annotated[float, Field(ge=0)] = 0.0
    currency: str = "USD"
    most: Annotated[float, Field(gt=0)] | None = None
    together: Annotated[int, Field(ge=1, le=100)] = 20
    workers: Annotated[int, Field(ge=1, le=64)] = 4
    seconds: Annotated[float, Field(gt=0)] = 120.0


class Coder(_Section):
    """`[coder]`: coders that are asked only when the user says so.

    With `semantic`, the default coder also hears what statements mean (the extra `semantic`).
    """

    semantic: bool = False
    llm: Llm | None = None


class Report(_Section):
    """`[report]`: languages and formats, and how the study wants its report to look and to read.

    `chapters` is their order (all where it is empty), `leave_out` those that are left out, `titles`
    what chapters are called, by language. `pictures_mb` is the budget of page pictures in
    megabytes. A team's own text lies in `text/NAME.md` or `text/NAME.nn.md` beside study.toml.
    """

    languages: tuple[ReportLanguage, ...] = ("nb",)
    formats: tuple[ReportFormat, ...] = get_args(ReportFormat)
    pictures_mb: Annotated[float, Field(ge=0)] = 30.0
    chapters: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    titles: dict[ReportLanguage, dict[str, str]] = {}
    authors: tuple[str, ...] = ()
    logo: str | None = None
    logo_text: str = ""
    colour: Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")] = "#0b5394"


class StudySettings(_Section):
    """The whole of `study.toml`."""

    study: About
    population: Population
    sample: Sample = Sample()
    documents: Documents = Documents()
    collect: Collect = Collect()
    codebook: CodebookChoice = CodebookChoice()
    coder: Coder = Coder()
    estimate: Estimates = Estimates()
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
    """The keys that the deepest known section on the way knows."""
    fields = StudySettings.model_fields
    for name in where[:-1]:
        section = _section_of(fields[name].annotation) if name in fields else None
        if section is None:
            break
        fields = section.model_fields
    return [field.alias or name for name, field in fields.items()]


def _section_of(annotation: Any) -> type[BaseModel] | None:
    """The section an annotation names, also as «section or None»."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _line_of(text: str, where: list[str]) -> int | None:
    """The line on which a key stands, tables counted; None where it is not written at all."""
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
            table = header[1]
            if table.split(".") == where:
                return number
        elif (key := re.match(r"\s*([\w-]+)\s*=", line)) and where == [*table.split("."), key[1]]:
            return number
    return None
