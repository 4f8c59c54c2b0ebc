"""`maalkart status`: bodies × kinds of documents, and how it stands with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from maalkart.core.errors import MaalkartError, ReadingError
from maalkart.core.study import Body, DocumentFacts, ManifestRow
from maalkart.store import frames
from maalkart.workflow.plan import Plan, plan
from maalkart.workflow.steps import Keys, step
from maalkart.workflow.study import Study

State = Literal["there", "missing", "unread", "in doubt"]
SIGNS: dict[State, str] = {"there": "x", "missing": "–", "unread": "!", "in doubt": "?"}
WORST: tuple[State, ...] = ("unread", "in doubt", "there", "missing")


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one document: there, or not and why not."""

    source: str
    state: State
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The documents of one kind of one body; missing where there is none."""

    body: str
    name: str
    kind: str
    documents: tuple[Standing, ...]

    @property
    def state(self) -> State:
        """Unread before in doubt before there."""
        found = {document.state for document in self.documents}
        return next((state for state in WORST if state in found), "missing")


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A cell for each body and kind, and rows that cannot be used.

    Bodies recorded without response have no cells: nothing is expected of them.
    """

    bodies: tuple[Body, ...]
    kinds: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    problems: tuple[MaalkartError, ...]

    @property
    def exit_code(self) -> int:
        """1 where a row of the manifest or a document could not be used; missing ones are named."""
        return 1 if self.problems else 0

    @property
    def counts(self) -> Counter[State]:
        """How many cells stand in each state."""
        return Counter(cell.state for cell in self.cells.values())

    def record(self) -> dict[str, Any]:
        """The report, ready for JSON."""
        return {
            "bodies": [
                {
                    "number": body.number,
                    "name": body.name,
                    "response": body.facts.get("response") or None,
                    "kinds": {
                        kind: {
                            "state": cell.state,
                            "documents": [asdict(document) for document in cell.documents],
                        }
                        for kind in self.kinds
                        for cell in [self.cells.get((body.number, kind))]
                        if cell is not None
                    },
                }
                for body in self.bodies
            ],
            "counts": {state: self.counts[state] for state in SIGNS},
            "problems": [
                {"place": p.place, "message": p.message, "hint": p.hint} for p in self.problems
            ],
        }


def status(study: Study) -> StatusReport:
    """How it stands with every body and kind; reads what is stored, and no document."""
    planned = plan(study)
    standing: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    read = _Read.of(planned)
    problems = list(planned.manifest.problems)
    found = {id(source.row): keys for source, keys in planned.keys.items()}
    names = {body.number: body.name for body in planned.bodies}
    for row in planned.manifest.rows:
        keys = found.get(id(row))
        if keys is not None:
            standing[row.body, row.kind].append(read.standing(row, keys, names[row.body]))
            problems += [read.failures[keys.read]] if keys.read in read.failures else []
    kinds = study.settings.documents.kinds
    cells: dict[tuple[str, str], Cell] = {
        (body.number, kind): Cell(body.number, body.name, kind, tuple(standing[body.number, kind]))
        for body in planned.bodies
        for kind in kinds
        if not body.nonresponding
    }
    return StatusReport(planned.bodies, kinds, cells, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Read:
    """What is stored of a study's documents, by key: errors, facts, and which are read."""

    failures: Mapping[str, MaalkartError]
    facts: Mapping[str, DocumentFacts]
    done: frozenset[str]

    @classmethod
    def of(cls, planned: Plan) -> _Read:
        derived, keys = planned.study.derived, list(planned.keys.values())
        failed = derived.read(step("read"), "failures", {k.read for k in keys})
        facts = derived.read(step("describe"), "facts", {k.describe for k in keys})
        return cls(
            failures={
                row["key"]: ReadingError(row["message"], place=row["place"], hint=row["hint"])
                for row in failed.iter_rows(named=True)
            },
            facts={row["key"]: frames.facts(row) for row in facts.iter_rows(named=True)},
            done=frozenset(derived.keys(step("read"))),
        )

    def standing(self, row: ManifestRow, keys: Keys, name: str) -> Standing:
        """How it stands with a document that is there."""
        if keys.read in self.failures:
            return Standing(row.source, "unread", self.failures[keys.read].message)
        facts = self.facts.get(keys.describe)
        if facts is None:
            because = "not coded yet" if keys.read in self.done else "not read yet"
            return Standing(row.source, "unread", because)
        doubts = _doubts(row, facts, name)
        return Standing(row.source, "in doubt" if doubts else "there", "; ".join(doubts) or None)


def _doubts(row: ManifestRow, facts: DocumentFacts, name: str) -> list[str]:
    """Where a document says otherwise than the manifest, and what could not be read of it."""
    doubts = ["found by collect, not settled by you"] if row.in_doubt else []
    if facts.kind not in (row.kind, "other"):
        doubts.append(f"it looks like {facts.kind}")
    if facts.body is not None and facts.body != name:
        doubts.append(f"it names {facts.body}")
    if row.status == "draft" or (row.status == "unknown" and facts.status == "draft"):
        doubts.append("a draft")
    if unread := len(facts.readable.unread):
        doubts.append(f"{unread} of {facts.readable.pages} pages could not be read")
    if facts.readable.loss:
        doubts.append(facts.readable.loss)
    return doubts
