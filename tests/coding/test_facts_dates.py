"""When a document was adopted, for which years, and whether it is a draft."""

from __future__ import annotations

import pytest
from papers import NYNORSK, TEXT, facts

from maalkart.coding.facts.dates import iso


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Vedtatt i kommunestyret 16.06.2020", "2020-06-16"),
        ("Vedteke i kommunestyret 16. juni 2020, sak 45/20", "2020-06-16"),
        ("Vedtatt av bystyret 27.8.2009", "2009-08-27"),
        ("Vedtatt av Fjordvik kommunestyre den 3. mai 2018 i sak 12/18", "2018-05-03"),
        ("Vedteken i heradsstyret i sak 45/20, 16.06.2020", "2020-06-16"),
        ("Godkjent av fylkestinget 12/6-2019", "2019-06-12"),
        ("Vedtatt: 16.6.2020", "2020-06-16"),
        ("Vedtatt i kommunestyret juni 2020", None),
        ("Høringsfrist 16.06.2020", None),
        ("Trykket 16.06.2020", None),
        ("Vedtatt lagt ut til offentlig ettersyn av kommunestyret 16.06.2020", None),
        ("Nasjonale forventninger ble vedtatt av regjeringen 12.06.2015", None),
        ("Forrige samfunnsdel ble vedtatt av kommunestyret 12.06.2010", None),
        ("Vedtatt i kommunestyret 16. juni 2020, sak 45/20", "2020-06-16"),
        ("Vedteken av heradsstyret 16.06.2020", "2020-06-16"),
        ("Vedtatt: 16.06.20", "2020-06-16"),
        ("KST-sak 045/20, 16.06.2020", "2020-06-16"),
        ("Vedtatt i KST 16.06.20", "2020-06-16"),
        ("K-sak 40/16, vedteke 22. september 2016", "2016-09-22"),
        ("Kommunestyrets vedtak 25. oktober 2018, K-sak 71/18", "2018-10-25"),
        (
            "Handsama av kommunestyret 14.12.2017 i sak 71/17. Vedteken mot to røyster.",
            "2017-12-14",
        ),
        (
            "Godkjend i administrasjonsutvalet 5.3.2020 og i kommunestyret 26.03.2020",
            "2020-03-26",
        ),
        (
            "Forhandlingsutvalgenes forslag 11.05.2016, vedtatt av kommunestyrene 16.06.2016",
            "2016-06-16",
        ),
        (
            "Fylkesrådet si innstilling, vedteken i fylkestinget 16.12.2020 (sak 104/20)",
            "2020-12-16",
        ),
        ("Vedtaksdato: 16.06.2020", "2020-06-16"),
        ("Kommunestyrevedtak: 16.06.2020", "2020-06-16"),
        ("Vedtatt av kommunestyret den 16/6-2020 i sak PS 45/20", "2020-06-16"),
        ("Vedtatt i sak 6/12 16.06.2012", "2012-06-16"),
        ("Vedtatt av kommunestyret, sak 45/20 den 16.6.20", "2020-06-16"),
        ("Kommunestyret 16.06.2020, sak 45/20", "2020-06-16"),
        ("Bystyret, 16. juni 2020", "2020-06-16"),
        ("Vedtatt av kommunestyret 16.06.2020 etter offentlig høring", "2020-06-16"),
        ("Vedtatt i kommunestyret 16.06.2020. Trykket 20.09.2020", "2020-06-16"),
        ("Trykket 20.09.2020. Foto: Kari Vik", None),
        ("Vedtatt i kommunestyret. Trykket 20.09.2020", None),
        ("Kommunestyret vedtok samfunnsdelen 16.06.2020.", "2020-06-16"),
        ("Samfunnsdelen vart vedteken i kommunestyret 16.06.2020", "2020-06-16"),
        ("Revidert 16.06.2020", None),
        ("Til behandling i kommunestyret 16.06.2020", None),
        ("Kommunestyret vedtok 16.06.2020 å legge planen ut på høring", None),
        ("Kommunestyret har 16.06.2020 vedtatt å sende forslaget til offentlig ettersyn", None),
        ("Vedteke lagt ut på høyring av formannskapet 16.06.2020", None),
        ("Godkjent av Fjordvik kommunestyre 16. 6. 2020, arkivsak 19/2210, sak 6/20", "2020-06-16"),
        ("Egengodkjent av kommunestyret 21. april 2016 i sak 14/16", "2016-04-21"),
        ("Planprogrammet ble vedtatt av kommunestyret 16.06.2019", None),
        ("Vedtatt av formannskapet 01.06.2020 og kommunestyret 16.06.2020", "2020-06-16"),
        ("Vedtatt av kommunestyret 2020-06-16", "2020-06-16"),
        ("Adopted by the Municipal Council 16 June 2020", "2020-06-16"),
        ("Vedtatt av Fjordvik kommunestyre 16.juni 2020", "2020-06-16"),
        ("Sluttbehandlet i kommunestyret 16.06.2020", "2020-06-16"),
        ("VEDTATT AV KOMMUNESTYRET 16.06.2020", "2020-06-16"),
        ("VEDTEKE I KOMMUNESTYRET 16. JUNI 2020 SAK 45/20", "2020-06-16"),
    ],
)
def test_only_its_own_adoption_is_adoption(line: str, date: str | None) -> None:
    assert facts(f"# Samfunnsdel 2020–2032\nFjordvik kommune\n{line}", TEXT).adopted == date


