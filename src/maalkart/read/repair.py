"""A damaged PDF written anew by qpdf: its cross references rebuilt, its objects found again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from maalkart.core.errors import ReadingError


@contextmanager
def repaired(path: Path) -> Iterator[Path]:
    """Lend a repaired copy for as long as the block lasts; raises ReadingError where qpdf fails."""
    import pikepdf  # 100 ms that most files never need

    with TemporaryDirectory(prefix="maalkart-repair-") as folder:
        copy = Path(folder) / "repaired.pdf"
        try:
            with pikepdf.open(path, attempt_recovery=True, suppress_warnings=True) as pdf:
                pages = len(pdf.pages)
                pdf.save(copy)
        except pikepdf.PasswordError as error:
            raise ReadingError("the file needs a password", place=path.name) from error
        except (pikepdf.PdfError, ValueError, RuntimeError, OSError, RecursionError) as error:
            said = " ".join(str(error).replace(f"{path}: ", "").split())[:200]
            raise ReadingError(f"qpdf could not repair it: {said}", place=path.name) from error
        if pages == 0:
            raise ReadingError("qpdf found no pages in it", place=path.name)
        yield copy
