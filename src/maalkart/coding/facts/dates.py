"""Dates and spans of years as Norwegian and English documents write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from maalkart.coding.facts.words import either, table

FIRST_YEAR, LAST_YEAR = 1965, 2060  # adoption of plans under the planning acts; else a misprint


class Dated(NamedTuple):
    """A date in a text; `iso` is None where only the month is named."""

    iso: str | None
    start: int
    end: int


def dated(text: str) -> Iterator[Dated]:
    """The dates of a text in its order; numbers of cases («sak 5/12 16.6.2020») are none.

    >>> [one.iso for one in dated("sak 5/12 16.06.2012, trykt mai 2013")]
    ['2012-06-16', None]
    """
    past = 0
    for match in _pattern().finditer(text):
        written, start = match.group(1), match.start(1)
        day = iso(written)
        month_only = day is None and re.match(r"\D", written) is not None
        if start < past or _is_case(text, start) or not (day or month_only):
            continue
        past = start + len(written)
        yield Dated(day, start, past)


def _is_case(text: str, start: int) -> bool:
    before = text[max(0, start - 14) : start]
    return (
        re.search(r"(?:sak\w*|\bPS|\bnr\.?)[\s.:]*(?:nr\.?|nummer)?\s*$", before, re.I) is not None
    )


@cache
def _pattern() -> re.Pattern[str]:
    month = either(table("dates")["months"])
    written = (
        r"\d{1,2}\s?[./]\s?\d{1,2}\s?[.\-/ ]\s?(?:\d{4}|\d{2})|\d{4}-\d\d-\d\d"
        rf"|\d{{1,2}}\.?\s?{month}\.?,?\s+\d{{4}}|{month}\s+\d{{1,2}},\s+\d{{4}}|{month}\s+\d{{4}}"
    )
    return re.compile(rf"(?<![\d/])(?=({written})(?![\d/]))", re.IGNORECASE)


def iso(text: str) -> str | None:
    """A date as it is written in Norwegian or English, as ISO; None without a day.

    >>> iso("16.06.2020"), iso("27.8.09"), iso("16. juni 2020"), iso("juni 2020")
    ('2020-06-16', '2009-08-27', '2020-06-16', None)
    """
    months: dict[str, int] = table("dates")["months"]
    words = re.findall(r"\d+|[^\W\d_]+", text.lower())
    numbers = [int(word) for word in words if word.isdigit()]
    named = [months[word] for word in words if word in months]
    if re.match(r"\s*\d{4}-", text) and len(numbers) == 3:
        return _checked(*numbers)
    if named and len(numbers) == 2:
        return _checked(numbers[1], named[0], numbers[0])
    if not named and len(numbers) == 3:
        return _checked(numbers[2], numbers[1], numbers[0])
    return None


def _checked(year: int, month: int, day: int) -> str | None:
    full = year if year > 99 else year + (2000 if year < 70 else 1900)
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return None
    try:
        return datetime.date(full, month, day).isoformat()
    except ValueError:
        return None
