"""One tree of errors.

    MaalkartError                exit 1: something could not be done
    ├── UsageError               exit 2: wrong use of a command or a setting
    │   ├── StudyError           a study.toml, manifest or register that cannot be used
    │   └── CodebookError        a codebook or word list that breaks its own rules
    ├── ReadingError             a document that could not be read
    ├── EvidenceError            a quote that is not on the page it points to
    ├── CodingError              a coder that could not answer
    └── StoreError               a store that is damaged or locked

Each names the fact (`message`), the place (`place`: a file, a line, a page) and the remedy
(`hint`). They are turned into words once, at the edge.
"""

from __future__ import annotations


class MaalkartError(Exception):
    """Something that could not be done, said so that the reader can mend it."""

    exit_code = 1

    def __init__(self, message: str, *, place: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.place}: {self.message}" if self.place else self.message
        return f"{said}\n  → {self.hint}" if self.hint else said

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross from a worker process with its place and remedy."""
        return _rebuild, (type(self), self.message, self.place, self.hint)


def _rebuild(
    kind: type[MaalkartError], message: str, place: str | None, hint: str | None
) -> MaalkartError:
    return kind(message, place=place, hint=hint)


class UsageError(MaalkartError):
    """Wrong use: a command, an argument or a setting."""

    exit_code = 2


class StudyError(UsageError):
    """A study.toml, manifest or register that cannot be used as it stands."""


class CodebookError(UsageError):
    """A codebook or word list that breaks its own rules."""


class ReadingError(MaalkartError):
    """A document that could not be read."""


class EvidenceError(MaalkartError):
    """A quote that is not on the page it points to."""


class CodingError(MaalkartError):
    """A coder that could not answer."""


class StoreError(MaalkartError):
    """A store that is damaged or locked."""
