"""Make the registers that ship from the material beside the project: facts only, each with source.

    python tools/make_registers.py [../shared/registers]

Writes src/maalkart/register/data/bodies_2019.csv, bodies_2020.csv, bodies_2024.csv and changes.csv.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "maalkart" / "register" / "data"
Row = dict[str, str]

COUNTIES = {  # as the sources spell them: as they are called
    "Sogn-og-fjordane": "Sogn og Fjordane",
    "Finnmark-Finnmarku": "Finnmark",
    "Finmark": "Finnmark",
}
COUNTIES_2020 = {
    "03": "Oslo", "11": "Rogaland", "15": "Møre og Romsdal", "18": "Nordland", "30": "Viken",
    "34": "Innlandet", "38": "Vestfold og Telemark", "42": "Agder", "46": "Vestland",
    "50": "Trøndelag", "54": "Troms og Finnmark",
}  # fmt: skip
FIRST = ("number", "name", "level", "county_number", "county", "population")


def main() -> None:
    """Read, join and write."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "registers"
    old = list(municipalities_2019(read(source / "municipalities_2019.csv")))
    new = list(municipalities_2024(read(source / "municipalities_2024.csv")))
    regions = read(source / "labour_market_regions_2020.csv")
    middle = list(municipalities_2020(regions, old, new))
    for year, rows in (("2019", old), ("2020", middle), ("2024", new)):
        write(TARGET / f"bodies_{year}.csv", [*rows, *counties(rows)])
    changes = [
        {"number": r["gammelt_nr"], "last_year": r["end_yr"], "number_2024": r["nr_2024"]}
        for r in read(source / "number_changes_to_2024.csv")
    ]
    write(TARGET / "changes.csv", sorted(changes, key=lambda r: (r["number"], r["last_year"])))


def read(path: Path) -> list[Row]:
    """Rows of a CSV, cells stripped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def county_name(text: str) -> str:
    """The Norwegian name alone."""
    name = text.split(" - ")[0].strip()
    return COUNTIES.get(name, name)


def municipalities_2019(rows: Iterable[Row]) -> Iterable[Row]:
    """The 422 of 2019."""
    for row in rows:
        yield {
            "number": row["number"],
            "name": row["name"],
            "level": "municipality",
            "county_number": row["county_number"],
            "county": county_name(row["county"]),
            "population": row["population"],
            "labour_market_region": row["labour_market_region"],
            "centrality": row["centrality_1994"],
            "language_form": row["language_form"],
            "merging": row["merging_2020"],
            "largest_party": row["largest_party_2015"],
            "number_2020": row["number_2020"],
            "number_2024": row["number_2024"],
        }


def municipalities_2024(rows: Iterable[Row]) -> Iterable[Row]:
    """The 357 of 2024."""
    for row in rows:
        yield {
            "number": row["number"],
            "name": row["name"],
            "level": "municipality",
            "county_number": row["county_number"],
            "county": county_name(row["county"]),
            "population": row["population_2024"] or row["population"],
            "centrality": row["centrality"],
            "language_form": row["language_form"],
            "largest_party": row["largest_party_2023"],
            "largest_party_2019": row["largest_party_2019"],
            "website": row["website"],
        }


def municipalities_2020(
    regions: Iterable[Row], old: Sequence[Row], new: Sequence[Row]
) -> Iterable[Row]:
    """The 356 of 2020; what is known of the municipalities of 2019 that they are made of."""
    parts: Mapping[str, list[Row]] = defaultdict(list)
    for row in old:
        parts[row["number_2020"]].append(row)
    by_2024 = {row["number"]: row for row in new}
    for region in regions:
        number, name = region["Kommune (per 1. januar 2020)"].split(" ", 1)
        made_of = parts.get(number) or [row for row in old if row["name"] == name]
        number = made_of[0]["number_2020"]  # three stand in the regions with another number
        later = by_2024.get(made_of[0]["number_2024"], {})
        yield {
            "number": number,
            "name": name,
            "level": "municipality",
            "county_number": number[:2],
            "county": COUNTIES_2020[number[:2]],
            "population": str(sum(int(row["population"]) for row in made_of)),
            "labour_market_region": region["BA-region"].split(" ", 1)[1],
            "centrality": later.get("centrality", ""),
            "language_form": later.get("language_form", ""),
            "merging": "yes" if any(row["merging"] == "yes" for row in made_of) else "no",
            "largest_party": later.get("largest_party_2019", ""),
            "number_2024": made_of[0]["number_2024"],
        }


def counties(rows: Sequence[Row]) -> list[Row]:
    """The counties the municipalities lie in; Oslo is both, and stands here as county too."""
    people: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in rows:
        people[row["county_number"]] += int(row["population"] or 0)
        names[row["county_number"]] = row["county"]
    return [
        {
            "number": number,
            "name": name,
            "level": "county",
            "county_number": number,
            "county": name,
            "population": str(people[number]),
        }
        for number, name in sorted(names.items())
    ]


def write(path: Path, rows: Sequence[Row]) -> None:
    """A CSV whose columns are those of its rows, the well-known ones first."""
    seen = dict.fromkeys(key for row in rows for key in row)
    header = [*(key for key in FIRST if key in seen), *(key for key in seen if key not in FIRST)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
