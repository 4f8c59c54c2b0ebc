"""Make the registers that ship from the material beside the project: facts only, each with source.

    python tools/make_registers.py [../shared/registers]

Writes bodies_2019.csv, bodies_2020.csv, bodies_2024.csv and changes.csv under
src/maalkart/register/data, whose SOURCES.md says where each column is from.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
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
WEBSITES = {
    "Oslo": "www.oslo.kommune.no", "Rogaland": "www.rogfk.no", "Møre og Romsdal": "mrfylke.no",
    "Nordland": "www.nfk.no", "Østfold": "ofk.no", "Akershus": "afk.no", "Buskerud": "bfk.no",
    "Innlandet": "innlandetfylke.no", "Vestfold": "www.vestfoldfylke.no",
    "Telemark": "www.telemarkfylke.no", "Agder": "agderfk.no", "Vestland": "www.vestlandfylke.no",
    "Trøndelag": "www.trondelagfylke.no", "Troms": "www.tromsfylke.no", "Finnmark": "www.ffk.no",
}  # fmt: skip
"""Of the counties of 2024."""
BECAME = {
    "Hedmark": "Innlandet", "Oppland": "Innlandet", "Aust-Agder": "Agder", "Vest-Agder": "Agder",
    "Hordaland": "Vestland", "Sogn og Fjordane": "Vestland",
}  # fmt: skip
"""Counties of 2019 under other names in 2024; three of 2020 were split again and have none."""
BLOCS = {
    "red-green": ("A", "SP", "SV", "R", "MDG"),
    "centre-right": ("H", "FRP", "KRF", "V"),
}
ELECTIONS = ("2015", "2019", "2023")
NORWAY_2019 = 5_328_212  # people on 1 January 2019, Statistics Norway: the sum is held against it
FIRST = (
    "number", "name", "level", "county_number", "county", "population", "labour_market_region",
    "centrality", "centrality_1994", "language_form", "merging", "largest_party", "largest_bloc",
    "largest_party_2015", "largest_party_2019", "largest_party_2023", "website", "latitude",
    "longitude", "position", "number_2020", "number_2024",
)  # fmt: skip


def main() -> None:
    """Read, join and write."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "registers"
    raw_2019, raw_2024 = (read(source / f"municipalities_{y}.csv") for y in ("2019", "2024"))
    changes = read(source / "number_changes_to_2024.csv")
    regions = read(source / "labour_market_regions_2020.csv")
    facts = Today(raw_2024, read(source / "council_elections_2015_2023.csv"), source)
    successors = successors_of(raw_2019, changes)
    by_name = {name: region for _, name, region in map(region_of, regions)}
    old = list(municipalities_2019(raw_2019, successors, facts))
    for row in old:  # three have none, for their numbers of 2020 differ between the sources
        row["labour_market_region"] = row["labour_market_region"] or by_name[row["name"]]
    middle = list(municipalities_2020(regions, old, facts))
    new = list(municipalities_2024(raw_2024, middle, facts))
    check(old, middle, new, raw_2024)
    for year, rows in (("2019", old), ("2020", middle), ("2024", new)):
        write(TARGET / f"bodies_{year}.csv", [*rows, *counties(rows, year)])
    write(TARGET / "changes.csv", mended_changes(changes, old))


def read(path: Path) -> list[Row]:
    """Rows of a CSV, cells stripped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def county_name(text: str) -> str:
    """The Norwegian name alone."""
    name = text.split(" - ")[0].strip()
    return COUNTIES.get(name, name)


class Today:
    """What is known of the municipalities of 2024, by number, for those that became them."""

    def __init__(self, rows: Sequence[Row], votes: Sequence[Row], source: Path) -> None:
        self.rows = {row["number"]: row for row in rows}
        self.blocs = largest_blocs(votes)
        self.position = centroids(source / "borders_municipalities_2024.geojson")

    def facts(self, number: str, election: str, *, own: bool) -> Row:
        """Columns of a body that is, or became, the municipality `number`."""
        row = self.rows[number]
        latitude, longitude, _ = self.position[number]
        return {
            "centrality": row["centrality"],
            "language_form": row["language_form"],
            "largest_party": row[f"largest_party_{election}"],
            "largest_bloc": self.blocs[number, election],
            **{f"largest_party_{year}": row[f"largest_party_{year}"] for year in ELECTIONS},
            "website": row["website"],
            "latitude": f"{latitude:.3f}",
            "longitude": f"{longitude:.3f}",
            "position": "own" if own else "successor",
        }


def largest_blocs(votes: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The bloc with the most votes, by municipality and election."""
    bloc_of = {party: bloc for bloc, parties in BLOCS.items() for party in parties}
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in votes:
        sums[row["municipality_2024"], row["year"]][bloc_of[row["party"]]] += int(row["votes"])
    return {key: max(sorted(count), key=count.__getitem__) for key, count in sums.items()}


