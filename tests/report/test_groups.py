"""Groups side by side: what is shown, what is left out, and that differences are not imagined."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from written_study import study

from maalkart.core.study import Body
from maalkart.report.base import StudyData, ValueWord
from maalkart.report.findings import findings
from maalkart.report.parts import Said
from maalkart.report.report import compose
from maalkart.report.sentences import sentences
from maalkart.report.table import Coded, Count, Table
from maalkart.report.tables import all_tables
from maalkart.report.texts import MINUS, Texts
from maalkart.stats.checked import Check
from maalkart.stats.comparison import Difference


def surveyed(*, climate: tuple[float, float], bodies: int = 60) -> StudyData:
    """Small and large bodies, of which so large a share have climate goals; all have health."""
    rng = np.random.default_rng(1)
    lines = []
    for at in range(bodies):
        lines.append(f"K{at} samfunnsdel 5")
        lines.append("  goal sub life.health | Helse for alle.")
        if rng.random() < climate[at % 2]:
            lines.append("  goal sub climate.emissions | Kutt utslipp.")
        if at % 2 == 0:
            lines.append("  challenge demography | Vi blir færre.")
    data = study("\n".join(lines))
    told = tuple(
        replace(
            body,
            inclusion_probability=bodies / 422,
            facts={"population": "2000" if at % 2 == 0 else "30000", "merging": "no"},
        )
        for at, body in enumerate(data.bodies)
    )
    return replace(data, bodies=told, population=422)


def tables(data: StudyData) -> dict[str, Table]:
    return {table.id: table for table in all_tables(data)}


def test_groups_stand_beside_all_with_numbers_of_their_own() -> None:
    table = tables(surveyed(climate=(0.5, 0.5)))["domains_by_size"]
    assert [(column.id, column.bodies) for column in table.columns] == [
        ("all", 60),
        ("small", 30),
        ("large", 30),
    ]
    whole, small, large = (table.estimate("climate", one) for one in ("all", "small", "large"))
    assert whole.numerator == small.numerator + large.numerator
    assert small.low is not None
    assert small.high is not None
    assert small.high - small.low > (whole.high or 0) - (whole.low or 0)


def test_a_grouping_with_one_group_is_no_table() -> None:
    assert "domains_by_merging" not in tables(surveyed(climate=(0.5, 0.5)))


def test_a_real_difference_is_shown_and_an_imagined_one_is_not() -> None:
    [row] = tables(surveyed(climate=(0.1, 0.9)))["differences"].rows
    one, other, gap = row.cells
    assert (row.code, one, other) == (
        "climate",
        Coded("group", ("large",)),
        Coded("group", ("small",)),
    )
    assert isinstance(gap, Difference)
    assert gap.bounds.low > 0
    assert Texts("nb").cell(gap).startswith("+")
    assert not tables(surveyed(climate=(0.5, 0.5)))["differences"].rows


def test_challenges_are_set_beside_the_goals_of_those_that_have_them() -> None:
    table = tables(surveyed(climate=(0.5, 0.5)))["answers"]
    assert [(column.id, column.bodies) for column in table.columns] == [
        ("all", 60),
        ("demography", 30),
    ]
    assert table.estimate("life", "demography").numerator == 30


def test_themes_that_go_together_are_found() -> None:
    data = surveyed(climate=(0.5, 0.5))
    with_it = tuple(
        replace(one, codes=replace(one.codes, themes=("climate.emissions", "climate.nature")))
        if "climate.emissions" in one.codes.themes
        else one
        for one in data.statements
    )
    found = tables(replace(data, statements=with_it))["pairs"].rows
    assert [(row.code, row.cells[0]) for row in found] == [
        ("climate.emissions", Coded("themes", ("climate.nature",)))
    ]
    assert not tables(data)["pairs"].rows


def test_words_of_a_group_are_shown_with_those_that_use_them() -> None:
    data = surveyed(climate=(0.5, 0.5))
    goals = [one for one in data.statements if one.codes.type == "goal"]
    common = ValueWord(
        headword="alle",
        bodies=tuple(dict.fromkeys(one.body for one in goals)),
        statements=tuple(one.statement.id for one in goals),
    )
    small = [one for one in goals if int(one.body[1:]) % 2 == 0]
    own = ValueWord(
        headword="grend",
        bodies=tuple(dict.fromkeys(one.body for one in small)),
        statements=tuple(one.statement.id for one in small),
    )
    rows = tables(replace(data, value_words=(common, own)))["keywords"].rows
    [row] = [row for row in rows if row.cells[0] == Coded("group", ("small",))]
    assert row.code == "grend"
    inside, outside = row.cells[1], row.cells[2]
    assert isinstance(inside, Count)
    assert (inside.value, outside) == (30, Count(0, (), of_bodies=True))


def test_what_people_checked_corrects_the_share_and_the_table_says_so() -> None:
    data = surveyed(climate=(1.0, 1.0))
    checks = {
        ("domains", "climate"): {
            body.number: Check(2 if at < 15 else 0, 0.5) for at, body in enumerate(data.bodies[:30])
        }
    }
    cell = tables(replace(data, checks=checks))["domains"].estimate("climate", "goal")
    assert (cell.numerator, cell.share, cell.correction, cell.checked) == (60, 0.5, "corrected", 30)
    assert cell.low is not None
    assert cell.low < 0.5 < (cell.high or 0)
    assert "rettet" in Texts("nb", data).percent(cell)


def drawn(numbers: tuple[int, ...]) -> StudyData:
    """Of six bodies with 1000 to 6000 inhabitants, those drawn, each with probability one half."""
    frame = tuple(
        Body(number=f"K{at}", name=f"K{at}", level="municipality",
             facts={"population": f"{at * 1000}", "merging": "yes" if at > 4 else "no"})
        for at in range(1, 7)
    )  # fmt: skip
    lines = [f"K{at} samfunnsdel 5\n  goal climate.emissions | Kutt utslipp." for at in numbers]
    bodies = tuple(replace(frame[at - 1], inclusion_probability=0.5) for at in numbers)
    data = study("\n".join(lines))
    return replace(data, bodies=bodies, frame=frame, population=6,
                   mirrored_on=("population", "merging"))  # fmt: skip


def test_the_sample_is_held_up_to_the_register_it_was_drawn_from() -> None:
    data = drawn((1, 3, 5))
    table = tables(data)["mirror"]
    texts = Texts("nb", data)
    said = {texts.row(row): [texts.cell(cell) for cell in row.cells] for row in table.rows}
    assert said["Innbyggere"][:3] == ["3500", "3000", "3000"]
    assert said["Innbyggere"][4] == f"{MINUS}0,29"  # 500 in a standard deviation of 1708
    assert said["Sammenslåing: ja"][:3] == ["33\xa0%", "33\xa0%", "33\xa0%"]
    told = next(one for one in sentences(findings(tables(data)), texts) if one[1] == "mirror")
    assert "I 3 av 3 kjennetegn" in told[0]


def test_a_study_of_all_there_are_has_nothing_to_be_held_up_to() -> None:
    data = drawn((1, 2, 3, 4, 5, 6))
    assert not tables(data)["mirror"].rows
    assert not tables(replace(drawn((1, 3, 5)), frame=()))["mirror"].rows


def test_the_chapter_on_the_sample_says_what_was_drawn_and_by_what() -> None:
    data = replace(drawn((1, 3, 5)), drawn_by=("level", "population", "latitude", "longitude"))
    [chapter] = [one for one in compose(data, "nb").chapters if one.id == "sample"]
    told = [part.text for part in chapter.parts if isinstance(part, Said)]
    assert told[1] == (
        "3 av 6 kommuner er trukket tilfeldig. Trekningen tar hensyn til nivå, "
        "innbyggere og plassering på kartet."
    )
    [whole] = [one for one in compose(drawn((1, 2, 3, 4, 5, 6)), "nb").chapters
               if one.id == "sample"]  # fmt: skip
    assert "trukket" not in str(whole)
