"""The registers that ship hold what is known of Norway's structures, and agree with one another."""

from __future__ import annotations

from collections import Counter

import pytest

from maalkart.core.csvfile import read_table
from maalkart.core.study import Body
from maalkart.register.frame import SHIPPED, load_bodies

COUNTS = {"norway-2019": (422, 18), "norway-2020": (356, 11), "norway-2024": (357, 15)}
REGISTERS = {name: load_bodies(path) for name, path in SHIPPED.items()}


def municipalities(register: str) -> list[Body]:
    return [body for body in REGISTERS[register] if body.level == "municipality"]


@pytest.mark.parametrize("register", COUNTS)
def test_every_municipality_and_county_is_there(register: str) -> None:
    levels = Counter(body.level for body in REGISTERS[register])
    assert (levels["municipality"], levels["county"]) == COUNTS[register]


@pytest.mark.parametrize("register", COUNTS)
def test_every_municipality_has_the_facts_a_design_needs(register: str) -> None:
    needed = [
        *("population", "county", "labour_market_region", "centrality", "merging"),
        *("largest_party", "largest_bloc", "latitude", "longitude"),
    ]
    lacking = [(b.name, f) for b in municipalities(register) for f in needed if not b.facts.get(f)]
    assert lacking == []
    assert {b.facts["merging"] for b in municipalities(register)} == {"yes", "no"}
    assert {b.facts["centrality"] for b in municipalities(register)} == set("123456")


@pytest.mark.parametrize("register", COUNTS)
def test_only_haram_lacks_a_website(register: str) -> None:
    without = [b.name for b in municipalities(register) if not b.facts.get("website")]
    assert set(without) <= {"Haram"}


SPLIT = {"Viken", "Vestfold og Telemark", "Troms og Finnmark"}


@pytest.mark.parametrize("register", COUNTS)
def test_every_county_has_a_website_but_those_that_were_split_again(register: str) -> None:
    counties = {
        b.name: b.facts.get("website", "") for b in REGISTERS[register] if b.level == "county"
    }
    assert {name for name, website in counties.items() if not website} == SPLIT & counties.keys()
    hosts = [website.split(".")[-2:] for website in counties.values() if website]
    assert all(host[-1] == "no" and host[-2] for host in hosts)
    if register == "norway-2024":
        assert len(set(counties.values())) == len(counties)


@pytest.mark.parametrize("register", COUNTS)
def test_bodies_lie_in_norway_and_counties_hold_the_people_of_their_municipalities(
    register: str,
) -> None:
    for body in REGISTERS[register]:
        assert 57.9 < float(body.facts["latitude"]) < 71.2, body.name
        assert 4.0 < float(body.facts["longitude"]) < 31.2, body.name
    people: Counter[str] = Counter()
    for body in municipalities(register):
        people[body.facts["county_number"]] += int(body.facts["population"])
    counties = [body for body in REGISTERS[register] if body.level == "county"]
    assert {c.number: int(c.facts["population"]) for c in counties} == people


@pytest.mark.parametrize("register", ["norway-2019", "norway-2020"])
def test_the_people_of_2019_are_all_counted_once(register: str) -> None:
    # Statistics Norway, population on 1 January 2019
    assert sum(int(body.facts["population"]) for body in municipalities(register)) == 5_328_212


def test_109_municipalities_became_43() -> None:
    before = [b for b in municipalities("norway-2019") if b.facts["merging"] == "yes"]
    after = {b.number for b in municipalities("norway-2020") if b.facts["merging"] == "yes"}
    assert len(before) == 109
    assert len(after) == 43
    assert {n for b in before for n in b.facts["number_2020"].split("|")} == after
    merging = {b.name for b in REGISTERS["norway-2019"] if b.level == "county"} - {
        "Oslo", "Rogaland", "Møre og Romsdal", "Nordland", "Trøndelag",
    }  # fmt: skip
    counties = [b for b in REGISTERS["norway-2019"] if b.level == "county"]
    assert {b.name for b in counties if b.facts["merging"] == "yes"} == merging


@pytest.mark.parametrize(
    ("name", "later"),
    [("Re", "Tønsberg"), ("Leikanger", "Sogndal"), ("Hornindal", "Volda"), ("Haram", "Haram"),
     ("Audnedal", "Lyngdal"), ("Tysfjord", "Narvik"), ("Halden", "Halden")],
)  # fmt: skip
def test_a_municipality_of_2019_leads_to_the_one_it_became(name: str, later: str) -> None:
    names = {body.number: body.name for body in municipalities("norway-2024")}
    (body,) = (b for b in municipalities("norway-2019") if b.name == name)
    assert names[body.facts["number_2024"]] == later
    changes = read_table(SHIPPED["norway-2019"].with_name("changes.csv"), required=("number",))
    told = [row["number_2024"] for _, row in changes if row["number"] == body.number]
    assert body.facts["number_2024"] in told


def test_what_was_split_leads_to_each_of_its_parts() -> None:
    changes = read_table(SHIPPED["norway-2019"].with_name("changes.csv"), required=("number",))
    into = {
        (n, y): sorted(
            r["number_2024"] for _, r in changes if (r["number"], r["last_year"]) == (n, y)
        )
        for n, y in (("1850", "2019"), ("5012", "2019"), ("1507", "2023"))
    }
    assert into == {
        ("1850", "2019"): ["1806", "1875"],
        ("5012", "2019"): ["5055", "5056", "5059"],
        ("1507", "2023"): ["1508", "1580"],
    }
