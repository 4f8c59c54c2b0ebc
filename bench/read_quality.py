"""How well pages are read: `python bench/read_quality.py [--errors]`, from the project's root.

Two headings match when, on one page and with only their letters and digits in lower case, they are
equal or the shorter is contained in the other and has at least four fifths of its length (a number
that was printed before the text counts as part of it). A list item is found when a list item on the
page begins with the same letters. Neighbouring snippets are in order when both are found in the
body of the page, the first before the second. Furniture is in the body when a body block says it.

Tags are the truth as far as they go: krf.pdf tags its chapters and sets its sections in bold by
hand, so that its F1 says how lazily it was tagged. The share of tagged headings that were found
stands beside it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from maalkart.core.document import BODY_KINDS, Block
from maalkart.read.lite import read_pages
from maalkart.read.raw import RawPage, Tag
from maalkart.read.reader import no_collector
from maalkart.read.structure import assemble

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
TAGGED = [
    "programmes/krf.pdf",
    "programmes/sosialistisk_vensterparti.pdf",
    "programmes/norgesdemokratene.pdf",
    "programmes/fred_og_rettferdighet.pdf",
    "tagged/odl_PDFUA-Ref-2-05_BookChapter-german.pdf",
    "tagged/odl_PDFUA-Ref-2-08_BookChapter.pdf",
]
HEADING_TAG = re.compile(r"^(H[1-6]?|Title)$")
ENOUGH = 0.8


@dataclass
class Score:
    """Hits, misses and inventions of one kind of thing, with their names."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        total = 2 * self.found + len(self.missed) + len(self.extra)
        return 2 * self.found / total if total else 1.0

    @property
    def recall(self) -> float:
        total = self.found + len(self.missed)
        return self.found / total if total else 1.0

    def add(self, other: Score) -> None:
        self.found += other.found
        self.missed += other.missed
        self.extra += other.extra


def plain(text: str) -> str:
    """Letters and digits only, in lower case."""
    return re.sub(r"[^\w]|_", "", text.lower().replace("\u00ad", ""))


def said(block: Block) -> str:
    """A block with the marker that was printed before it."""
    return plain(f"{block.marker or ''} {block.text}")


def same(one: str, other: str) -> bool:
    """The match of headings defined above."""
    short, long = sorted((one, other), key=len)
    return bool(short) and short in long and len(short) >= ENOUGH * len(long)


def matched(truth: list[str], found: list[Block], page: int) -> Score:
    """Match headings of one page, each at most once."""
    score = Score()
    left = list(found)
    for text in truth:
        key = plain(text)
        hit = next((b for b in left if same(said(b), key) or same(plain(b.text), key)), None)
        if hit is None:
            score.missed.append(f"{page}: {text}")
        else:
            left.remove(hit)
            score.found += 1
    score.extra += [f"{page}: {block.text}" for block in left]
    return score


def tag_texts(page: RawPage, tags: tuple[Tag, ...], kinds: re.Pattern[str]) -> list[str]:
    """The text of every outermost element of a kind, from the items its marks cover."""
    by_mark: dict[int, list[str]] = {}
    for item in page.items:
        if item.mark is not None:
            by_mark.setdefault(item.mark, []).append(item.text)
    out = []
    for tag in tags:
        if kinds.match(tag.kind):
            parts = [text for mark in marks_of(tag) for text in by_mark.get(mark, ())]
            while len(parts) > 1 and parts[-1].strip().isdigit():
                parts.pop()  # the number of the line, which shares the heading's element
            text = " ".join(parts).strip()
            if plain(text):
                out.append(text)
        else:
            out += tag_texts(page, tag.children, kinds)
    return out


def marks_of(tag: Tag) -> list[int]:
    """Every mark of an element and those below it."""
    return [*tag.marks, *(mark for child in tag.children for mark in marks_of(child))]


def count_tags(page: RawPage, tags: tuple[Tag, ...], kind: str) -> int:
    """Elements of a kind at any depth that hold text on the page."""
    marked = {item.mark for item in page.items}
    return sum(
        (tag.kind == kind and bool(marked & set(own_marks(tag, kind))))
        + count_tags(page, tag.children, kind)
        for tag in tags
    )


def own_marks(tag: Tag, kind: str) -> list[int]:
    """Marks of an element without those of elements of its own kind inside it."""
    inner = [own_marks(child, kind) for child in tag.children if child.kind != kind]
    return [*tag.marks, *(mark for marks in inner for mark in marks)]


@dataclass
class TagResult:
    headings: Score
    items_true: int
    items_found: int


def tag_result(path: Path) -> TagResult:
    """Headings and list items of one file, the structure tree hidden from the reader."""
    raw = read_pages(path)
    _, blocks = assemble(raw, tagged=False)
    score = Score()
    true = 0
    for page in raw:
        here = [b for b in blocks if b.page == page.number and b.kind == "heading"]
        score.add(matched(tag_texts(page, page.tags, HEADING_TAG), here, page.number))
        true += count_tags(page, page.tags, "LI")
    found = sum(b.kind == "list_item" and not b.continues for b in blocks)
    return TagResult(score, true, found)


