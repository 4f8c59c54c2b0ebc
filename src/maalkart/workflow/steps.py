"""The steps that are computed per document, and the keys under which their answers are kept.

A key is the digest of all that an answer depends on: the version of the step, the key of the step
before it, and the settings that reach it. What has not changed has an answer already. The version
of a step is the digest of the code and data that do it, so that it cannot be forgotten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import maalkart
from maalkart.store.derived import Step

_PACKAGE = Path(maalkart.__file__).parent
_ENGINES = ("liteparse", "pdf_oxide", "pypdfium2", "pikepdf", "selectolax")
_STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # step: the packages that do it, the libraries it leans on, the tables it writes
    "read": (("core", "read"), _ENGINES, ("documents", "pages", "blocks")),
    "split": (("core", "split"), ("py3langid",), ("statements",)),
    "code": (("core", "coding"), ("simplemma", "PyStemmer"), ("codings",)),
    "describe": (("core", "coding"), (), ("facts",)),
}


def digest(*parts: str) -> str:
    """The first 32 hexadecimal letters of the sha256 of the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@lru_cache
def step(name: str) -> Step:
    """A step in the version of the code that is installed."""
    packages, libraries, tables = _STEPS[name]
    seen = [contents(package) for package in packages]
    seen += [f"{library} {metadata.version(library)}" for library in libraries]
    return Step(name, digest(*seen)[:12], tables)


def steps() -> tuple[Step, ...]:
    """All steps that are computed per document, in order."""
    return tuple(step(name) for name in _STEPS)


@lru_cache
def contents(package: str) -> str:
    """The digest of a package's code and data."""
    told = hashlib.sha256()
    for path in sorted((_PACKAGE / package).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            told.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
            told.update(path.read_bytes())
    return told.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys of one document through the steps."""

    read: str
    split: str
    code: str
    describe: str

    @classmethod
    def of(cls, *, sha256: str, name: str, ocr: bool, codebook: str, bodies: str) -> Keys:
        """`codebook` and `bodies` are digests of the study's codebook and of its bodies' names."""
        read = digest(step("read").version, sha256, name, "ocr" if ocr else "no ocr")
        split = digest(step("split").version, read)
        code = digest(step("code").version, split, codebook)
        told = digest(step("describe").version, code, bodies)
        return cls(read=read, split=split, code=code, describe=told)
