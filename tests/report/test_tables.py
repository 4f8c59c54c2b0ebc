from __future__ import annotations

from dataclasses import replace

import pytest
from written_study import small, study

from maalkart.core.errors import MaalkartError
from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.table import Count, Rank, Table, Words
from maalkart.report.tables import all_tables


def tables(data: StudyData) -> dict[str, Table]:
    return {table.id: table for table in all_tables(data)}


def shares(table: Table, code: str) -> list[tuple[int, int]]:
    cells = table.row(code).cells
    return [(one.numerator, one.denominator) for one in cells if isinstance(one, Estimate)]


def test_a_theme_counts_once_for_a_body_however_often_it_is_said() -> None:
    found = tables(
        study(
            """
            A samfunnsdel 3
              goal sub life.health | Helse.
              goal sub life.health | Mer helse.
            B samfunnsdel 3
              strategy life.education | Skole.
            """.replace("\n            ", "\n")
        )
    )
    cell = found["themes"].estimate("life.health", "mentioned")
    assert (cell.numerator, cell.denominator, cell.share) == (1, 2, 0.5)
    assert len(cell.statements) == 2


def test_the_three_strengths_nest() -> None:
    themes = tables(small())["themes"]
    assert shares(themes, "climate.emissions") == [(3, 3), (2, 3), (2, 3)]
    assert shares(themes, "life.health") == [(1, 3), (1, 3), (0, 3)]


def test_a_body_that_could_not_be_read_is_in_no_denominator_but_in_the_coverage() -> None:
    found = tables(small())
    assert {cell.denominator for _, _, cell in found["themes"].cells() if cell} == {3}
    assert found["coverage"].cell("Havnes", "failed") == Count(1)
    reasons = found["coverage"].cell("Havnes", "reasons")
    assert isinstance(reasons, Words)
    assert "kryptert" in reasons.text
    assert (found["themes"].coverage.bodies, found["themes"].coverage.bodies_read) == (4, 3)
    assert found["themes"].coverage.unread == 2


def test_a_domain_holds_what_any_of_its_themes_holds() -> None:
    assert shares(tables(small())["domains"], "life") == [(2, 3), (2, 3), (1, 3)]


def test_kinds_of_documents_have_denominators_of_their_own() -> None:
    table = tables(small())["themes_by_kind"]
    assert [(column.id, column.bodies) for column in table.columns] == [
        ("all", 3),
        ("samfunnsdel", 2),
        ("planstrategi", 1),
        ("intensjonsavtale", 1),
        ("arbeidsgiverstrategi", 1),
    ]
    assert shares(table, "climate.emissions") == [(3, 3), (2, 2), (1, 1), (0, 1), (0, 1)]


def test_merger_themes_are_counted_among_bodies_with_an_agreement() -> None:
    assert shares(tables(small())["merger"], "merger.jobs") == [(1, 1), (1, 1), (1, 3)]


def test_equals_share_a_place_and_say_so() -> None:
    ranking = tables(small())["ranking"]
    assert ranking.cell("climate.emissions", "place_used") == Rank(1, False)
    assert ranking.cell("climate.nature", "place_used") == Rank(2, False)
    for theme in ("life.health", "life.education", "merger.jobs", "employer.attractive"):
        assert ranking.cell(theme, "place_used") == Rank(3, True)


def test_challenges_and_named_un_goals_count_though_they_are_no_aims() -> None:
    found = tables(small())
    assert found["challenges_by_kind"].estimate("demography", "all").numerator == 1
    assert found["sdgs"].estimate("13", "explicit").numerator == 1
    assert found["sdgs"].estimate("13", "contributes").numerator == 2


def test_how_the_un_goals_are_used_is_shown_by_the_words_of_the_document() -> None:
    table = tables(small())["sdg_use_by_kind"]
    assert shares(table, "mapped")[:2] == [(1, 3), (1, 2)]
    assert table.estimate("mapped", "all").statements[0].startswith("fact:")


def test_a_document_shared_by_two_bodies_counts_for_both() -> None:
    data = small()
    shared = [replace(row, body="Havnes") for row in data.documents if row.body == "Sjøfylket"]
    said = [replace(one, body="Havnes") for one in data.statements if one.body == "Sjøfylket"]
    both = replace(
        data,
        documents=(*data.documents, *shared),
        statements=(*data.statements, *said),
    )
    found = tables(both)
    assert found["themes"].estimate("climate.emissions", "mentioned").numerator == 4
    assert found["themes"].estimate("climate.emissions", "mentioned").denominator == 4


def test_a_statement_of_a_body_without_a_readable_document_stops_the_report() -> None:
    data = small()
    stray = replace(data.statements[1], body="Havnes")
    with pytest.raises(MaalkartError, match="Havnes"):
        all_tables(replace(data, statements=(*data.statements, stray)))


def test_a_code_that_the_codebook_lacks_stops_the_report() -> None:
    data = small()
    first = data.statements[1]
    odd = replace(first, codes=replace(first.codes, themes=("climate.weather",)))
    with pytest.raises(MaalkartError, match=r"climate\.weather"):
        all_tables(replace(data, statements=(odd, *data.statements[2:])))


def test_value_words_that_do_not_add_up_stop_the_report() -> None:
    data = small()
    [word] = data.value_words
    word = replace(word, bodies=("Fjellvik", "Havnes", "Dalbygda"))
    with pytest.raises(MaalkartError, match="«god»"):
        all_tables(replace(data, value_words=(word,)))


def test_nothing_read_gives_tables_without_shares_rather_than_an_error() -> None:
    found = tables(study("A samfunnsdel 0 error=borte"))
    cell = found["themes"].estimate("life.health", "mentioned")
    assert (cell.denominator, cell.share) == (0, None)


def test_definitions_and_visions_are_quoted() -> None:
    found = tables(small())
    assert found["definitions"].rows[0].cells[2] == Words(
        "Me skal samskape med barn.", (small().statements[3].statement.id,)
    )
    vision = found["visions"].rows[0].cells[1]
    assert isinstance(vision, Words)
    assert vision.text == "Saman_for_framtida"


def test_goals_by_body_and_domain_add_up_to_the_domains() -> None:
    found = tables(small())
    assert found["body_domains"].cell("Fjellvik", "life") == Count(
        1, (small().statements[2].statement.id,)
    )
    assert found["body_domains"].cell("Sjøfylket", "life") == Count(0)
