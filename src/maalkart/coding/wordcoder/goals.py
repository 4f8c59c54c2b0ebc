"""Which UN goals a statement is about: its own words for them, and what its themes stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

AT_MOST = 3  # by the codebook
ENOUGH = 0.4  # one weak word
NEAR = 0.55  # of the best goal's score; .5 and .6 do as well within .01, on the gold and in English
# What a theme's words add to its goal, beside the goal's own words: between .5 and 1 the gold moves
# by .01; with themes alone it loses .02.
BY_THEME = 0.75
SECOND = 0.6  # the second goal of a theme
# Words of a text in which many themes are passed by: 95 % of the gold's statements are shorter. Its
# goals are those it has words for; with themes, kappa on English passages falls from .76 to .72.
PASSAGE = 40


def goals(
    own: Mapping[str, float],
    themes: Mapping[str, float],
    chosen: Sequence[str],
    table: Mapping[str, Sequence[str]],
    *,
    length: int = 1,
) -> list[tuple[str, str | None]]:
    """The goals, best first, each with the theme that speaks for it, or None for its own words.

    `own` are scores by goal, `themes` by theme; `chosen` are the themes the statement has, and
    `table` says which goals follow from each. `length` is the number of words.

    >>> goals({"6": 1.0}, {"place.utilities": 1.0}, ["place.utilities"],
    ...       {"place.utilities": ["9"]})
    [('6', None), ('9', 'place.utilities')]
    """
    scored = dict(own)
    because: dict[str, str | None] = dict.fromkeys(own)
    passage = bool(own) and length > PASSAGE
    for theme, goal, share in _followed(() if passage else chosen, table):
        scored[goal] = scored.get(goal, 0.0) + BY_THEME * share * themes.get(theme, 0.0)
        because.setdefault(goal, theme)
    if not scored:
        return []
    floor = max(ENOUGH, NEAR * max(scored.values()))
    order = {goal: at for at, goal in enumerate(because)}
    best = sorted(scored, key=lambda goal: (-scored[goal], order[goal]))
    return [(goal, because[goal]) for goal in best if scored[goal] >= floor][:AT_MOST]


def _followed(
    chosen: Sequence[str], table: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, float]]:
    """Each theme's first goal, and its second where the theme stands alone."""
    for theme in chosen:
        for at, goal in enumerate(table.get(theme, ())[: 1 if len(chosen) > 1 else 2]):
            yield theme, goal, SECOND if at else 1.0
