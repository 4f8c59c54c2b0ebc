"""What is known of how far coder and people agree: the model's card, and what a team answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from maalkart.coding import codebook as codebooks
from maalkart.coding.trained.coder import shipped_model
from maalkart.coding.trained.model import Model, codes_of, load_model
from maalkart.core.agreement import Coefficient, Distance, Unit, alpha, bootstrap, masi, nominal
from maalkart.core.statement import Statement
from maalkart.core.study import parted
from maalkart.report.base import Agreement
from maalkart.store.decisions import Decision, Decisions
from maalkart.workflow.checking import answers
from maalkart.workflow.plan import own_model
from maalkart.workflow.study import Study, opened

MEASURES = {"kappa": "kappa", "alpha": "alpha", "micro_f1": "f1"}  # of a model's card
SEED, DRAWS = 1, 200
Rated = Mapping[str, Sequence[Unit[Any]]]
"""By document or body, what each person answered."""


def model_used(codebook: Path | None) -> Model | None:
    """The trained model that answers under a codebook; None where words answer alone."""
    own = own_model(codebook)
    if own is not None:
        return load_model(own)
    model = shipped_model()
    return model if model.card["codebook_codes"] == codes_of(codebooks.load(codebook)) else None


def held_out(model: Model, *, semantic: bool = False) -> Iterator[Agreement]:
    """What a model's card says of its quality on documents left out, with intervals if it has.

    With `semantic`, of the quality it has where vectors count too. Languages of a single document
    are left out: it says nothing of others.
    """
    quality = model.card["held_out_quality"]
    if semantic and model.meaning is not None:
        quality = model.meaning.held_out_quality
    for variable, by_language in quality.items():
        for language, figures in by_language.items():
            if language != "all" and figures.get("documents") == 1:
                continue
            for name, measure in MEASURES.items():
                if name in figures:
                    found = (figures.get(f"{name}{end}") for end in ("", "_low", "_high"))
                    yield Agreement(
                        variable=variable, measure=measure, language=language,
                        found=Coefficient(*found), units=figures["examples"],
                        documents=figures.get("documents"),
                    )  # fmt: skip


def learned(model: Model, statements: Iterable[Statement]) -> int | None:
    """How many of the statements the model learned from; None where it does not know."""
    return model.learned_from(one.text for one in statements) if len(model.seen) else None


def team(study: Study, statements: Mapping[str, Statement]) -> Iterator[Agreement]:
    """Alpha where two people or more answered the same, each by the last answer.

    Bodies are judged by whether they say a thing at all, statements by type and by set of codes.
    """
    with opened(study) as database:
        told = Decisions(database).all()
    for variable, (rated, distance) in _questions(_by_unit(told), statements).items():
        units = [one for several in rated.values() for one in several]
        measured = partial(alpha, distance=distance)
        found, rng = measured(units), np.random.default_rng(SEED)
        between = bootstrap(list(rated.values()), measured, rng=rng, draws=DRAWS)
        yield Agreement(
            variable=variable, measure="alpha_sets" if distance is masi else "alpha",
            language="all", found=Coefficient(found, *(between or ())),
            units=len(units), documents=len(rated),
        )  # fmt: skip


def _by_unit(told: Iterable[Decision]) -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    """The last answer of each person, where there are two or more."""
    found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for one in told:
        found[one.unit, one.variable, one.code][one.person] = one.answer
    return {unit: by_person for unit, by_person in found.items() if len(by_person) > 1}


def _questions(
    found: Mapping[tuple[str, str, str], Mapping[str, str]], statements: Mapping[str, Statement]
) -> Mapping[str, tuple[Rated, Distance[Any]]]:
    questions: dict[str, tuple[dict[str, list[Unit[Any]]], Distance[Any]]] = {}

    def add(question: str, cluster: str, unit: Sequence[Hashable], distance: Distance[Any]) -> None:
        rated, _ = questions.setdefault(question, (defaultdict(list), distance))
        rated[cluster].append(unit)

    for (unit, variable, _), by_person in found.items():
        said = list(by_person.values())
        statement = statements.get(unit)
        if statement is None:
            add(f"bodies_{parted(variable)[0]}", unit, [int(one) > 0 for one in said], nominal)
            continue
        document = statement.evidence[0].document if statement.evidence else unit
        codes = [answers.codes_of(one) for one in said]
        add("type", document, [one.type for one in codes], nominal)
        if all(one.is_aim for one in codes):
            add(variable, document, [frozenset(one.themes) for one in codes], masi)
    return questions