def centroids(path: Path) -> dict[str, tuple[float, float, float]]:
    """Latitude, longitude and area (in square degrees of latitude) of each municipality.

    Degrees of longitude are shortened by the cosine of the ring's latitude: exact enough for a
    point that stands for an area.
    """
    found = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        rings = parts if geometry["type"] == "Polygon" else [r for part in parts for r in part]
        found[feature["properties"]["kommunenummer"]] = _middle([_ring(r) for r in rings])
    return found


def _ring(points: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Centroid and signed area of a closed ring; holes count against what they lie in."""
    shrink = math.cos(math.radians(points[0][1]))
    area = east = north = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        cross = (x0 * y1 - x1 * y0) * shrink
        area += cross / 2
        east += (x0 + x1) * cross / 6
        north += (y0 + y1) * cross / 6
    return north / area, east / area, area


def _middle(parts: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    area = sum(part[2] for part in parts)
    latitude = sum(part[0] * part[2] for part in parts) / area
    return latitude, sum(part[1] * part[2] for part in parts) / area, abs(area)


def successors_of(old: Iterable[Row], changes: Iterable[Row]) -> dict[str, str]:
    """Number of 2019 → number of 2024, by way of 2020.

    The source's own column is wrong for ten that merged (Re stands in Holmestrand, not Tønsberg);
    its numbers of 2020 agree with the list of mergers. Of what was split, the first part counts.
    """
    later = {r["gammelt_nr"]: r["nr_2024"] for r in changes if r["end_yr"] == "2023"}
    found = {}
    for row in old:
        number = row["number_2020"].split("|")[0]
        found[row["number"]] = later.get(number, number)
        if number == "1507" and row["name"] == "Haram":  # a municipality of its own again in 2024
            found[row["number"]] = row["number_2024"]
    return found


def municipalities_2019(
    rows: Iterable[Row], successors: Mapping[str, str], facts: Today
) -> Iterator[Row]:
    """The 422 of 2019."""
    for row in rows:
        parts = row["number_2020"].count("|") + 1
        # whoever was split is said not to merge, and is counted once for each part
        merging = "yes" if parts > 1 else row["merging_2020"]
        later = successors[row["number"]]
        yield {
            "number": row["number"],
            "name": row["name"],
            "level": "municipality",
            "county_number": row["county_number"],
            "county": county_name(row["county"]),
            "population": str(int(row["population"]) // parts),
            "labour_market_region": row["labour_market_region"],
            "centrality_1994": row["centrality_1994"],
            "merging": merging,
            **facts.facts(later, "2015", own=merging == "no"),
            "number_2020": row["number_2020"],
            "number_2024": later,
        }


def region_of(row: Row) -> tuple[str, str, str]:
    """Number and name of a municipality of 2020, and its labour-market region."""
    number, name = row["Kommune (per 1. januar 2020)"].split(" ", 1)
    return number, name, row["BA-region"].split(" ", 1)[1]


def municipalities_2020(regions: Iterable[Row], old: Sequence[Row], facts: Today) -> Iterator[Row]:
    """The 356 of 2020; what is known of the municipalities of 2019 that they are made of."""
    parts: Mapping[str, list[Row]] = defaultdict(list)
    for row in old:
        parts[row["number_2020"].split("|")[0]].append(row)
    joined = {number for row in old for number in row["number_2020"].split("|")[1:]}
    for region in regions:
        number, name, area = region_of(region)
        made_of = parts.get(number) or [row for row in old if row["name"] == name]
        number = made_of[0]["number_2020"]  # three stand in the regions with another number
        later = next((r["number_2024"] for r in made_of if r["merging"] == "no"), None)
        later = later or next(r["number_2024"] for r in made_of if r["name"] != "Haram")
        merged = number in joined or any(row["merging"] == "yes" for row in made_of)
        yield {
            "number": number,
            "name": name,
            "level": "municipality",
            "county_number": number[:2],
            "county": COUNTIES_2020[number[:2]],
            "population": str(sum(int(row["population"]) for row in made_of)),
            "labour_market_region": area,
            "merging": "yes" if merged else "no",
            **facts.facts(later, "2019", own=True),
            "number_2024": later,
        }


def municipalities_2024(rows: Iterable[Row], middle: Sequence[Row], facts: Today) -> Iterator[Row]:
    """The 357 of 2024; Haram, the only new one, lies where Ålesund's region of 2020 does."""
    region = {row["number_2024"]: row["labour_market_region"] for row in middle}
    merging = {row["number_2024"]: row["merging"] for row in middle}
    for row in rows:
        number = row["number"]
        before = number if number in region else "1508"
        yield {
            "number": number,
            "name": row["name"],
            "level": "municipality",
            "county_number": row["county_number"],
            "county": county_name(row["county"]),
            "population": row["population_2024"] or row["population"],
            "labour_market_region": region[before],
            "merging": merging[before],
            **facts.facts(number, "2023", own=True),
        }


def counties(rows: Sequence[Row], year: str) -> list[Row]:
    """The counties the municipalities lie in; Oslo is both, and stands here as county too."""
    members: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        members[row["county_number"]].append(row)
    found = []
    for number, inside in sorted(members.items()):
        people = sum(int(row["population"]) for row in inside)
        latitude, longitude = (
            sum(float(row[key]) * int(row["population"]) for row in inside) / people
            for key in ("latitude", "longitude")
        )
        found.append(
            {
                "number": number,
                "name": inside[0]["county"],
                "level": "county",
                "county_number": number,
                "county": inside[0]["county"],
                "population": str(people),
                "website": WEBSITES.get(BECAME.get(inside[0]["county"], inside[0]["county"]), ""),
                "latitude": f"{latitude:.3f}",
                "longitude": f"{longitude:.3f}",
                "position": "members",
            }
        )
    if year == "2019":
        mark_merging(found, rows)
    return found


def mark_merging(found: Sequence[Row], rows: Iterable[Row]) -> None:
    """A county of 2019 merges where most of its people share a county of 2020 with another's."""
    people: Mapping[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        people[row["county_number"]][row["number_2020"][:2]] += int(row["population"])
    into = {number: count.most_common(1)[0][0] for number, count in people.items()}
    several = Counter(into.values())
    for row in found:
        row["number_2020"] = into[row["number"]]
        row["merging"] = "yes" if several[into[row["number"]]] > 1 else "no"


def mended_changes(changes: Iterable[Row], old: Sequence[Row]) -> list[Row]:
    """Any older number → 2024, a row for each municipality of 2024 that it went into."""
    by_number = {row["number"]: row["number_2024"] for row in old}
    by_name = {row["name"]: row["number_2024"] for row in old}
    found = set()
    for row in changes:
        number, last = row["gammelt_nr"], row["end_yr"]
        into = row["nr_2024"]
        if last == "2019":
            into = by_number.get(number, into)
        elif last in ("2017", "2018"):  # Trøndelag's new numbers: the name is the same
            into = by_name.get(row["navn"].split(" - ")[-1], into)
        found.add((number, last, into))
        if (number, last) == ("1507", "2023"):
            found.add((number, last, "1580"))  # Haram left Ålesund
    for row in old:
        for number in row["number_2020"].split("|")[1:]:
            found.add((row["number"], "2019", number))
    return [
        {"number": number, "last_year": last, "number_2024": into}
        for number, last, into in sorted(found)
    ]


def check(
    old: Sequence[Row], middle: Sequence[Row], new: Sequence[Row], today: Iterable[Row]
) -> None:
    """Hold what was joined against what is known; a source that changes stops here."""
    counts = (len(old), len(middle), len(new))
    if counts != (422, 356, 357):
        raise SystemExit(f"expected 422, 356 and 357 municipalities, found {counts}")
    people = {
        y: sum(int(r["population"]) for r in rows) for y, rows in (("2019", old), ("2020", middle))
    }
    if set(people.values()) != {NORWAY_2019}:
        raise SystemExit(f"expected {NORWAY_2019} people, found {people}")
    merging = sum(row["merging"] == "yes" for row in old)
    if merging != 109:  # 422 - 109 + 43 = 356
        raise SystemExit(f"expected 109 merging municipalities, found {merging}")
    sums: Counter[str] = Counter()
    for row in old:
        sums[row["number_2024"]] += int(row["population"])
    said = {r["number"]: int(r["population_2019"]) for r in today}
    wrong = [number for number, value in said.items() if value and sums[number] != value]
    if wrong:
        raise SystemExit(f"the population of 2019 does not add up in {wrong}")


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
