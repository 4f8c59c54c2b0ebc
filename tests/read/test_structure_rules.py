"""What the structure layer makes of pages set as real ones are set, in words of our own."""

from __future__ import annotations

from maalkart.core.document import Block, Box, Page
from maalkart.read.raw import Item, RawPage, Shape, Tag
from maalkart.read.structure import assemble

WIDE, HIGH = 595.0, 842.0


def item(
    text: str, left: float, top: float, *, size: float = 11, bold: bool = False, **more: object
) -> Item:
    width = len(text) * size * 0.5
    box = Box(left=left, top=top, right=left + width, bottom=top + size * 1.2)
    return Item(text=text, box=box, size=size, bold=bold, font="Sans", **more)  # type: ignore[arg-type]


def column(
    lines: list[str], left: float, top: float, *, step: float = 14, **more: object
) -> list[Item]:
    return [item(line, left, top + at * step, **more) for at, line in enumerate(lines)]  # type: ignore[arg-type]


def page(items: list[Item], number: int = 1, **more: object) -> RawPage:
    return RawPage(number=number, width=WIDE, height=HIGH, items=tuple(items), **more)  # type: ignore[arg-type]


def read(*pages: RawPage, tagged: bool = True) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    done, blocks = assemble(pages, tagged=tagged)
    for block in blocks:
        on = next(p for p in done if p.number == block.page)
        assert on.text[block.start : block.end] == block.text
    return done, blocks


PROSE = [
    "Bygda har fått mange nye innbyggere de siste årene, og de fleste har",
    "flyttet hit for arbeid. Nå trenger vi flere boliger nær sentrum, og vi",
    "trenger veier som er trygge for dem som går til skolen hver morgen, og",
    "butikker som holder åpent så lenge at folk rekker innom etter arbeidet.",
]


def kinds(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]


def test_lines_of_a_paragraph_are_one_block() -> None:
    _, blocks = read(page(column(PROSE, 70, 200)))
    assert [block.kind for block in blocks] == ["paragraph"]
    assert blocks[0].text == " ".join(PROSE)


def test_larger_type_is_a_heading_over_smaller() -> None:
    items = [
        item("Plan for bygda", 70, 120, size=22),
        item("Boliger", 70, 160, size=15, bold=True),
        *column(PROSE, 70, 200),
        item("Veier", 70, 300, size=15, bold=True),
        *column(PROSE, 70, 330),
        item("Del to", 70, 420, size=22),
        *column(PROSE, 70, 460),
    ]
    _, blocks = read(page(items))
    headings = [(block.text, block.level) for block in blocks if block.kind == "heading"]
    assert headings == [("Plan for bygda", 1), ("Boliger", 2), ("Veier", 2), ("Del to", 1)]


def test_a_heading_over_two_lines_is_one_and_its_number_is_a_marker() -> None:
    items = [
        item("1.2", 70, 150, bold=True),
        *column(
            ["Ta vare på de store skogene og gi folk", "god tilgang til dem"], 105, 150, bold=True
        ),
        *column(PROSE, 70, 200),
    ]
    _, blocks = read(page(items))
    assert (blocks[0].kind, blocks[0].marker) == ("heading", "1.2")
    assert blocks[0].text.endswith("folk god tilgang til dem")


def test_a_title_whose_first_line_ends_in_a_small_word_goes_on_far_below() -> None:
    title = ["Strategi for idrett og friluftsliv i bygda og", "Nabobygda"]
    items = [*column(title, 70, 120, step=29, size=16, bold=True), *column(PROSE, 70, 200)]
    _, blocks = read(page(items))
    assert kinds(blocks)[0] == ("heading", " ".join(title))


def test_a_line_that_begins_bold_in_the_midst_of_a_sentence_is_no_heading() -> None:
    items = column(PROSE, 70, 200)
    items[2] = item(PROSE[2], 70, 228, bold=True)
    _, blocks = read(page(items))
    assert [block.kind for block in blocks] == ["paragraph"]


