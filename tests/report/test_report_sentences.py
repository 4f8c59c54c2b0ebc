"""Sentences as a writer in the public sector would have them: number, list, share, group, doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from written_study import small, study

from maalkart.core.study import Coverage, Estimate
from maalkart.report.finding import Apart, Covered, Finding, Leaders, Tied
from maalkart.report.findings import LEADERS
from maalkart.report.sentences import sentence
from maalkart.report.table import Row
from maalkart.report.texts import Texts
from maalkart.stats.comparison import Difference
from maalkart.stats.intervals import Interval


def named(code: str, count: int, of: int, variable: str = "themes") -> tuple[Row, Estimate]:
    return Row(code, variable, ()), Estimate(numerator=count, denominator=of, share=count / of)


def said(finding: Finding, language: str = "nb") -> str:
    return sentence(finding, Texts(language, small())).replace("\N{NO-BREAK SPACE}", " ")


def leaders(*rows: tuple[str, int, int], name: str = "challenges") -> Leaders:
    variable = {"challenges": "challenges", "used": "themes"}[name]
    found = tuple(named(*row, variable=variable) for row in rows)
    return Leaders(name=name, table="t", rows=found)


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("nb", "Utfordringen flest beskriver, er ", "Utfordringene flest beskriver, er "),
        ("nn", "Utfordringa flest skildrar, er ", "Utfordringane flest skildrar, er "),
        ("en", "The challenge described by ", "The challenges described by "),
    ],
)
def test_one_is_said_as_one_and_several_as_several(language: str, one: str, two: str) -> None:
    assert said(leaders(("demography", 3, 4)), language).startswith(one)
    both = leaders(("demography", 3, 4), ("climate_change", 2, 4))
    assert said(both, language).startswith(two)


def test_what_all_have_is_not_counted_twice() -> None:
    every = said(leaders(("demography", 4, 4), ("climate_change", 4, 4)))
    assert every.endswith("(alle 4).")
    assert said(leaders(("demography", 2, 2))).endswith("(begge).")
    assert said(leaders(("demography", 3, 4), ("climate_change", 3, 4))).endswith(
        "(begge med 3 av 4)."
    )


def test_the_most_used_is_told_in_words_where_it_stands_alone() -> None:
    alone = said(leaders(("life.health", 3, 4), ("life.education", 2, 4), name="used"))
    assert "Om lag tre av fire kommuner og fylkeskommuner nevner life health" in alone
    assert "Om lag" not in said(leaders(("life.health", 4, 4), name="used"))
    shared = said(leaders(("life.health", 3, 4), ("life.education", 3, 4), name="used"))
    assert "Om lag" not in shared


def test_who_share_the_first_place_are_named_while_it_can_be_read() -> None:
    rows = tuple(named(f"{at}", 4, 4, "sdgs") for at in range(1, 8))
    assert said(Tied(name="sdgs_tied", table="sdgs", rows=rows)).startswith(
        "Sju FN-mål deler plassen som det flest bidrar til (alle 4): 1, 2, 3, 4, 5, 6 og 7"
    )
    many = tuple(named("life.health", 4, 4) for _ in range(20))
    assert said(Tied(name="used_tied", table="ranking", rows=many)) == (
        "20 temaer deler førsteplassen som mest brukt (alle 4)."
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("finding", LEADERS)
def test_a_shared_first_place_can_be_told_of_everything(
    finding: tuple[str, str, str], language: str
) -> None:
    name, table, _ = finding
    rows = tuple(named("life.health", 3, 4) for _ in range(9))
    told = said(Tied(name=f"{name}_tied", table=table, rows=rows), language)
    assert told.startswith(("Ni ", "Nine ")) or ": " in told
    assert Tied(name=f"{name}_tied", table=table, rows=rows).about == name


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (("a",), "a"),
        (("a", "b", "c"), "a, b og c"),
        (("a og b", "c"), "a og b, og c"),
        (("a, b og c", "d", "e"), "a, b og c; d; og e"),
    ],
)
def test_a_list_can_be_taken_apart_by_its_reader(items: tuple[str, ...], told: str) -> None:
    assert Texts("nb").listed(items) == told


def test_a_difference_names_the_groups_and_its_uncertainty() -> None:
    row = Row("climate", "domains", ())
    sure = Difference(0.21, Interval(0.21, 0.21), 0.01)
    told = said(Apart(name="apart", table="t", row=row, groups=("bokmaal", "nynorsk"), gap=sure))
    assert told == (
        "Kommuner og fylkeskommuner med bokmål har oftere mål innen climate på bokmål "
        "enn de med nynorsk. Forskjellen er 21 prosentpoeng."
    )
    doubt = replace(sure, bounds=Interval(0.04, 0.40))
    told = said(Apart(name="apart", table="t", row=row, groups=("large", "small"), gap=doubt), "en")
    assert told.endswith("The difference is 21 points, with an uncertainty from 4 to 40.")


def test_a_whole_study_is_not_said_to_be_so_many_of_so_many() -> None:
    whole = Coverage(
        bodies=14,
        bodies_with=14,
        bodies_read=14,
        documents=30,
        documents_read=30,
        pages=208,
        ocr=0,
        unread=0,
    )
    told = said(Covered(name="coverage", table="t", coverage=whole))
    assert told.endswith("fra alle de 14 kommunene og fylkeskommunene.")
    part = replace(whole, bodies_read=13)
    assert "30 dokumenter" in said(Covered(name="coverage", table="t", coverage=part))
    assert "13 av 14" in said(Covered(name="coverage", table="t", coverage=part))
    worse = replace(part, documents_read=29)
    assert "29 av 30 dokumenter" in said(Covered(name="coverage", table="t", coverage=worse))


def test_a_study_of_municipalities_alone_speaks_of_them_alone() -> None:
    data = study("Vik samfunnsdel 9\n  goal climate.emissions @1 | Kutt.")
    assert Texts("nn", data).the == "kommunane"
