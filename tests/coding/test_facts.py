"""What a document says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from maalkart.coding.facts import describe
from maalkart.coding.facts.dates import iso
from maalkart.core.document import Block, Document, Icon, Page
from maalkart.core.statement import Codes, Evidence, Statement
from maalkart.core.study import DocumentFacts

KINDS = {"#": "heading", "-": "list_item", "!": "furniture", "%": "contents"}


def paper(*pages: str, name: str = "dokument.pdf", icons: tuple[Icon, ...] = ()) -> Document:
    """A document of lines: «# heading», «- item», «! running header», «% contents», text."""
    made, blocks = [], []
    for number, source in enumerate(pages, start=1):
        text = ""
        for line in filter(None, source.splitlines()):
            kind = KINDS.get(line[0], "paragraph")
            said = line[1:].strip() if line[0] in KINDS else line
            place = {"page": number, "order": len(blocks), "start": len(text)}
            level = 1 if kind == "heading" else None
            end = len(text) + len(said)
            blocks.append(Block(kind=kind, end=end, text=said, level=level, **place))
            text += said + "\n"
        made.append(Page(number=number, text=text))
    digest = hashlib.sha256("\f".join(pages).encode()).hexdigest()
    return Document(
        id=digest, name=name, format="pdf", pages=tuple(made), blocks=tuple(blocks), icons=icons
    )


TEXT = "Dette er en lang tekst om bygda og det som skal skje der i årene som kommer. " * 12
NYNORSK = (
    "Dette er ein lang tekst om bygda og det som skal skje der i åra som kjem, ikkje no. " * 12
)


def facts(*pages: str, **more: object) -> DocumentFacts:
    document = paper(*pages, **more)
    said = describe(document)
    for fact in said.facts:
        if fact.evidence is not None:
            fact.evidence.verify(document)
    return said


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
    ],
)
def test_only_its_own_adoption_is_adoption(line: str, date: str | None) -> None:
    assert facts(f"# Samfunnsdel 2020–2032\nFjordvik kommune\n{line}", TEXT).adopted == date


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
    ("line", "years"),
    [
        ("Samfunnsdel 2020–2032", (2020, 2032)),
        ("Planstrategi 2024-27", (2024, 2027)),
        ("Økonomiplan 2021 - 2024", (2021, 2024)),
        ("Samfunnsdel 2020 til 2032", (2020, 2032)),
        ("Samfunnsdel mot 2040", None),
        ("Samfunnsdel 2032–2020", None),
    ],
)
def test_the_period_stands_in_the_title(line: str, years: tuple[int, int] | None) -> None:
    assert facts(f"# {line}\nFjordvik kommune", TEXT).period == years


def test_the_years_of_other_documents_are_not_the_period() -> None:
    assert facts("# Samfunnsdel", TEXT + "Se Meld. St. 18 (2020–2021).").period is None


def test_language_is_that_of_most_text() -> None:
    assert facts("# Samfunnsdel", NYNORSK, NYNORSK, TEXT).language == "nn"
    assert facts("# Samfunnsdel", NYNORSK, TEXT, TEXT).language == "nb"


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Planen handler om veg.", ("none",)),
        ("Her er FNs bærekraftsmål.", ("mentioned",)),
        ("FNs bærekraftsmål skal ligge til grunn for all planlegging.", ("principle",)),
        ("Berekraftsmåla er eit fundament for planen.", ("principle",)),
        ("Vi har valgt ut seks av bærekraftsmålene.", ("highlighted",)),
        ("Hvert mål er knyttet til bærekraftsmålene.", ("mapped",)),
        ("Vi rapporterer på bærekraftsmålene med indikatorer.", ("measured",)),
        ("Regjeringen har lagt bærekraftsmålene til grunn.", ("mentioned",)),
    ],
)
def test_how_the_un_goals_are_used(text: str, uses: tuple[str, ...]) -> None:
    assert facts("# Samfunnsdel", text).sdg_use == uses