@pytest.mark.parametrize(
    "line", ["Vedtatt i kommunestyret 16.06.2020", "KST-sak 45/20, 16.06.2020"]
)
def test_footers_and_forewords_say_it_too(line: str) -> None:
    cover = "# Samfunnsdel 2020–2032\nFjordvik kommune"
    footer, foreword = f"{TEXT}\n! {line}", f"# Forord\n{line}"
    assert facts(cover, TEXT, TEXT, TEXT, footer, TEXT).adopted == "2020-06-16"
    assert facts(cover, foreword, TEXT).adopted == "2020-06-16"


def test_deep_in_the_text_adoption_is_of_other_plans() -> None:
    text = TEXT + "Boligplanen ble vedtatt av kommunestyret 16.06.2015. "
    assert facts("# Samfunnsdel\nFjordvik kommune", TEXT, TEXT, text, TEXT).adopted is None


def test_a_month_is_adoption_without_a_date() -> None:
    said = facts("# Samfunnsdel\nVedtatt i kommunestyret juni 2020", TEXT)
    assert (said.status, said.adopted) == ("adopted", None)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Høringsutkast", "draft"),
        ("Høyringsframlegg", "draft"),
        ("Forslag til kommuneplan", "draft"),
        ("Utkast til offentlig ettersyn", "draft"),
        ("Kommunedirektørens forslag", "draft"),
        ("Vedtatt av kommunestyret 16.06.2020", "adopted"),
        ("Foto: Kari Vik", "unknown"),
    ],
)
def test_status(line: str, status: str) -> None:
    assert facts(f"# Samfunnsdel 2020–2032\n{line}", TEXT).status == status


def test_a_plan_that_tells_of_its_hearing_is_no_draft() -> None:
    said = facts(
        "# Samfunnsdel\nVedtatt av kommunestyret 16.06.2020", TEXT + "Et utkast var på høring."
    )
    assert said.status == "adopted"


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        (("# Høringsutkast samfunnsdel", TEXT, "Vedtatt av kommunestyret 16.06.2012"), "draft"),
        (
            ("# Rådmannens forslag til økonomiplan", TEXT, "Vedtatt av kommunestyret 16.12.2020."),
            "adopted",
        ),
        (
            ("# Samfunnsdel\nVedtatt i kommunestyret 16.06.2020", "# Innspill til høringsutkastet"),
            "adopted",
        ),
        (("# Samfunnsdel\nIkkje vedteken", NYNORSK), "draft"),
        (("# Samfunnsdel\nFramlegg til offentleg ettersyn 1. mars 2021", NYNORSK), "draft"),
        (("# Plan\n! UTKAST", TEXT + "\n! UTKAST", TEXT + "\n! UTKAST"), "draft"),
    ],
)
def test_which_of_draft_and_adoption_weighs_more(pages: tuple[str, ...], status: str) -> None:
    assert facts(*pages).status == status


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Samfunnsdel 2020–2032", (2020, 2032)),
        ("Planstrategi 2024-27", (2024, 2027)),
        ("Økonomiplan 2021 - 2024", (2021, 2024)),
        ("Samfunnsdel 2020 til 2032", (2020, 2032)),
        ("Samfunnsdel mot 2040", None),
        ("Samfunnsdel 2032–2020", None),
        ("Samfunnsdel for perioden 2021 til 2033", (2021, 2033)),
        ("Kommuneplan 2020-2032 mot 2040", (2020, 2032)),
        ("Samfunnsdel fram mot 2040", None),
        ("Økonomiplan 2021–24", (2021, 2024)),
        ("Budsjett 2021. Økonomiplan 2021 – 2024", (2021, 2024)),
        ("Planstrategi 2020–2023 (2024)", (2020, 2023)),
        ("Økonomiplan 2021/2024", None),
    ],
)
def test_the_period_stands_in_the_title(line: str, years: tuple[int, int] | None) -> None:
    assert facts(f"# {line}\nFjordvik kommune", TEXT).period == years


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("Planperioden er 2020–2032.", (2020, 2032)),
        ("Planen gjeld for åra 2020–2032.", (2020, 2032)),
        ("Prosjektet varte i perioden 2015–2018.", None),
        ("Samfunnsdelen er laget for perioden 2020–2032.", (2020, 2032)),
        ("Skoleåret 2015-2016 var bra.", None),
    ],
)
def test_the_text_says_the_period_of_its_own_plan(
    sentence: str, years: tuple[int, int] | None
) -> None:
    assert facts("# Samfunnsdel\nFjordvik kommune", TEXT + sentence).period == years


def test_the_years_of_other_documents_are_not_the_period() -> None:
    assert facts("# Samfunnsdel", TEXT + "Se Meld. St. 18 (2020–2021).").period is None


@pytest.mark.parametrize(
    ("written", "date"),
    [("31.02.2020", None), ("1.1.99", "1999-01-01"), ("16 June 2020", "2020-06-16")],
)
def test_dates(written: str, date: str | None) -> None:
    assert iso(written) == date
