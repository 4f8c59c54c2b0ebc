"""UN goals of loose texts, by words alone: own sentences, three languages."""

import pytest

from maalkart.coding.codebook import load
from maalkart.coding.protocol import collect
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.statement import Context, Statement

SAID = {
    1: ("Ingen familier skal leve med vedvarende lavinntekt.",
        "Færre familiar skal leve med låg inntekt over tid.",
        "Cash transfers lifted half of the poor households above the poverty line."),
    2: ("Vi skal dyrke mer korn og styrke matsikkerheten.",
        "Bøndene i kommunen skal produsere meir mat.",
        "Smallholders need better seeds if hunger is to end."),
    3: ("Flere skal ha god psykisk helse.",
        "Kommunen skal førebyggje sjukdom og einsemd.",
        "Vaccination keeps infant mortality low."),
    4: ("Elevene skal fullføre videregående opplæring.",
        "Skulen skal gi elevane lyst til å lære.",
        "Teachers and pupils need better classrooms and curricula."),
    5: ("Like mange kvinner som menn skal lede virksomhetene.",
        "Vald mot kvinner skal førebyggjast.",
        "Women still do most of the unpaid care work."),
    6: ("Lekkasjen fra ledningsnettet skal halveres.",
        "Alle skal ha reint drikkevatn frå vassverket.",
        "Wastewater treatment must keep the groundwater clean."),
    7: ("Strømmen skal komme fra solceller og vindkraft.",
        "Straumforbruket i kommunale bygg skal ned.",
        "Households without electricity will get solar power."),
    8: ("Flere unge skal ut av arbeidsledighet og inn i arbeidslivet.",
        "Det skal skapast nye arbeidsplassar i reiselivet.",
        "Youth unemployment falls as employers hire more workers."),
    9: ("Alle husstander skal ha bredbånd.",
        "Vi skal ta i bruk ny teknologi og drive meir forsking.",
        "Manufacturing needs roads and bridges, broadband and innovation."),
    10: ("Sosiale forskjeller skal utjevnes.",
         "Flyktningar og innvandrarar skal inkluderast.",
         "Income inequality has grown, and the Gini coefficient with it."),
    11: ("Byrommene i sentrum skal få flere møteplasser.",
         "Det skal byggjast fleire bustader i tettstaden.",
         "Cities must plan public transport and affordable housing together."),
    12: ("Mer av avfallet skal gå til ombruk og gjenvinning.",
         "Matsvinn og forbruk skal ned.",
         "Recycling and reuse keep waste out of landfills."),
    13: ("Klimagassutslippene skal ned.",
         "Vi skal tole flaum og ekstremvêr.",
         "Greenhouse gas emissions drive global warming."),
    14: ("Fjorden skal være fri for plast, og fisken skal trives.",
         "Villaksen og kysttorsken skal vernast mot lakselus.",
         "Overfishing empties the ocean of fish."),
    15: ("Naturmangfoldet i skog og myr skal bevares.",
         "Truga artar skal få leveområda sine tilbake.",
         "Deforestation destroys the habitats of endangered species."),
    16: ("Innbyggerne skal ha tillit til folkevalgte og forvaltning.",
         "Ungdomsrådet skal ha reell medverknad.",
         "Corruption weakens the rule of law and the justice system."),
    17: ("Vi skal styrke det internasjonale samarbeidet.",
         "Kommunen skal samarbeide med nabokommunane.",
         "Official development assistance should rise, and technology transfer with it."),
}  # fmt: skip
CASES = [
    (goal, language, text)
    for goal, texts in SAID.items()
    for language, text in zip(("nb", "nn", "en"), texts, strict=True)
]


@pytest.fixture(scope="module")
def coder():
    codebook = load()
    return WordCoder(codebook, load_lists(codebook))


def goals(coder, text, language="nb", **context):
    asked = Statement(id="1", text=text, language=language, context=Context(**context))
    return collect(coder.code_loose([asked]))["1"].sdgs


@pytest.mark.parametrize(("goal", "language", "text"), CASES)
def test_a_plain_sentence_about_a_goal_gets_that_goal_first(coder, goal, language, text) -> None:
    assert goals(coder, text, language)[:1] == (goal,)


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        ("The business climate must improve.", 13),
        ("A trade war would hurt exporters.", 16),
        ("Machine learning finds patterns.", 4),
        ("The power plant was shut.", 15),
        ("The gender pay gap is closing.", 10),
    ],
)
def test_a_word_inside_another_phrase_does_not_count(coder, text, not_this) -> None:
    assert not_this not in goals(coder, text, "en")


def test_words_of_its_own_go_before_what_the_theme_stands_for(coder) -> None:
    # The theme is pipes and cables (goal 9); what is wanted is water (goal 6).
    assert goals(coder, "Drikkevannet skal være trygt.")[0] == 6


def test_a_line_without_words_of_its_own_has_the_goals_of_its_heading(coder) -> None:
    assert goals(coder, "Minst 60 prosent.", heading_path=("Avfall til gjenvinning",))[:1] == (12,)


def test_a_text_about_nothing_has_no_goals(coder) -> None:
    for language in ("nb", "nn", "en"):
        assert goals(coder, "2019 2020 2021", language) == ()