@dataclass
class GoldResult:
    headings: Score = field(default_factory=Score)
    items: Score = field(default_factory=Score)
    items_said: int = 0
    pairs: Score = field(default_factory=Score)
    furniture: list[str] = field(default_factory=list)


def gold_result(shared: Path = SHARED) -> GoldResult:
    """The pages labelled by eye."""
    result = GoldResult()
    read: dict[str, tuple[Block, ...]] = {}
    for line in (shared / "gold" / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        name = label["doc"]
        if name not in read:
            raw = read_pages(shared / "corpus" / "plans-pdf" / f"{name}.pdf")
            read[name] = assemble(raw)[1]
        _score_page(result, label, [b for b in read[name] if b.page == label["page"]])
    return result


def _score_page(result: GoldResult, label: dict, blocks: list[Block]) -> None:
    page = label["page"]
    headings = [b for b in blocks if b.kind == "heading"]
    truth = [heading["text"] for heading in label["headings"]]
    result.headings.add(matched(truth, headings, page))
    items = [said(b) for b in blocks if b.kind == "list_item"]
    result.items_said += sum(b.kind == "list_item" and not b.continues for b in blocks)
    bare = [plain(b.text) for b in blocks if b.kind == "list_item"]
    for text in label["list_items"]:
        key = plain(text)
        hit = any(item.startswith(key) for item in items + bare)
        result.items.found += hit
        result.items.missed += [] if hit else [f"{page}: {text}"]
    body = [b for b in blocks if b.kind in BODY_KINDS]
    whole = "".join(said(b) for b in body)
    for first, second in zip(label["order"], label["order"][1:], strict=False):
        at, then = whole.find(plain(first)), whole.find(plain(second))
        hit = 0 <= at < then
        result.pairs.found += hit
        result.pairs.missed += [] if hit else [f"{label['doc']} {page}: {first} | {second}"]
    for text in label["furniture"]:
        if any(said(b) == plain(text) for b in body):
            result.furniture.append(f"{label['doc']} {page}: {text}")


def speed(paths: list[Path]) -> tuple[int, float]:
    """Pages and processor seconds of text, boxes and structure, after one file to warm up."""
    assemble(read_pages(paths[0]))
    start, pages = time.process_time(), 0
    for path in paths:
        with no_collector():
            raw = read_pages(path)
            assemble(raw)
        pages += len(raw)
    return pages, time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="name what was missed or invented")
    parser.add_argument("--only", choices=["gold", "tags", "speed"])
    options = parser.parse_args()
    if not SHARED.exists():
        print("the shared material is not beside the project", file=sys.stderr)
        return 1
    if options.only in (None, "tags"):
        _show_tags(errors=options.errors)
    if options.only in (None, "gold"):
        _show_gold(errors=options.errors)
    if options.only in (None, "speed"):
        plans = sorted((SHARED / "corpus" / "plans-pdf").glob("*.pdf"))
        pages, seconds = speed(plans + sorted((SHARED / "corpus" / "programmes").glob("*.pdf")))
        print(f"speed: {pages} pages, {pages / seconds:.0f} pages a second and core")
    return 0


def _show_tags(*, errors: bool) -> None:
    print(
        f"{'tags as truth, tags stripped':45} {'heading F1':>10} {'recall':>6} {'true':>5}"
        f" {'found':>6} {'LI':>5}"
    )
    for name in TAGGED:
        result = tag_result(SHARED / "corpus" / name)
        score = result.headings
        print(
            f"{name:45} {score.f1:10.3f} {score.recall:6.3f} {score.found + len(score.missed):5}"
            f" {score.found + len(score.extra):6} {result.items_found:5}/{result.items_true}"
        )
        if errors:
            _name(score)


def _show_gold(*, errors: bool) -> None:
    gold = gold_result()
    items = gold.items.found + len(gold.items.missed)
    pairs = gold.pairs.found + len(gold.pairs.missed)
    print(f"labelled pages: headings F1 {gold.headings.f1:.3f}")
    print(f"  list items found {gold.items.found}/{items}, said {gold.items_said}")
    print(f"  neighbours in order {gold.pairs.found}/{pairs} = {gold.pairs.found / pairs:.3f}")
    print(f"  furniture in the body {len(gold.furniture)}")
    if errors:
        _name(gold.headings)
        _name(gold.items)
        _name(gold.pairs)
        for text in gold.furniture:
            print("    furniture:", text)


def _name(score: Score) -> None:
    for sign, texts in (("-", score.missed), ("+", score.extra)):
        for text in texts:
            print(f"    {sign} {text[:110]}")


if __name__ == "__main__":
    sys.exit(main())
