"""Where sentences end, and where lists were flattened into a line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maalkart.split import sentences
from maalkart.split.clauses import clauses
from maalkart.split.sentences import pieces


def cut(text: str, language: str = "nb") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "whole",
    [
        "Vi vil f.eks. Gå mer, bl.a. Til skolen.",
        "Dette følger av pkt. 3.2 og jf. Meld. St. 18 (2020–2021).",
        "St.meld. nr. 26 ble lagt fram 1. januar kl. 10.30.",
        "Det koster ca. 1.200.000 kroner, iht. Kap. 4 og §§ 3-1 og 3-2.",
        "Dei mest utsette, t.d. Born og unge, m.a. I skulen, skal få hjelp.",
        "Kontakt prof. A. B. Lund eller dr. Vik.",
        "Planen (se kap. 2. Der står mer) gjelder for alle.",
        "Vi møtes den 17. Mai på torget.",
        "Mål 2. Levende bygder med plass til alle.",
        "Les mer på www.fjordvik.no eller skriv til post@fjordvik.no.",
        "Veksten var 2.5 prosent, 3.4 året før.",
        "§ 3-1. Formålet med loven er trygghet.",
        "Utbygging av ny fv. 704 og rv. 3 er i gang.",
        "Utbygging av nye fv. 704 skal koma før rv. 3.",
        "Rolla blir ofte kalla Kommune 3.0 Nettverk og deltaking.",
    ],
)
def test_abbreviations_numbers_and_labels_do_not_end_a_sentence(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi vil vokse. Alle skal med.", ["Vi vil vokse.", "Alle skal med."]),
        ("Dette skal skje innen 2030. Vi har tid.", ["Dette skal skje innen 2030.", "Vi har tid."]),
        ("Skoler, hus osv. Kommunen eier dem.", ["Skoler, hus osv.", "Kommunen eier dem."]),
        ("Hus m.m. Kommunen eier dem.", ["Hus m.m.", "Kommunen eier dem."]),
        ("Vi vil ha vekst.Kommunen skal lede.", ["Vi vil ha vekst.", "Kommunen skal lede."]),
        ("Folk flytter hit.3 Det er bra.", ["Folk flytter hit.", "Det er bra."]),
        ("Folk flyttar hit .3 Det er bra.", ["Folk flyttar hit .", "Det er bra."]),
        ("Vi blir Kommune 3.0. Kommunen lytter.", ["Vi blir Kommune 3.0.", "Kommunen lytter."]),
        ("Hva vil vi? Vi vil leve!", ["Hva vil vi?", "Vi vil leve!"]),
        ("Han sa «vi skal.» Ho sa nei.", ["Han sa «vi skal.»", "Ho sa nei."]),
        ("Vi vil ha plan B. Den er klar.", ["Vi vil ha plan B.", "Den er klar."]),
        ("Bygda veks. 300 nye hus kjem.", ["Bygda veks.", "300 nye hus kjem."]),
        ("Første avsnitt\n\nAndre avsnitt", ["Første avsnitt", "Andre avsnitt"]),
        ("Her er godt å bo i. Alle vet det.", ["Her er godt å bo i.", "Alle vet det."]),
        ("Det følger av pbl. § 11-3. Alle er med.", ["Det følger av pbl. § 11-3.", "Alle er med."]),
        ("Vi viser til bokstav b. Videre ror vi.", ["Vi viser til bokstav b.", "Videre ror vi."]),
        ("Tallet per 31.12. 2030 er målet.", ["Tallet per 31.12. 2030 er målet."]),
        ("Se hovedmål 3. Alle skal med.", ["Se hovedmål 3.", "Alle skal med."]),
    ],
)
def test_sentences_end(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_label_in_capitals_begins_a_line() -> None:
    assert cut("Prosess Tiltak Tid MÅL: Brukeren er sjef. HOVUDMÅL 2: Alle er med.", "nn") == [
        "Prosess Tiltak Tid",
        "MÅL: Brukeren er sjef.",
        "HOVUDMÅL 2: Alle er med.",
    ]
    assert cut("Kommunen bruker GIS: kart og data.") == ["Kommunen bruker GIS: kart og data."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi vil: • Bygge hus • Verne jord", [None, "•", "•"]),
        ("Partiet vil: a) Bygge hus. b) Verne jord.", [None, "a)", "b)"]),
        ("Ein skal: a. Byggje hus b. Verne jord c. Ta vare på alle", [None, "a.", "b.", "c."]),
        ("Vi vil: – Bygge hus – Verne jord", [None, "–", "–"]),
        ("Mål: 1. Aktive eldre 2. Gode hjem 3. Trygg by", [None, "1.", "2.", "3."]),
        ("Slutt på avsnittet 4.6 Frie inntekter Kommunene", [None, "4.6"]),
        ("Vi satser. 1.0 Innledning Kommunen vokser.", [None, "1.0"]),
        ("Meir relevant opplæring 1.3: I 2030 er bygda rik.", [None, "1.3:"]),
        ("Byen er grønn. 2: Byen er trygg. 3: Byen er rik.", [None, "2:", "3:"]),
    ],
)
def test_lists_in_a_line_are_items_with_their_marker(text: str, expected: list[str | None]) -> None:
    assert [piece.marker for piece in pieces(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vi vil ha hus – og hage – til alle.",
        "Se kapittel 4.2 Økonomi for mer.",
        "Vi følger bokstav a) i loven.",
        "Regional plan for Nord – Sør er klar.",
    ],
)
def test_what_only_looks_like_a_list_is_none(text: str) -> None:
    assert cut(text) == [text]


def test_english_has_its_own_abbreviations() -> None:
    assert cut("Roads, e.g. The ring, matter. Yes.", "en") == [
        "Roads, e.g. The ring, matter.",
        "Yes.",
    ]


@given(st.text(alphabet="abæøåÆØ .!?…:«»()•–12\nﬁé\u0301\U0001f33f", max_size=200))
def test_spans_are_in_order_and_trimmed(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        last = end


def test_fast_enough_for_half_a_million_documents() -> None:
    text = "Vi vil ha flere hus, jf. pkt. 3.2. Alle skal trives i 2030. Slik blir det! " * 200
    sentences(text)
    begun = time.process_time()
    found = len(sentences(text))
    assert found / (time.process_time() - begun) > 20_000


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Byen skal ha god barnehage, og næringslivet skal vokse.", 2),
        ("Bygda skal ha god barnehage; næringslivet skal vekse.", 2),
        ("Næringslivet skal vokse, mens utslippene skal ned.", 2),
        ("Folk skal få hjelp i tre år; deretter må den enkelte betale selv.", 1),
        ("Vi vil ha flere arbeidsplasser, og skal legge til rette for gründere.", 1),
        ("Når barna skal lese, og foreldrene skal hjelpe, må skolen bidra.", 1),
        ("Utslippene skal halveres innen 2030 og være null i 2050.", 1),
    ],
)
def test_two_aims_in_a_sentence_are_two_claims(text: str, halves: int) -> None:
    assert len(clauses(text, 0, len(text))) == halves
