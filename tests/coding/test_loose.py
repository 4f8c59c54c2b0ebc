"""Lines without a page get the context that their neighbours show."""

from maalkart.coding.loose import in_context
from maalkart.core.statement import Context, Statement

PLAN = [
    "4.2 Kultur og fritid",
    "Kulturlivet i bygda har vokst de siste ti årene.",
    "Vi vil:",
    "1. Støtte og samarbeide med frivillige lag",
    "2. Utvikle biblioteket som møteplass",
    "4.3 Helse og omsorg",
    "Alle skal få hjelp når de trenger det, uansett hvor i kommunen de bor.",
]


def placed(lines: list[str], document: str | None = "plan") -> list[Statement]:
    statements = [Statement(id=str(n), text=line) for n, line in enumerate(lines)]
    return in_context(statements, [document] * len(lines))


def test_headings_openings_and_items_are_seen() -> None:
    found = placed(PLAN)
    assert [s.context.kind for s in found] == [
        "heading", "paragraph", "heading", "list_item", "list_item", "heading", "paragraph",
    ]  # fmt: skip
    assert found[3].text == "Støtte og samarbeide med frivillige lag"
    assert found[3].context.marker == "1."
    assert found[4].context.lead_in == "Vi vil:"
    assert found[4].context.heading_path[0] == "Kultur og fritid"


def test_a_new_heading_ends_what_the_one_before_opened() -> None:
    last = placed(PLAN)[-1].context
    assert last.heading_path == ("Helse og omsorg",)
    assert last.lead_in is None


def test_lines_of_another_document_are_no_neighbours() -> None:
    lines = [Statement(id=str(n), text=line) for n, line in enumerate(PLAN)]
    found = in_context(lines, ["a"] * 3 + ["b"] * 4)
    assert found[3].context.before == ()
    assert found[3].context.lead_in is None


def test_what_a_line_brought_with_it_stands() -> None:
    own = Context(heading_path=("Strategi",), before=("Vi vil:",))
    (found,) = in_context([Statement(id="1", text="ta vare på jorda", context=own)], [None])
    assert found.context.heading_path == ("Strategi",)
    assert found.context.lead_in == "Vi vil:"


def test_a_running_header_is_no_heading() -> None:
    page = ["KOMMUNEPLAN 2024 12", "Vi skal bygge flere boliger i sentrum av kommunen i årene."]
    found = placed(page * 3)
    assert all(not s.context.heading_path for s in found)