def test_goals_named_under_each_heading_are_a_map() -> None:
    said = facts(
        "# Oppvekst\nGod utdanning\nGod helse og livskvalitet\n# Klima\nStoppe klimaendringene"
    )
    assert "mapped" in said.sdg_use


def test_pictures_of_the_goals_count_by_how_they_stand() -> None:
    every = tuple(Icon(page=1, sdg=n, how="picture") for n in range(1, 18))
    some = tuple(Icon(page=1, sdg=n, how="picture") for n in (3, 4, 11))
    spread = tuple(Icon(page=p, sdg=n, how="picture") for p, n in ((1, 3), (2, 4), (3, 11)))
    assert facts("# Plan", icons=every).sdg_use == ("mentioned",)
    assert facts("# Plan", icons=some).sdg_use == ("highlighted",)
    assert facts("# Plan", TEXT, TEXT, icons=spread).sdg_use == ("mapped",)


@pytest.mark.parametrize(
    ("page", "vision"),
    [
        ("Visjon: «Fjordvik – nær og raus»", "Fjordvik – nær og raus"),
        ("# Visjon\nEi levande bygd for alle!\nMeir om dette.", "Ei levande bygd for alle!"),
        ("# 3.1 Vår visjon\n«Sammen om framtida»", "Sammen om framtida"),
        ("Kommunens visjon er «Mot til å leve».", "Mot til å leve"),
        ("Kommunens visjon er å være et «Hjem for alle» i nord.", "Hjem for alle"),
        ("En visjon er et bilde av framtida.", None),
        ("Vi støtter nullvisjonen i trafikken.", None),
        ("Planen er under revisjon: den blir ny.", None),
        ("% Visjon 4\nPlanen er lang.", None),
    ],
)
def test_the_vision_is_what_the_document_calls_so(page: str, vision: str | None) -> None:
    assert facts("# Samfunnsdel", page).vision == vision


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("Våre verdier er raus, modig og nyskapende.", ("raus", "modig", "nyskapende")),
        ("Kjerneverdiane våre er: open, trygg og nær.", ("open", "trygg", "nær")),
        ("# Verdier\n- Modig – vi tør å prøve\n- Raus: vi deler\n- Nær", ("Modig", "Raus", "Nær")),
        ("# Verdigrunnlag\n- Respekt\n- Tillit", ("Respekt", "Tillit")),
        ("Store verdier er truet, og vi må handle.", ()),
        ("Kommunen eier verdier: hus, veg og skog.", ()),
    ],
)
def test_the_values_are_those_it_names_as_its_own(page: str, values: tuple[str, ...]) -> None:
    assert facts("# Samfunnsdel", page).values == values


def test_coded_statements_answer_where_no_label_does() -> None:
    document = paper("# Samfunnsdel", "Sammen om framtida\nModig: vi tør")
    page = document.pages[1].text
    coded = []
    for code, text in (("vision", "Sammen om framtida"), ("value", "Modig: vi tør")):
        at = page.index(text)
        proof = Evidence.take(document, 2, at, at + len(text))
        coded.append((Statement(id=code, text=text, evidence=(proof,)), Codes(type=code)))
    said = describe(document, coded)
    assert (said.vision, said.values) == ("Sammen om framtida", ("Modig",))


@pytest.mark.parametrize(
    ("written", "date"),
    [("31.02.2020", None), ("1.1.99", "1999-01-01"), ("16 June 2020", "2020-06-16")],
)
def test_dates(written: str, date: str | None) -> None:
    assert iso(written) == date


@pytest.mark.corpus
def test_real_plans_are_described() -> None:
    folder = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "plans-pdf"
    if not folder.is_dir():
        pytest.skip("the shared corpus is not beside the project")
    read = pytest.importorskip("maalkart.read")
    said = describe(read.read_file(folder / "klaebu_planstrategi_2016-2019.pdf"))
    assert (said.kind, said.body) == ("planstrategi", "Klæbu kommune")
    assert (said.adopted, said.period, said.status) == ("2016-11-17", (2016, 2019), "adopted")
