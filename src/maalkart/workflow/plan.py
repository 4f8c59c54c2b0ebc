"""What a study's documents are, and the keys under which everything computed of them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from maalkart.coding.semantic import nano_name
from maalkart.coding.trained.model import CARD
from maalkart.core.errors import CodebookError
from maalkart.core.study import Body
from maalkart.workflow.steps import Keys, digest
from maalkart.workflow.study import Manifest, Source, Study, load_manifest

MODEL = "model"  # folder beside the files of a codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document to be taken through the steps; `derived` is where answers are kept."""

    path: Path
    name: str
    keys: Keys
    derived: Path
    ocr: bool
    codebook: Path | None
    semantic: bool
    bodies: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Plan:
    """The documents of a study with the keys of what is computed of them, by manifest row."""

    study: Study
    bodies: tuple[Body, ...]
    manifest: Manifest
    keys: Mapping[Source, Keys]

    @property
    def codebook(self) -> Path | None:
        """The study's own codebook; None for the one that ships."""
        return codebook_path(self.study)

    @property
    def semantic(self) -> bool:
        """Whether the coder hears what statements mean."""
        return self.study.settings.coder.semantic

    @cached_property
    def tasks(self) -> list[Task]:
        """One task for each document, whoever shares it; in the order of the manifest."""
        first: dict[str, Task] = {}
        for source, keys in self.keys.items():
            first.setdefault(keys.read, self._task(source, keys))
        return list(first.values())

    def _task(self, source: Source, keys: Keys) -> Task:
        return Task(
            path=source.path.resolve(),
            name=source.row.source,
            keys=keys,
            derived=self.study.derived.root.resolve(),
            ocr=self.study.settings.documents.ocr,
            codebook=self.codebook,
            semantic=self.semantic,
            bodies=tuple(body.name for body in self.bodies),
        )


def codebook_path(study: Study) -> Path | None:
    """Where a study's own codebook lies; None where it uses the one that ships."""
    path = study.settings.codebook.path
    return None if path is None else (study.folder / path).resolve()


def own_model(codebook: Path | None) -> Path | None:
    """The folder of the model that was trained for a study's own codebook, if there is one."""
    if codebook is None or not (codebook / MODEL / CARD).is_file():
        return None
    return codebook / MODEL


def plan(study: Study) -> Plan:
    """Find the documents of a study and name what is computed of each."""
    bodies = study.bodies()
    manifest = load_manifest(study, bodies)
    codebook = _codebook_digest(codebook_path(study))
    if study.settings.coder.semantic:
        codebook = digest(codebook, nano_name())
    names = digest(*(body.name for body in bodies))
    first: dict[str, str] = {}
    keys = {
        source: Keys.of(
            sha256=source.sha256,
            name=first.setdefault(source.sha256, source.row.source),
            ocr=study.settings.documents.ocr,
            codebook=codebook,
            bodies=names,
        )
        for source in manifest.sources
    }
    return Plan(study, bodies, manifest, keys)


def _codebook_digest(path: Path | None) -> str:
    """Of a study's own codebook and of the card of the model beside it."""
    if path is None:
        return ""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    model = own_model(path)
    files += [model / CARD] if model else []
    try:
        return digest(*(file.read_text(encoding="utf-8", errors="replace") for file in files))
    except FileNotFoundError:
        raise CodebookError(
            "there is no codebook here", place=str(path), hint="mend [codebook] path in study.toml"
        ) from None
