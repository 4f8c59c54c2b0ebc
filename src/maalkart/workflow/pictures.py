"""Pictures of the pages that a report shows, drawn in a guarded worker."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from maalkart import engine
from maalkart.core.errors import MaalkartError
from maalkart.read import render_page
from maalkart.report.pictures import PagePicture
from maalkart.store.frames import page_sizes
from maalkart.workflow.plan import Plan
from maalkart.workflow.steps import step

DPI = 72  # words of 9 points can be read; 30–60 kB a page


def draw(path: Path, page: int) -> bytes:
    """One page as a WebP picture; raises ReadingError."""
    return render_page(path, page, dpi=DPI)


class Pictures:
    """Draws a page when asked, and remembers it for the next language."""

    def __init__(self, planned: Plan) -> None:
        reading = step("read")
        self._paths = {source.sha256: source.path for source in planned.manifest.sources}
        keys = {keys.read: source.sha256 for source, keys in planned.keys.items()}
        pages = planned.study.derived.read(reading, "pages", keys)
        self._sizes = {(keys[key], page): size for (key, page), size in page_sizes(pages)}
        self._drawn: dict[tuple[str, int], PagePicture | None] = {}
        self._pool = engine.Pool(workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def __call__(self, document: str, page: int) -> PagePicture | None:
        """The page as a picture; None where the document has no pages, or it cannot be drawn."""
        place = document, page
        if place not in self._drawn:
            self._drawn[place] = self._draw(place)
        return self._drawn[place]

    def _draw(self, place: tuple[str, int]) -> PagePicture | None:
        size = self._sizes.get(place)
        if size is None:
            return None
        try:
            webp = self._pool.run(draw, self._paths[place[0]].resolve(), place[1])
        except MaalkartError:
            return None  # the report says that the picture is not there, and links to the file
        return PagePicture(webp, *size)
