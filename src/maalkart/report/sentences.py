"""Findings said in a language: number, rank, direction and doubt put right by its messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from maalkart.core.study import Coverage
from maalkart.report.findings import (
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
from maalkart.report.table import Row
from maalkart.report.texts import Texts, lowered

SAME = 0.05  # shares nearer each other than this are said to be about the same


def sentences(findings: Iterable[Finding], texts: Texts) -> tuple[tuple[str, str], ...]:
    """Each finding as a sentence, with the id of the table that it is read off."""
    return tuple((sentence(one, texts), one.table) for one in findings)


def sentence(finding: Finding, texts: Texts) -> str:
    """One finding in the reader's language."""
    key = f"finding.{finding.name}"
    match finding:
        case Covered():
            missing = texts.listed(_missing(finding.coverage, texts))
            said = texts.say(key, missing=missing, **texts.counts(finding.coverage))
        case Leaders():
            about = _upper(texts.about(finding.rows[0][1]))
            kind = texts.code("kind", finding.kind) if finding.kind else ""
            said = texts.say(key, items=items(finding.rows, texts), About=about, kind=kind)
        case Tied():
            said = texts.say(key, count=finding.count, of=texts.of(finding.share))
        case Quoting():
            said = texts.say(key, n=finding.share.value, N=finding.share.of)
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
    sizes = [texts.of(share) for _, share in found]
    if len(found) > 1 and len(set(sizes)) == 1:
        return texts.say("word.each", items=texts.listed(names), of=sizes[0])
    pairs = zip(names, sizes, strict=True)
    return texts.listed([f"{name} ({size})" for name, size in pairs])


def _missing(coverage: Coverage, texts: Texts) -> list[str]:
    failed = {"document": coverage.documents - coverage.documents_read, "page": coverage.unread}
    return [texts.count(thing, number) for thing, number in failed.items() if number]


def _apart(finding: Apart, texts: Texts) -> str:
    one, other = (texts.code("group", name) for name in finding.groups)
    gap = texts.gap(finding.gap)
    return texts.say(
        "finding.apart", item=_named(finding.row, texts), one=one, other=other, gap=gap
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
        units=finding.units,
        kappa=texts.coefficient(finding.kappa),
        languages="; " + texts.listed(by) if by else "",
    )


def _uneven(finding: Uneven, texts: Texts) -> str:
    return texts.say(
        "finding.uneven",
        fact=lowered(texts.code("facts", finding.row.group or "")),
        item=lowered(texts.row(finding.row)),
        sample=texts.percent(finding.sample),
        population=texts.percent(finding.population),
    )


def _named(row: Row, texts: Texts) -> str:
    name = texts.row(row)
    return texts.say("word.quoted", said=name) if row.variable == "words" else lowered(name)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
