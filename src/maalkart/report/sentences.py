"""Findings said in a language: number, rank, direction and doubt put right by its messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from maalkart.core.study import Coverage
from maalkart.report.finding import (
    Agreed,
    Apart,
    Changed,
    Covered,
    Finding,
    Leaders,
    Named,
    Quoting,
    Tied,
    Uneven,
)
from maalkart.report.findings import size
from maalkart.report.table import Row
from maalkart.report.texts import Texts, lowered

TWO = 2
MOST_NAMED = 8  # that share a place: of more the sentence only says how many
SAME = 0.05  # shares nearer each other than this are said to be about the same


def sentences(findings: Iterable[Finding], texts: Texts) -> tuple[tuple[str, str], ...]:
    """Each finding as a sentence, with the id of the table that it is read off."""
    return tuple((sentence(one, texts), one.table) for one in findings)


def sentence(finding: Finding, texts: Texts) -> str:
    """One finding in the reader's language."""
    key = f"finding.{finding.name}"
    match finding:
        case Covered():
            said = _covered(finding, texts)
        case Leaders():
            said = _leaders(finding, texts)
        case Tied():
            said = _tied(finding, texts)
        case Quoting():
            all_of = "_all" if finding.share.value == finding.share.of > TWO else ""
            said = texts.say(key + all_of, of=texts.of(finding.share), N=finding.share.of)
        case Apart():
            said = _apart(finding, texts)
        case Changed():
            said = _changed(finding, texts)
        case Uneven():
            said = _uneven(finding, texts)
        case Agreed():
            said = _agreed(finding, texts)
        case _:
            said = texts.say(key, **_numbers(finding))
    return said


def _numbers(finding: Finding) -> dict[str, object]:
    """The numbers of a finding that holds nothing else, by the names its message has for them."""
    named = ((one.name, getattr(finding, one.name)) for one in fields(finding))
    return {name: value for name, value in named if isinstance(value, int)}


def items(found: Sequence[Named], texts: Texts) -> str:
    """«klimautslipp (19 av 41), god helse (12 av 41) og …»; what all share is said once."""
    names = [_named(row, texts) for row, _ in found]
    sizes = [texts.part(share) for _, share in found]
    if len(found) > 1 and len(set(sizes)) == 1:
        share, listed = found[0][1], texts.listed(names)
        if share.numerator == share.denominator:
            return f"{listed} ({sizes[0]})"
        key = "word.both" if len(found) == TWO else "word.each"
        return texts.say(key, items=listed, of=sizes[0])
    pairs = zip(names, sizes, strict=True)
    return texts.listed([f"{name} ({size})" for name, size in pairs])


def _covered(finding: Covered, texts: Texts) -> str:
    covered = finding.coverage
    key = f"finding.{finding.name}"
    if finding.name == "coverage" and covered.documents == covered.documents_read:
        every = covered.bodies == covered.bodies_read and covered.bodies > TWO
        key += "_all" if every else "_documents"
    return texts.say(key, missing=texts.listed(_missing(covered, texts)), **texts.counts(covered))


def _leaders(finding: Leaders, texts: Texts) -> str:
    """Who leads, and of the most used, if it stands alone and not all have it, by how much."""
    key, lead = f"finding.{finding.name}", finding.rows[0]
    if len(finding.rows) == 1 and texts.has(f"{key}_one"):
        key += "_one"
    kind = texts.code("in_kind", finding.kind) if finding.kind else ""
    said = texts.say(key, items=items(finding.rows, texts), kind=kind)
    alone = len(finding.rows) == 1 or size(finding.rows[1][1]) < size(lead[1])
    if finding.name == "used" and alone and size(lead[1]) < 1:
        about, first = _upper(texts.about(lead[1])), _named(lead[0], texts)
        said += " " + texts.say("finding.about", About=about, first=first)
    return said


def _tied(finding: Tied, texts: Texts) -> str:
    """How many share the first place; which, where they are few enough to be read."""
    sdgs = finding.rows[0][0].variable == "sdgs"  # told by number, as people name them
    names = [row.code if sdgs else _named(row, texts) for row, _ in finding.rows]
    key = f"finding.{finding.name}"
    return texts.say(
        key if texts.has(key) else "finding.tied",
        table=texts.say(f"table.{finding.table}"),
        Count=_upper(texts.number(len(names))),
        of=texts.part(finding.rows[0][1]),
        names=f": {texts.listed(names)}" if sdgs or len(names) <= MOST_NAMED else "",
    )


def _missing(coverage: Coverage, texts: Texts) -> list[str]:
    failed = {"document": coverage.documents - coverage.documents_read, "page": coverage.unread}
    return [texts.count(thing, number) for thing, number in failed.items() if number]


def _apart(finding: Apart, texts: Texts) -> str:
    one, other = finding.groups
    gap = finding.gap
    return texts.say(
        "finding.apart_between" if gap.bounds.low < gap.bounds.high else "finding.apart",
        item=_named(finding.row, texts),
        One=_upper(texts.say(f"group_with.{one}")),
        other=texts.say(f"group_those.{other}"),
        points=texts.say("word.points", n=texts.points(abs(gap.difference))),
        low=texts.points(gap.bounds.low),
        high=texts.points(gap.bounds.high),
    )


def _changed(finding: Changed, texts: Texts) -> str:
    rise = (finding.after.share or 0.0) - (finding.before.share or 0.0)
    direction = "same" if abs(rise) < SAME else "more" if rise > 0 else "fewer"
    return texts.say(
        f"finding.{finding.name}_{direction}",
        item=_named(finding.row, texts),
        before=texts.of(finding.before),
        after=texts.of(finding.after),
        year=finding.year,
    )


def _agreed(finding: Agreed, texts: Texts) -> str:
    by = [f"{texts.code('language', code)} {texts.coefficient(one)}"
          for code, one in finding.languages]  # fmt: skip
    return texts.say(
        f"finding.{finding.name}" if finding.documents else f"finding.{finding.name}_some",
        documents=texts.count("document", finding.documents or 0),
        units=texts.decimal(finding.units, 0),
        kappa=texts.coefficient(finding.kappa),
        languages="; " + texts.listed(by) if by else "",
    )


def _uneven(finding: Uneven, texts: Texts) -> str:
    return texts.say(
        "finding.uneven",
        fact=lowered(texts.code("facts", finding.row.group or "")),
        item=_group(finding.row, texts),
        sample=texts.percent(finding.sample),
        population=texts.percent(finding.population),
    )


def _group(row: Row, texts: Texts) -> str:
    """«kommuner med under fem tusen innbyggere»; of what is no group, its name."""
    key = f"group_with.{row.code}"
    return texts.say(key) if texts.has(key) else texts.row(row)


def _named(row: Row, texts: Texts) -> str:
    name = texts.row(row)
    return texts.say("word.quoted", said=name) if row.variable == "words" else lowered(name)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
