"""Examples are chosen by the rule that the report states: clear, typical, spread."""

from __future__ import annotations

from dataclasses import replace

import pytest
from written_study import study

from maalkart.report.base import StudyData
from maalkart.report.examples import Chooser


def of(*lines: str) -> StudyData:
    """A study of a body for each line, its language before «|» where it is not bokmål."""
    text = "\n".join(
        f"K{at} samfunnsdel 5\n  goal top climate.emissions @1 | {line}"
        for at, line in enumerate(lines)
    )
    data = study(text)
    plain = tuple(
        replace(one, statement=replace(one.statement, context=replace(
            one.statement.context, kind="paragraph")))
        for one in data.statements
    )  # fmt: skip
    return replace(data, statements=plain)


def chosen(data: StudyData, most: int = 5) -> list[str]:
    return [one.text for one in Chooser(data).choose("domains", "climate", most=most)]


@pytest.mark.parametrize(
    "line",
    [
        "Samtidig skal utslippene ned med halvparten innen 2030.",
        "Dette skal gi lavere utslipp i alle sektorer.",
        "Vi skal også redusere utslippene fra egen drift.",
        "Dessutan skal vi òg kutte i eigne utslepp.",
        "skal redusere utslippene fra egen drift innen 2030.",
        "Lavere utslipp fra all kommunal transport",
        "Kutt utslipp nå.",
        "Vi er en klimavennlig by En attraktiv by har lave utslipp.",
        "Nå er Viken kommune et lavutslippssamfunn Viken kommune har valgt en aktiv rolle.",
    ],
)
def test_what_cannot_be_read_by_itself_is_no_example(line: str) -> None:
    whole = "Utslippene fra kommunens drift skal halveres innen 2030."
    assert chosen(of(line, whole)) == [whole]


def test_bodies_take_turns_and_no_sentence_stands_twice() -> None:
    same = "Utslippene fra kommunens drift skal halveres innen 2030."
    other = "Kommunen skal være klimanøytral før utgangen av 2040."
    data = of(same, same, other)
    found = list(Chooser(data).choose("domains", "climate", most=5))
    assert sorted(one.text for one in found) == sorted([same, other])
    assert len({one.body for one in found}) == 2
