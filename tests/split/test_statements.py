"""What becomes a statement, with which evidence and which context."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from written_blocks import written

from maalkart.core.document import Document
from maalkart.split import split


def said(document: Document) -> list[str]:
    return [statement.text for statement in split(document)]


def test_a_heading_a_sentence_an_item_and_a_cell_are_statements() -> None:
    page = written("# Levende bygder\nVi vil vokse. Alle skal med.\n- Nytt bibliotek\n| Mer skog")
    assert said(page) == [
        "Levende bygder",
        "Vi vil vokse.",
        "Alle skal med.",
        "Nytt bibliotek",
        "Mer skog",
    ]


def test_what_is_not_body_text_gives_no_statement() -> None:
    page = written(
        "!contents Innledning 3\n!furniture Kommuneplan for Fjordvik\n!caption Foto: en elv\n"
        "!footnote Tall fra i fjor\n!pull_quote Vi vokser!\nVi vokser sammen."
    )
    assert said(page) == ["Vi vokser sammen."]


def test_labels_and_numbers_alone_are_no_statements() -> None:
    page = written("# Mål 3\nB2\n14\n2.1\nSide 2 av 13\n§ 4\nMål 3: Alle har et sted å bo.")
    assert said(page) == ["Mål 3: Alle har et sted å bo."]


def test_a_label_that_is_no_statement_still_stands_in_the_path() -> None:
    (one,) = split(written("# Mål 3\nAlle har et sted å bo."))
    assert one.context.heading_path == ("Mål 3",)


def test_headings_form_a_stack_over_the_document() -> None:
    page = written(
        "# 1 Sted\n## 1.1 Sentrum\nEn.\n### Torget\nTo.\n## 1.2 Bygda\nTre.", "# Liv\nFire."
    )
    paths = {s.text: s.context.heading_path for s in split(page)}
    assert paths["En."] == ("Sted", "Sentrum")
    assert paths["Torget"] == ("Sted", "Sentrum")
    assert paths["To."] == ("Sted", "Sentrum", "Torget")
    assert paths["Tre."] == ("Sted", "Bygda")
    assert paths["Fire."] == ("Liv",)
    markers = {s.text: s.context.heading_markers for s in split(page)}
    assert markers["To."] == ("1", "1.1", None)


def test_the_line_before_a_list_leads_it() -> None:
    page = written(
        "Slik er det i dag. Vi vil:\n- Bygge hus\n- Få ned utslipp ved å:\n  - kjøre mindre\n"
        "- Gå mer\nDet holder."
    )
    leads = {s.text: s.context.lead_in for s in split(page)}
    assert leads["Bygge hus"] == "Vi vil:"
    assert leads["kjøre mindre"] == "Få ned utslipp ved å:"
    assert leads["Gå mer"] == "Vi vil:"
    assert leads["Det holder."] is None


def test_a_heading_that_promises_leads_the_list_below_it() -> None:
    page = written("# Kommunen vil\n- Verne matjord\n# Om planen\n- Plan for vann")
    leads = {s.text: s.context.lead_in for s in split(page)}
    assert leads["Verne matjord"] == "Kommunen vil"
    assert leads["Plan for vann"] is None


def test_a_list_goes_on_over_a_page_with_its_opening() -> None:
    page = written("Vi skal:\n- Lytte", "!furniture 12\n- Handle")
    assert [s.context.lead_in for s in split(page)][1:] == ["Vi skal:", "Vi skal:"]


def test_what_opens_a_list_says_so() -> None:
    page = written("# Mål\n- Levende bygder\nVi vil. Sammen skal vi:\n- Bygge")
    assert {s.text: s.context.carries_list for s in split(page)} == {
        "Mål": True,
        "Levende bygder": False,
        "Vi vil.": False,
        "Sammen skal vi:": True,
        "Bygge": False,
    }


def test_a_list_inside_a_line_gives_items_with_their_opening() -> None:
    page = written("Slik gjør vi det: • Bygger hus • Verner jord. Alltid. • Lytter")
    found = split(page)
    assert [s.text for s in found] == [
        "Slik gjør vi det:", "Bygger hus", "Verner jord.", "Alltid.", "Lytter",
    ]  # fmt: skip
    assert [s.context.marker for s in found] == [None, "•", "•", None, "•"]
    assert {s.context.lead_in for s in found[1:]} == {"Slik gjør vi det:"}
    assert found[0].context.carries_list
    assert found[1].context.kind == "list_item"


def test_cells_know_their_headers() -> None:
    page = written("| *Tema | *Mål | *Strategi\n| *Klima | Lave utslipp | Gå mer. Sykle mer.")
    cells = {s.text: (s.context.column_heading, s.context.row_heading) for s in split(page)}
    assert cells["Lave utslipp"] == ("Mål", "Klima")
    assert cells["Sykle mer."] == ("Strategi", "Klima")


def test_a_sentence_over_two_pages_has_evidence_on_both() -> None:
    page = written("Vi vil ha flere barne-", "!furniture 4\n…hager i hver grend.")
    (one,) = split(page)
    assert one.text == "Vi vil ha flere barnehager i hver grend."
    assert [part.page for part in one.evidence] == [1, 2]
    assert [part.quote for part in one.evidence] == ["Vi vil ha flere barne", "hager i hver grend."]


def test_a_hyphen_that_stands_for_a_word_is_kept_over_the_break() -> None:
    assert said(written("Gode barne-", "…og ungdomsklubber")) == ["Gode barne- og ungdomsklubber"]


def test_neighbours_are_the_two_nearest() -> None:
    page = written("En. To. Tre. Fire. Fem.")
    third = split(page)[2].context
    assert (third.before, third.after) == (("En.", "To."), ("Fire.", "Fem."))
    assert (third.position, third.siblings) == (2, 5)


def test_ids_can_be_read_and_do_not_change() -> None:
    page = written("Vi vil vokse. Alle skal med.")
    assert [s.id for s in split(page)] == [f"{page.id[:12]}:1:0-13", f"{page.id[:12]}:1:14-28"]
    assert split(page) == split(page)


def test_each_page_has_its_own_language() -> None:
    page = written(
        "Vi vil ikke at noen skal stå utenfor, og vi ønsker flere boliger. " * 4,
        "Vi vil ikkje at nokon skal stå utanfor, og vi ønskjer fleire bustader. " * 4,
        "14",
    )
    assert {s.evidence[0].page: s.language for s in split(page)} == {1: "nb", 2: "nn"}


LINES = st.text(
    alphabet="abcæøåÆØÅ .!?:;-–«»()§•123\u00adﬁé\u0301\U0001f33f\n", min_size=0, max_size=120
)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_evidence_always_equals_the_page_and_never_overlaps(pages: list[str]) -> None:
    document = written(*pages)
    last: dict[int, int] = {}
    names = set()
    for statement in split(document):
        assert statement.text.strip() == statement.text != ""
        names.add(statement.id)
        for part in statement.evidence:
            part.verify(document)
            assert part.start >= last.get(part.page, 0)
            last[part.page] = part.end
    assert len(names) == len(split(document))


def test_a_heading_in_a_box_heads_only_what_the_box_holds() -> None:
    page = written("# Sted\nEn.\n## Fakta\nTo.\nTre.")
    blocks = [replace(b, panel=1) if b.text in ("Fakta", "To.") else b for b in page.blocks]
    paths = {s.text: s.context.heading_path for s in split(replace(page, blocks=tuple(blocks)))}
    assert paths["To."] == ("Sted", "Fakta")
    assert paths["Tre."] == ("Sted",)


def test_a_numbered_heading_in_a_box_and_one_alone_in_a_box_head_the_text() -> None:
    page = written("# Sted\nEn.\n## 2.1 Vei\nTo.\nTre.\n# Liv\nFire.")
    boxed = {"Vei": 1, "To.": 1, "Liv": 2}
    blocks = tuple(replace(b, panel=boxed.get(b.text)) for b in page.blocks)
    paths = {s.text: s.context.heading_path for s in split(replace(page, blocks=blocks))}
    assert paths["Tre."] == ("Sted", "Vei")
    assert paths["Fire."] == ("Liv",)


def test_the_titles_of_a_cover_head_nothing() -> None:
    plan = replace(
        written("# Vik kommune\n## Plan for alle", "Vi ror.\n# Skole\nVi les."), format="pdf"
    )
    paths = {s.text: s.context.heading_path for s in split(plan)}
    assert paths["Vi ror."] == ()
    assert paths["Vi les."] == ("Skole",)


def test_a_line_that_stops_at_skal_opens_the_list_below() -> None:
    page = written(
        "Trondheim er en god by å bli gammel i for alle som bor her og kommunen vil\n- rydde"
    )
    assert split(page)[-1].context.lead_in.endswith("og kommunen vil")
