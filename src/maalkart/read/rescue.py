"""Pages whose text is missing or broken: the other engine, then the picture of the page.

Only the pages that need it are touched, and each says what was done.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from maalkart.core.document import Note
from maalkart.core.errors import ReadingError
from maalkart.read import ocr, oxide
from maalkart.read.ladder import Source
from maalkart.read.options import Options
from maalkart.read.raw import RawPage
from maalkart.read.render import Picture, draw, opened, text_beyond
from maalkart.read.verdict import FEW, Sight, broken, lost, may_be_scan, sight, signs

GLANCE = 72  # dots to the inch: a single line of text still shows, and a page takes 10 ms

MORE = 1.35  # characters by PDFium, with spaces, to a sign of ours: sound pages have 1.15–1.30
LOST = 0.1  # of the different words on a page; a sound page lacks under .03 (words cut in two)
MOST_SIGNS = 30_000  # a page with more was made to harm; to read it twice doubles that

TRIES = 20  # pages in a row that pdf_oxide does not help with before it is asked no more
MAX_OCR = 600  # pages of one file: at 4–5 seconds each the better part of an hour


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
    with ExitStack() as opening:
        looker = _Looker(source, opening)
        for page in pages:
            need = _need(page) or looker.loss(page)
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
    if signs(page) == 0:
        return "no text"
    if signs(page) < FEW and (page.images or page.shapes):
        return "hardly any text"
    why = broken(page.items)
    if why:
        return why
    return "little text beside a picture of the whole page" if may_be_scan(page) else None


class _Looker:
    """The file, open to PDFium and to the second engine, for as long as pages are rescued."""

    def __init__(self, source: Source, opening: ExitStack) -> None:
        self.name = source.name
        self.ocr_left = MAX_OCR
        self._path = source.path
        self._document = opening.enter_context(opened(source.path)) if source.facts else None
        self._second: oxide.Oxide | None = None
        self._tries_left = TRIES
        self._said = ""  # by PDFium, of the page last asked about

    def draw(self, number: int, dpi: float) -> Picture:
        """The page in grey; raises ReadingError where it cannot be drawn."""
        if self._document is None:
            raise ReadingError("the page cannot be drawn, since PDFium does not open the file")
        return draw(self._document, number, dpi=dpi, grey=True, place=self.name)

    def loss(self, page: RawPage) -> str | None:
        """How much of the text that PDFium finds on the page its items lack, where that is much."""
        if self._document is None or signs(page) > MOST_SIGNS:
            return None
        self._said = text_beyond(self._document, page.number, enough=MORE * signs(page) + FEW)
        share = lost(page, self._said)
        return f"{share:.0%} of its words were missed" if share > LOST else None

    def second(self, page: RawPage) -> RawPage | None:
        """The page by pdf_oxide, where that finds clearly more, or sound text for broken."""
        if page.engine == oxide.ENGINE or self._tries_left == 0:
            return None
        try:
            self._second = self._second or oxide.Oxide(self._path)
            found = self._second.page(page.number)
        except ReadingError:
            self._tries_left = 0
            return None
        if not _better(found, page) and not self._fuller(found, page):
            self._tries_left -= 1
            return None
        self._tries_left = TRIES
        return replace(found, shapes=page.shapes, images=page.images, label=page.label)

    def _fuller(self, found: RawPage, page: RawPage) -> bool:
        """Whether most of the words that one engine missed are found by the other."""
        missed = lost(page, self._said)
        return missed > LOST and lost(found, self._said) < missed / 2 and not broken(found.items)


def _better(found: RawPage, page: RawPage) -> bool:
    if signs(found) < FEW or broken(found.items):
        return False
    return bool(broken(page.items)) or signs(found) >= 2 * signs(page) + FEW


def _helped(page: RawPage, need: str, looker: _Looker, *, use_ocr: bool) -> _Done:
    second = looker.second(page)
    if second:
        said = f"{need} by {page.engine or 'the first engine'}; read with {second.engine}"
        return _Done(replace(second, note=said), "second-engine")
    if not _need(page):
        return _Done(replace(page, note=f"{need}, and the second engine finds no more"), "lost")
    return _by_sight(page, need, looker, use_ocr=use_ocr)


def _by_sight(page: RawPage, need: str, looker: _Looker, *, use_ocr: bool) -> _Done:
    try:
        seen: Sight = sight(looker.draw(page.number, GLANCE).picture)
    except ReadingError as error:
        return _left(page, need, page.note or error.message)
    if seen == "blank" and signs(page) == 0:
        return _Done(replace(page, note="blank"), "blank")
    if seen == "blank":
        return _Done(page)
    if signs(page) and not broken(page.items) and seen == "picture":
        return _Done(page)  # a title on a photograph
    return _from_picture(page, need, looker, use_ocr=use_ocr)


def _from_picture(page: RawPage, need: str, looker: _Looker, *, use_ocr: bool) -> _Done:
    if not use_ocr:
        return _left(page, need, "its picture was not read, since OCR is off", code="ocr-off")
    if looker.ocr_left == 0:
        return _left(page, need, f"OCR ends after {MAX_OCR} pages of a file", code="ocr-ended")
    looker.ocr_left -= 1
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
    if broken(page.items):
        better = signs(found) >= FEW and not broken(found.items)
    else:
        better = signs(found) > signs(page)
    if not better:
        return _Done(replace(page, note=None if may_be_scan(page) else f"doubtful text: {need}"))
    said = f"{need}; read from its picture by OCR"
    return _Done(replace(found, label=page.label, images=page.images, note=said), "ocr", read.turn)


def _left(page: RawPage, need: str, why: str, *, code: str = "unread") -> _Done:
    """A page that no one could read; what little sound text it has is kept."""
    kept = page.items if signs(page) and not broken(page.items) else ()
    source = "text" if kept else "unread"
    return _Done(replace(page, items=kept, source=source, note=f"{need}; {why}"), code)
