"""What there is to check in a study: the coder's answers by body and by statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maalkart.core.errors import StudyError, UsageError
from maalkart.core.study import parted
from maalkart.report.base import CodedStatement, StudyData
from maalkart.report.emphasis import Answers
from maalkart.report.mentions import MENTIONED, SAID, Mention, Mentions
from maalkart.stats.correction import Statements
from maalkart.stats.design import Design, design_of
from maalkart.stats.means import plain_size
from maalkart.stats.shares import PlainShares
from maalkart.workflow.freshness import need_fresh
from maalkart.workflow.plan import Plan, plan
from maalkart.workflow.results import study_data
from maalkart.workflow.study import Study

STRONG = ("domains", "themes", "dimensions", "sdgs", "beneficiaries", "arena")
EITHER = ("challenges", "concepts", "explicit_sdgs")
VARIABLES = (*STRONG, *EITHER)


@dataclass(frozen=True)
class Material:
    """A study that is read and coded, turned so that its answers can be checked."""

    study: Study
    planned: Plan
    data: StudyData
    mentions: Mentions
    design: Design

    @classmethod
    def of(cls, study: Study) -> Material:
        """Raises StudyError where the sample has no probabilities, or where not all is coded."""
        planned = plan(study)
        need_fresh(planned)
        data = study_data(planned, "")
        design = design_of(
            data.sampled, balanced_on=data.balanced_on, held=data.held, weights=data.weights
        )
        if design is None:
            raise StudyError(
                "the bodies have no inclusion probability",
                place=str(study.sample_path),
                hint="draw the sample with maalkart sample, or fill in inclusion_probability",
            )
        if not data.statements:
            raise StudyError(
                "the documents hold no statements",
                place=str(study.manifest_path),
                hint=f"see what could be read: maalkart status {study.folder}",
            )
        return cls(study, planned, data, Mentions(data, PlainShares()), design)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The bodies with a document that was read, in the order of the sample."""
        return self.mentions.asked()

    def asked_of(self, variable: str) -> tuple[str, ...]:
        """Those with a document of the kind that a variable names («domains@samfunnsdel»)."""
        _, kind = parted(variable)
        return self.asked if kind is None else self.mentions.asked(kind)

    def worth(self, variable: str) -> float:
        """What these bodies are worth as a sample."""
        asked = set(self.asked_of(variable))
        part = np.array([float(body.number in asked) for body in self.data.sampled])
        return plain_size(self.design, self.design.weights * part)

    def codes(self, variable: str) -> tuple[str, ...]:
        """The codes of a variable; raises UsageError for one that cannot be checked."""
        name, kind = parted(variable)
        if name not in VARIABLES:
            raise UsageError(
                f"«{name}» cannot be checked", hint=f"choose among: {', '.join(VARIABLES)}"
            )
        if kind is not None and kind not in self.data.kinds:
            raise UsageError(
                f"the study asks for no «{kind}»",
                hint=f"choose among: {', '.join(self.data.kinds)}",
            )
        return tuple(self.data.terms.get(name, {}))

    def found(self, variable: str, code: str) -> Mapping[str, list[Mention]]:
        """What the coder found of a code in each body, the strongest first."""
        name, kind = parted(variable)
        least = MENTIONED if name in STRONG else SAID
        found: dict[str, list[Mention]] = {}
        for one in sorted(self.mentions.of(name, code), key=lambda one: -one.strength):
            if one.strength >= least and kind in (None, one.kind):
                found.setdefault(one.body, []).append(one)
        return found

    def groups(self, variable: str, code: str) -> tuple[list[str], list[str]]:
        """The bodies in which the coder did not find the code, and those in which it did."""
        found = self.found(variable, code)
        return (
            [body for body in self.asked_of(variable) if body not in found],
            [body for body in self.asked_of(variable) if body in found],
        )

    @cached_property
    def statements(self) -> tuple[CodedStatement, ...]:
        """Every statement once, in the order of the study."""
        return tuple({one.statement.id: one for one in self.data.statements}.values())

    def answers(self, variable: str) -> Mapping[str, Statements]:
        """By code, the coder's and people's answers on statements."""
        told = Answers(self.mentions)
        return {code: told.of(variable, code) for code in self.codes(variable)}


def name_of(material: Material, body: str) -> str:
    """What a body is called."""
    return next(one.name for one in material.data.bodies if one.number == body)


def numbers(seed: int, units: Sequence[str]) -> np.ndarray:
    """A permanent random number for each unit: the same for the same seed and name."""
    import hashlib

    def number(unit: str) -> float:
        told = hashlib.sha256(f"{seed}\x1f{unit}".encode()).digest()
        return (int.from_bytes(told[:8], "big") + 0.5) / 2**64

    return np.array([number(unit) for unit in units])
