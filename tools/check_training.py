"""Check the training set: form, codes, repetitions; then count codes by language.

Exit status 1 where anything is wrong, with file and line for each fault.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "training"
AIMS = ("vision", "value", "focus_area", "goal", "strategy", "measure")
TOP_TYPES = ("vision", "value", "focus_area")
CODES: dict[str, tuple[str | int, ...]] = {
    "type": (*AIMS, "challenge", "none"),
    "level": ("top", "sub"),
    "themes": tuple(
        f"{domain}.{theme}"
        for domain, themes in (
            ("climate", "emissions energy adaptation nature circular pollution"),
            (
                "place",
                "density centres transport housing utilities land heritage recreation safety",
            ),
            (
                "life",
                "childhood education health care ageing inclusion conditions culture volunteering",
            ),
            ("business", "climate transition jobs tourism primary attraction"),
            ("democracy", "participation cocreation trust governance identity"),
            ("services", "quality digital innovation finances efficiency partnership"),
            (
                "employer",
                "attractive competence professional leadership delegation adaptability mission"
                " environment ethics",
            ),
            ("merger", "jobs decentralised building terms"),
        )
        for theme in themes.split()
    ),
    "dimensions": ("environmental", "social", "economic"),
    "sdgs": tuple(range(1, 18)),
    "beneficiaries": (
        *("everyone", "children", "elderly", "families", "newcomers", "disabled"),
        *("vulnerable", "businesses", "volunteers", "employees", "visitors", "future"),
    ),
    "arena": ("society", "organisation"),
    "challenges": (
        *("climate", "demography", "inequality", "finances", "expectations"),
        *("technology", "labour", "complexity", "preparedness"),
    ),
}
LISTS = ("themes", "dimensions", "sdgs", "beneficiaries", "challenges")
AT_MOST = {"themes": 3, "dimensions": 3, "sdgs": 3}
TEXTS = ("heading_path", "before", "after", "unsure")
FIELDS = {
    *("id", "lang", "text", "type", "level", "arena", "lead_in", "kind", "marker", "carries_list"),
    *LISTS,
    *TEXTS,
}
KINDS = ("heading", "paragraph", "list_item", "table_cell")

Row = dict[str, Any]


def rows(folder: Path) -> Iterator[tuple[str, Row | str]]:
    """Each line with its place; a text instead of a row where the line is not one JSON object."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{path.name}:{number}"
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                yield place, f"not JSON: {error.msg}"
                continue
            yield place, row if isinstance(row, dict) else "not an object"


def faults_of_form(row: Row) -> Iterator[str]:
    yield from (f"unknown field {name!r}" for name in row if name not in FIELDS)
    yield from (f"{name} is missing" for name in ("id", "lang", "text", "type") if name not in row)
    if row.get("lang") not in ("nb", "nn", "en"):
        yield f"unknown language {row.get('lang')!r}"
    if not str(row.get("text", "")).strip():
        yield "empty text"
    if row.get("kind", "paragraph") not in KINDS:
        yield f"unknown kind {row['kind']!r}"
    for name in (*LISTS, *TEXTS):
        if not isinstance(row.get(name, []), list):
            yield f"{name} is not a list"
    for name in ("before", "after"):
        if len(row.get(name, [])) > 2:
            yield f"more than two in {name}"


def faults_of_codes(row: Row) -> Iterator[str]:
    for name, known in CODES.items():
        value = row.get(name)
        said = [] if value is None else value if name in LISTS else [value]
        yield from (f"unknown code {code!r} in {name}" for code in said if code not in known)
        if len(said) != len({str(code) for code in said}):
            yield f"a code twice in {name}"
        if len(said) > AT_MOST.get(name, 99):
            yield f"more than {AT_MOST[name]} in {name}"


def faults_of_sense(row: Row) -> Iterator[str]:
    kind = row.get("type")
    unsure = row.get("unsure", [])
    if kind in AIMS:
        if row.get("arena") is None and "arena" not in unsure:
            yield "an aim without arena"
        if kind in TOP_TYPES and row.get("level", "top") != "top":
            yield f"{kind} is always top"
    else:
        for name in ("level", "arena", "dimensions", "sdgs", "beneficiaries"):
            if row.get(name):
                yield f"{name} belongs to aims only"
    if kind == "none" and row.get("themes"):
        yield "themes belong to aims and challenges only"
    if (kind == "challenge") != bool(row.get("challenges")) and "challenges" not in unsure:
        yield "challenges belong to every challenge and to nothing else"


def key(row: Row) -> str:
    """What makes two lines the same: text, headings and lead-in, without case and signs."""
    parts = [str(row.get("text", "")), *row.get("heading_path", []), str(row.get("lead_in", ""))]
    return re.sub(r"\W+", " ", " ".join(parts)).casefold().strip()


def check(folder: Path) -> tuple[list[str], Counter[tuple[str, str, str]], Counter[str]]:
    """Faults with their place; statements by (variable, code, language); and by language."""
    faults: list[str] = []
    counts: Counter[tuple[str, str, str]] = Counter()
    languages: Counter[str] = Counter()
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    for place, row in rows(folder):
        if isinstance(row, str):
            faults.append(f"{place}: {row}")
            continue
        found = [*faults_of_form(row), *faults_of_codes(row), *faults_of_sense(row)]
        for what, seen in ((str(row.get("id")), ids), (key(row), texts)):
            if what in seen:
                found.append(f"the same as {seen[what]}: {what[:60]!r}")
            seen.setdefault(what, place)
        faults.extend(f"{place}: {fault}" for fault in found)
        language = str(row.get("lang"))
        languages[language] += 1
        for name in CODES:
            value = row.get(name)
            for code in [] if value is None else value if name in LISTS else [value]:
                counts[name, str(code), language] += 1
    return faults, counts, languages


def table(counts: Counter[tuple[str, str, str]], languages: Counter[str]) -> Iterator[str]:
    names = ("nb", "nn", "en")
    yield f"{'':<32}" + "".join(f"{name:>7}" for name in names)
    yield f"{'statements':<32}" + "".join(f"{languages[name]:>7}" for name in names)
    for variable, known in CODES.items():
        for code in known:
            numbers = [counts[variable, str(code), name] for name in names]
            yield f"{variable + ' ' + str(code):<32}" + "".join(f"{n:>7}" for n in numbers)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    faults, counts, languages = check(folder)
    print("\n".join(table(counts, languages)))
    print("\n".join(faults), file=sys.stderr)
    print(f"{sum(languages.values())} statements, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