def test_the_lead_in_of_a_list_is_no_heading() -> None:
    items = [
        *column(PROSE, 70, 150),
        item("Kommunen vil", 70, 230, bold=True),
        item("•", 80, 250),
        item("bygge flere boliger", 98, 250),
        item("\uf0b7 plante trær langs veiene", 80, 266),
    ]
    _, blocks = read(page(items))
    assert [(b.kind, b.marker) for b in blocks[1:]] == [
        ("paragraph", None),
        ("list_item", "•"),
        ("list_item", "•"),
    ]
    assert blocks[-1].text == "plante trær langs veiene"


def test_items_inside_items_stand_one_level_down() -> None:
    items = [
        *column(PROSE, 70, 150),
        item("•", 80, 250),
        item("bygge boliger", 98, 250),
        item("–", 98, 266),
        item("ved stasjonen", 116, 266),
        item("•", 80, 282),
        item("bygge veier", 98, 282),
    ]
    _, blocks = read(page(items))
    assert [b.level for b in blocks if b.kind == "list_item"] == [1, 2, 1]


def test_a_date_at_the_front_of_a_line_opens_no_item() -> None:
    lines = [*PROSE[:1], "1. januar hvert år, og det er mange av dem som vil bo nær sentrum. Nå"]
    _, blocks = read(page(column(lines, 70, 200)))
    assert [block.kind for block in blocks] == ["paragraph"]
    assert "har 1. januar hvert" in blocks[0].text


def test_columns_read_down_and_the_title_across_comes_first() -> None:
    left = [f"Venstre spalte linje {word} her" for word in ("en", "to", "tre", "fire", "fem")]
    right = [f"Høyre spalte linje {word} her nå" for word in ("en", "to", "tre", "fire", "fem")]
    title = item("En tittel som går over begge spaltene på siden", 70, 120, size=18)
    _, blocks = read(page([title, *column(left, 70, 160), *column(right, 320, 160)]))
    assert [block.text.split()[0] for block in blocks] == ["En", "Venstre", "Høyre"]


def test_a_shaded_box_is_read_on_its_own() -> None:
    box = Shape(box=Box(left=330, top=195, right=530, bottom=262), fill="E0E0E0")
    side = column(
        ["Fakta om bygda og folket her", "er samlet i denne ruten med", "noen tall og ord."],
        340,
        200,
    )
    main = column([line[:40] for line in PROSE] * 2, 70, 200)
    _, blocks = read(page([*main, *side], shapes=(box,)))
    texts = [block.text for block in blocks]
    assert any(text.startswith("Fakta om") and text.endswith("noen tall og ord.") for text in texts)


def ruled_table() -> RawPage:
    grid = [
        Shape(box=Box(left=70, top=y, right=520, bottom=y + 0.5), stroke="000000")
        for y in (200, 220, 260, 300)
    ] + [
        Shape(box=Box(left=x, top=200, right=x + 0.5, bottom=300), stroke="000000")
        for x in (70, 290, 520)
    ]
    items = [
        *column(PROSE, 70, 100),
        item("Mål", 75, 203, bold=True),
        item("Tiltak", 295, 203, bold=True),
        *column(["Alle skal ha et sted", "å bo"], 75, 224),
        *column(["Bygge tjue leiligheter", "ved torget"], 295, 224),
        item("Trygge veier", 75, 264),
        item("Lys langs skoleveien", 295, 264),
    ]
    return page(items, shapes=tuple(grid))


def test_a_table_reads_row_by_row_with_its_headers_marked() -> None:
    _, blocks = read(ruled_table())
    cells = [(b.row, b.column, b.text, b.header) for b in blocks if b.kind == "table_cell"]
    assert cells == [
        (0, 0, "Mål", True),
        (0, 1, "Tiltak", True),
        (1, 0, "Alle skal ha et sted å bo", False),
        (1, 1, "Bygge tjue leiligheter ved torget", False),
        (2, 0, "Trygge veier", False),
        (2, 1, "Lys langs skoleveien", False),
    ]


def test_running_lines_and_page_numbers_are_furniture() -> None:
    pages = [
        page(
            [
                item("Plan for bygda", 70, 30, size=9),
                *column(PROSE, 70, 200),
                item(str(number + 2), 300, 800, size=9),
            ],
            number,
        )
        for number in range(1, 5)
    ]
    done, blocks = read(*pages)
    aside = [block.text for block in blocks if block.kind == "furniture" and block.page == 2]
    assert sorted(aside) == ["4", "Plan for bygda"]
    assert done[1].text.startswith(PROSE[0])


