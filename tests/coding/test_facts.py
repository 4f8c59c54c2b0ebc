"""What a document says of itself: its kind, its body, its language."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers import NYNORSK, TEXT, facts, paper

from maalkart.coding.facts import describe


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Kommuneplanens samfunnsdel 2024–2036", "samfunnsdel"),
        ("Kommuneplan for Fjordvik – langsiktig del", "samfunnsdel"),
        ("Samfunnsdelen til kommuneplanen", "samfunnsdel"),
        ("Regional planstrategi 2020–2024", "planstrategi"),
        ("Planstrategi og planprogram 2020–2023", "planstrategi"),
        ("Handlings- og økonomiplan 2021–2024", "okonomiplan"),
        ("Budsjett 2021 og økonomiplan 2021–2024", "okonomiplan"),
        ("Intensjonsavtale om ny kommune", "intensjonsavtale"),
        ("Arbeidsgivarstrategi 2020", "arbeidsgiverstrategi"),
        ("Arbeidsgiverpolitikk for Fjordvik kommune", "arbeidsgiverstrategi"),
        ("Temaplan for folkehelse", "other"),
        ("Kommunedelplan for kultur", "other"),
        ("Planprogram for kommuneplanens samfunnsdel", "other"),
        ("Kommuneplanens arealdel 2020–2030", "other"),
        ("Møteprotokoll: behandling av økonomiplanen", "other"),
        ("Arbeidsprogram 2025–2029", "other"),
        ("Evaluering av planstrategien", "other"),
        ("Kommuneplanens samfunnsdel og arealdel 2020–2032", "samfunnsdel"),
        ("Kommuneplanens arealdel 2020–2032", "other"),
        ("Kommuneplan 2020–2032. Samfunnsdel med arealdel", "samfunnsdel"),
        ("Samfunnsplan for Fjordvik 2020–2032", "samfunnsdel"),
        ("Planprogram for samfunnsdelen", "other"),
        ("Kommunal planstrategi og planprogram", "planstrategi"),
        ("Økonomi- og handlingsprogram 2021–2024", "okonomiplan"),
        ("Handlingsprogram med økonomiplan 2021-2024", "okonomiplan"),
        ("Budsjett 2021", "okonomiplan"),
        ("Arbeidsgivarpolitisk plattform", "arbeidsgiverstrategi"),
        ("Arbeidsgjevarstrategi 2020–2024", "arbeidsgiverstrategi"),
        ("Arbeidsgjevarpolitikken i Lauvdal kommune", "arbeidsgiverstrategi"),
        ("Plattform for nye Fjordvik kommune", "intensjonsavtale"),
        ("Samanslåingsavtale", "intensjonsavtale"),
        ("Kommunedelplan for samfunnssikkerhet", "other"),
        ("Saksframlegg: Planstrategi 2020–2023", "other"),
        ("Fylkesplan for Fjordland 2021–2024", "samfunnsdel"),
        ("Utviklingsplan og planstrategi for Fjordland", "planstrategi"),
        ("Kommuneplan for Fjordvik – samfunnsdelen 2021–2033", "samfunnsdel"),
        ("Regional planstrategi", "planstrategi"),
        ("Handlingsplan mot vald", "other"),
        ("Årsmelding og rekneskap", "other"),
        ("Klima- og energiplan", "other"),
        ("Kommuneplanen sin samfunnsdel", "samfunnsdel"),
        ("Kommuneplanen sin arealdel", "other"),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: str) -> None:
    assert facts(f"# {title}\nFjordvik kommune", TEXT).kind == kind


def test_a_document_that_cites_a_plan_is_not_that_plan() -> None:
    said = facts(
        "# Boligmelding\nFjordvik kommune", TEXT + "Kommuneplanens samfunnsdel sier dette."
    )
    assert said.kind == "other"


def test_the_body_is_named_on_the_title_page_and_not_in_passing() -> None:
    said = facts("# Planstrategi\nFJORDVIK KOMMUNE", TEXT + "Storby kommune er nabo. " * 9)
    assert said.body == "Fjordvik kommune"


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Kommuneplan for Fjordvik 2020–2030", "Fjordvik kommune"),
        ("Nord og Sør kommune", "Nord og Sør kommune"),
        ("Vestre Fjordvik kommune", "Vestre Fjordvik kommune"),
        ("Fjordland fylkeskommune", "Fjordland fylkeskommune"),
        ("Vedtatt av Fjordvik bystyre 10. juni 2010", "Fjordvik kommune"),
        ("Vår kommune", None),
    ],
)
def test_names_of_bodies(line: str, body: str | None) -> None:
    assert facts(f"# Samfunnsdel\n{line}", TEXT).body == body


def test_a_register_gives_the_name_as_it_stands_there() -> None:
    document = paper("# Samfunnsdel\nVik kommune", TEXT)
    assert describe(document, bodies=["Fjordvik", "Vik"]).body == "Vik"


def test_a_known_body_may_stand_alone() -> None:
    document = paper("# Visjon\nEit levande Ål", "I Ål skal vi trivast. Åls folk er med. " * 9)
    assert describe(document).body is None
    assert describe(document, known=["Ål kommune"]).body == "Ål kommune"


def test_a_region_is_none_of_its_bodies() -> None:
    text = "Vik, Ål og Gol samarbeider. Vik kommune, Ål kommune og Gol kommune er med. " * 5
    names = ["Vik kommune", "Ål kommune", "Gol kommune"]
    assert describe(paper("# Strategi for regionen", text), known=names).body is None


def test_the_colophon_and_the_website_say_whose_it_is() -> None:
    colophon = paper("# Eldreplan", TEXT, "Fjordvik kommune, postboks 1, 9999 Fjordvik")
    site = paper("# Eldreplan", TEXT, "Les meir: www.aal.kommune.no")
    assert describe(colophon).body == "Fjordvik kommune"
    assert describe(site, known=["Ål kommune"]).body == "Ål kommune"


def test_an_agreement_belongs_to_those_who_agree() -> None:
    document = paper("# Intensjonsavtale mellom Fjordvik og Heidal kommuner", TEXT)
    assert describe(document).body == "Fjordvik kommune og Heidal kommune"


def test_a_county_is_told_from_a_municipality() -> None:
    said = facts(
        "# Regional planstrategi for Fjordland", TEXT + "Fjordland fylkeskommune vil. " * 2
    )
    assert said.body == "Fjordland fylkeskommune"


def test_language_is_that_of_most_text() -> None:
    assert facts("# Samfunnsdel", NYNORSK, NYNORSK, TEXT).language == "nn"
    assert facts("# Samfunnsdel", NYNORSK, TEXT, TEXT).language == "nb"


@pytest.mark.corpus
def test_real_plans_are_described() -> None:
    folder = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "plans-pdf"
    if not folder.is_dir():
        pytest.skip("the shared corpus is not beside the project")
    read = pytest.importorskip("maalkart.read")
    said = describe(read.read_file(folder / "klaebu_planstrategi_2016-2019.pdf"))
    assert (said.kind, said.body) == ("planstrategi", "Klæbu kommune")
    assert (said.adopted, said.period, said.status) == ("2016-11-17", (2016, 2019), "adopted")
