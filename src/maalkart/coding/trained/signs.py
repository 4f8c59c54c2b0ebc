"""The word coder's findings as features of the trained coder."""

from __future__ import annotations

from itertools import combinations
from typing import Protocol

from maalkart.coding.trained.features import Findings
from maalkart.core.statement import Statement

STRONG = 0.8  # a word that alone decides, in the word lists' own scale


class Finder(Protocol):
    """What is asked of a word coder: scores by (variable, code), and signs by name."""

    def findings(self, statement: Statement) -> dict[tuple[str, str], float]:
        """Scores of the codes whose words are there."""
        ...

    def cues(self, statement: Statement) -> dict[str, float]:
        """Signs of what the statement does."""
        ...


def signs_of(finder: Finder) -> Findings:
    """Names of all that a word coder finds; signs also in pairs, for they decide together."""

    def found(statement: Statement) -> list[str]:
        names = []
        for (variable, code), score in finder.findings(statement).items():
            names.append(f"{variable}={code}")
            if score >= STRONG:
                names.append(f"{variable}=={code}")
        signs = sorted(name for name, value in finder.cues(statement).items() if value)
        names += [f"cue {sign}" for sign in signs]
        names += [f"cue {a} & {b}" for a, b in combinations(signs, 2)]
        return names

    return found