def test_numbers_that_count_the_lines_leave_the_text() -> None:
    numbers = [item(str(at + 40), 30, 200 + at * 14) for at in range(8)]
    _, blocks = read(page([*numbers, *column(PROSE * 2, 70, 200)]))
    body = [block.text for block in blocks if block.kind != "furniture"]
    assert not any("41" in text for text in body)
    assert [block.text for block in blocks if block.kind == "furniture"] == [
        "40 41 42 43 44 45 46 47"
    ]


def test_a_contents_list_is_kept_but_is_no_text() -> None:
    items = [item("Innhold", 70, 120, size=16, bold=True)]
    for at, name in enumerate(["Forord", "Boliger", "Veier", "Skole", "Skog"]):
        items.append(item(f"{name} ................ {at + 3}", 70, 160 + at * 16))
    _, blocks = read(page(items))
    assert [block.kind for block in blocks] == ["heading"] + ["contents"] * 5


def test_a_sentence_cut_by_the_page_goes_on() -> None:
    first = page(column([*PROSE, *PROSE[:3]], 70, 600), 1)
    second = page(column(["mange som vil komme hit når veien er ferdig."], 70, 80), 2)
    _, blocks = read(first, second)
    assert [block.continues for block in blocks] == [False, True]


def test_words_cut_at_the_line_end_are_joined_but_pairs_are_kept() -> None:
    lines = [
        "Kommunen samarbeider med nabokommunene om nærings-",
        "og kulturarbeid, og med spesialist-",
    ]
    lines += ["helsetjenesten om dem som er syke."]
    done, blocks = read(page(column(lines, 70, 200)))
    assert "nærings- og kulturarbeid" in blocks[0].text
    assert "spesialisthelsetjenesten" in blocks[0].text
    start = done[0].text.index("spesialisthelse")
    assert len(done[0].boxes(start, start + 24)) == 2


def test_a_caption_and_a_footnote_are_told_from_text() -> None:
    items = [
        *column(PROSE, 70, 200),
        item("Figur 2: Folketallet i bygda", 70, 300, size=9),
        item("1 Se planen fra året før", 70, 700, size=8),
    ]
    _, blocks = read(page(items))
    assert [block.kind for block in blocks] == ["paragraph", "caption", "footnote"]


def tagged_page(kind: str) -> RawPage:
    items = [
        item("Boliger", 70, 120, size=16, mark=0),
        *column(PROSE, 70, 160, mark=1),
        item("Stille overskrift", 70, 240, mark=2),
        *column(PROSE, 70, 270, mark=3),
        *column(PROSE, 70, 350, mark=4),
    ]
    tags = (
        Tag(kind="H1", marks=(0,)),
        Tag(kind="P", marks=(1,)),
        Tag(kind=kind, marks=(2,)),
        Tag(kind="P", marks=(3,)),
        Tag(kind="P", marks=(4,)),
    )
    return page(items, tags=tags)


def test_a_trusted_tree_names_headings_the_eye_would_miss() -> None:
    pages = [
        tagged_page("H2"),
        *[
            page(column(PROSE, 70, 160, mark=0), n, tags=(Tag(kind="P", marks=(0,)),))
            for n in (2, 3, 4)
        ],
    ]
    _, blocks = read(*pages)
    assert ("heading", "Stille overskrift") in kinds(blocks)
    _, stripped = read(*pages, tagged=False)
    assert ("heading", "Stille overskrift") not in kinds(stripped)


def test_a_tree_that_hides_text_in_figures_is_ignored() -> None:
    raw = tagged_page("H2")
    swallowed = Tag(kind="Figure", marks=(1, 3, 4))
    _, blocks = read(page(list(raw.items), tags=(raw.tags[2], raw.tags[0], swallowed)))
    assert ("heading", "Stille overskrift") not in kinds(blocks)


def test_an_empty_page_is_a_page_without_blocks() -> None:
    done, blocks = read(page([]))
    assert (done[0].text, blocks) == ("", ())
