"""A study of 41 bodies × 5 documents: cold, again with nothing changed, again with one changed.

The documents are cut together from the demo's own and, where they lie beside the project, from the
real ones of ../shared/corpus, so that no two files are the same. The work is left in `bench-work/`;
the documents are made once and used again.

    python bench/bench_study.py [--bodies 41] [--pages 49]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from itertools import cycle, islice
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
WORK = ROOT / "bench-work"
KINDS = ("samfunnsdel", "planstrategi", "okonomiplan", "intensjonsavtale", "arbeidsgiverstrategi")
SETTINGS = """[study]
name = "Bench"
[population]
register = "register.csv"
[sample]
method = "all"
[report]
languages = ["nb"]
"""


def main() -> None:
    """Make the study, run it three times, print what each took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bodies", type=int, default=41)
    asked.add_argument("--pages", type=int, default=49, help="pages a document")
    asked = asked.parse_args()
    study = WORK / f"study-{asked.bodies}-{asked.pages}"
    if not (study / "study.toml").exists():
        make_study(study, bodies=asked.bodies, pages=asked.pages)
    for name in ("derived", "report"):
        shutil.rmtree(study / name, ignore_errors=True)
    (study / "study.db").unlink(missing_ok=True)
    say(run(study, "cold"), study)
    say(run(study, "nothing changed"), study)
    change_one(study)
    say(run(study, "one document changed"), study)


def sources() -> list[Path]:
    """Real PDFs where they are, and the demo's own."""
    real = sorted([*CORPUS.glob("plans-pdf/*.pdf"), *CORPUS.glob("programmes/*.pdf")])
    if not real:
        print("../shared/corpus is not here: the demo's documents alone are used", file=sys.stderr)
    demo = WORK / "demo"
    if not demo.exists():
        from maalkart.workflow.demo_build import build_demo

        build_demo(demo)
    return real + sorted((demo / "documents").rglob("*.pdf"))


def make_study(study: Path, *, bodies: int, pages: int) -> None:
    """Cut documents together from the sources, each beginning at another page."""
    (study / "documents").mkdir(parents=True, exist_ok=True)
    opened = [pikepdf.open(path) for path in sources()]
    leaves = cycle([(pdf, n) for pdf in opened for n in range(len(pdf.pages))])
    rows = []
    for number in range(bodies):
        for kind in KINDS:
            name = f"documents/{number + 1:04d}_{kind}.pdf"
            with pikepdf.new() as out:
                for pdf, leaf in islice(leaves, pages):
                    out.pages.append(pdf.pages[leaf])
                out.docinfo["/Title"] = name
                out.save(study / name)
            rows.append((f"{number + 1:04d}", kind, name))
    write(study / "manifest.csv", ("body", "kind", "source"), rows)
    numbers = [(f"{n + 1:04d}", f"Bygd {n + 1}") for n in range(bodies)]
    write(study / "register.csv", ("number", "name"), numbers)
    (study / "study.toml").write_text(SETTINGS, encoding="utf-8")


def write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def change_one(study: Path) -> None:
    """Give one document other bytes, its pages in reverse."""
    path = sorted((study / "documents").glob("*.pdf"))[0]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages.reverse()
        pdf.save(path)


def run(study: Path, label: str) -> dict[str, object]:
    """One `maalkart run` as a user runs it: wall seconds, and peak memory of all its processes."""
    began = time.monotonic()
    command = [sys.executable, "-m", "maalkart", "run", str(study), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peak = [0]
    watch = threading.Thread(target=watch_memory, args=(process, peak), daemon=True)
    watch.start()
    out, err = process.communicate()
    seconds = time.monotonic() - began
    if process.returncode not in (0, 1):
        sys.exit(err.decode())
    return {"label": label, "seconds": seconds, "peak": peak[0], **json.loads(out)}


def watch_memory(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """Keep the largest sum of resident memory over a process and all that it started."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(resident, family(process.pid))))
        time.sleep(0.1)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def resident(pid: int) -> int:
    """Resident memory in bytes, pages shared between processes counted in each."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def say(result: dict[str, object], study: Path) -> None:
    """One run in words."""
    from maalkart.workflow.steps import step
    from maalkart.workflow.study import Study

    derived = Study.open(study).derived
    pages = derived.read(step("read"), "pages").height
    statements = derived.read(step("split"), "statements").height
    seconds = float(result["seconds"])
    print(f"{result['label']}: {seconds:.1f} s, peak {int(result['peak']) / 2**20:.0f} MB")
    if result["label"] == "cold":
        print(f"  {pages} pages, {statements} statements, {pages / seconds:.0f} pages/s")
    for done in result["steps"]:
        print(
            f"  {done['step']:<9} {done['done']:>4} done {done['unchanged']:>4} unchanged"
            f" {done['failed']} failed {done['seconds']:.1f} s"
        )
    for problem in result["problems"]:
        print(f"  could not: {problem['place']}: {problem['message']}")


if __name__ == "__main__":
    main()
