"""Pages whose text is missing or broken: the other engine, then the picture of the page.

Only the pages that need it are touched, and each says what was done.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from maalkart.core.document import Note
from maalkart.core.errors import ReadingError
from maalkart.read import ocr, oxide
from maalkart.read.ladder import Source
from maalkart.read.options import Options
from maalkart.read.raw import RawPage
from maalkart.read.render import draw, opened
from maalkart.read.verdict import FEW, Sight, broken, may_be_scan, sight, signs

GLANCE = 36  # dots to the inch: lines of text still darken the paper, and a page takes 5 ms


@dataclass
class Rescue:
    """The pages after rescue, the way back for those that were turned, and what was done."""

    pages: list[RawPage] = field(default_factory=list)
    turns: dict[int, ocr.Turn] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Done:
    page: RawPage
    code: str | None = None
    turn: ocr.Turn | None = None


def rescue(pages: list[RawPage], source: Source, options: Options) -> Rescue:
    """Give every page the best text that can be had, and a note where it is not its own."""
    rescued = Rescue()
    needy = {page.number: need for page in pages if (need := _need(page))}
    if not needy:
        return Rescue(pages=pages)
    with _Sight(source) as looker:
        for page in pages:
            need = needy.get(page.number)
            done = _helped(page, need, looker, use_ocr=options.ocr) if need else _Done(page)
            if need:
                options.alive()
            rescued.pages.append(done.page)
            if done.turn:
                rescued.turns[page.number] = done.turn
            if done.code and done.page.note:
                note = Note(page=page.number, code=done.code, message=done.page.note)
                rescued.notes.append(note)
    return rescued


def _need(page: RawPage) -> str | None:
    """Why the page's own text is not enough, or None."""
    if signs(page) < FEW:
        return "no text"
    why = broken(page.items)
    if why:
        return why
    return "little text beside a picture of the whole page" if may_be_scan(page) else None


class _Sight:
    """The file, open to be looked at, for as long as pages are rescued."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._opening = opened(source.path) if source.facts else None
        self._document: Any = None

    def __enter__(self) -> _Sight:
        self._document = self._opening.__enter__() if self._opening else None
        return self

    def __exit__(self, *raised: Any) -> None:
        if self._opening:
            self._opening.__exit__(*raised)

    def draw(self, number: int, dpi: float) -> Any:
        """The page in grey; raises ReadingError where it cannot be drawn."""
        if self._document is None:
            raise ReadingError("the page cannot be drawn, since PDFium does not open the file")
        return draw(self._document, number, dpi=dpi, grey=True, place=self.source.name)


def _helped(page: RawPage, need: str, looker: _Sight, *, use_ocr: bool) -> _Done:
    second = _second_engine(page, looker.source)
    if second:
        said = f"{need} by {page.engine or 'the first engine'}; read with {second.engine}"
        return _Done(replace(second, note=said), "second-engine")
    try:
        seen: Sight = sight(looker.draw(page.number, GLANCE).picture)
    except ReadingError as error:
        return _left(page, need, error.message)
    if seen == "blank" and signs(page) == 0:
        return _Done(replace(page, note="blank"), "blank")
    if seen == "blank":
        return _Done(page)
    if signs(page) and not broken(page.items) and seen == "picture":
        return _Done(page)  # a title on a photograph
    return _from_picture(page, need, looker, use_ocr=use_ocr)


def _second_engine(page: RawPage, source: Source) -> RawPage | None:
    """The page by pdf_oxide, where that finds clearly more, or sound text instead of broken."""
    if page.engine == oxide.ENGINE:
        return None
    try:
        found = oxide.read_pages(source.path, first=page.number, last=page.number)
    except ReadingError:
        return None
    if not found or signs(found[0]) < FEW or broken(found[0].items):
        return None
    if not broken(page.items) and signs(found[0]) < 2 * signs(page) + FEW:
        return None
    return replace(found[0], shapes=page.shapes, images=page.images, label=page.label)


def _from_picture(page: RawPage, need: str, looker: _Sight, *, use_ocr: bool) -> _Done:
    if not use_ocr:
        return _left(page, need, "its picture was not read, since OCR is off", code="ocr-off")
    try:
        read = ocr.recognise(looker.draw(page.number, ocr.DPI), page.number)
    except ReadingError as error:
        code = "ocr-missing" if error.hint else "ocr-failed"
        said = f"{error.message} ({error.hint})" if error.hint else error.message
        return _left(page, need, said, code=code)
    found = read.page
    if signs(found) == 0 and signs(page) == 0:
        empty = replace(page, source="ocr", engine=ocr.ENGINE, note="a picture without text")
        return _Done(empty, "picture")
    better = signs(found) > signs(page) or (broken(page.items) and not broken(found.items))
    if not better:
        return _Done(replace(page, note=None if may_be_scan(page) else f"doubtful text: {need}"))
    said = f"{need}; read from its picture by OCR"
    return _Done(replace(found, label=page.label, images=page.images, note=said), "ocr", read.turn)


def _left(page: RawPage, need: str, why: str, *, code: str = "unread") -> _Done:
    """A page that no one could read; what little sound text it has is kept."""
    kept = page.items if signs(page) and not broken(page.items) else ()
    source = "text" if kept else "unread"
    return _Done(replace(page, items=kept, source=source, note=f"{need}; {why}"), code)
