"""Collecting over a web of invented municipalities: what is found, and how it was asked for.

Seven ways of publishing plans and two dozen troubles, drawn from a seed, on loopback addresses.
Shows how many right documents of the right kind were found, how well the stated probabilities
hold, whether a forbidden address was touched or the polite rate passed; then the same again,
killed on the way, and what was fetched a second time.

    python bench/bench_collect.py [--seed 2026] [--bodies 64]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "collect"))

from invented_sites import Country, make_country  # noqa: E402
from local_web import LocalWeb  # noqa: E402
from web_study import collect_here, make_study  # noqa: E402

from maalkart.workflow.collecting.records import CollectReport  # noqa: E402

DELAY = 0.05  # seconds between requests to a host, so that the bench ends today


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--bodies", type=int, default=64)
    asked.add_argument("--kill-after", type=float, nargs="*", default=[20.0, 15.0, 15.0])
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        country = make_country(told.seed, told.bodies)
        in_one_go(country, Path(work))
        if told.kill_after:
            killed(make_country(told.seed, told.bodies), Path(work), told.kill_after)


def in_one_go(country: Country, work: Path) -> None:
    folder = make_study(work / "one", country.bodies, delay=DELAY)
    with LocalWeb(country.hosts) as web:
        began = time.monotonic()
        report = collect_here(folder, web.places)
        seconds = time.monotonic() - began
        show("in one go", country, web, lambda body, kind: source_of(report, body, kind), folder)
        print(f"{'seconds':<44}{seconds:.0f}, {len(web.asked)} requests, {dict(report.counts)}")
        reliability(weighed(country, folder))


def source_of(report: CollectReport, body: str, kind: str) -> str:
    found = (one.source for one in report.found if (one.body, one.kind) == (body, kind))
    return next(found, "")


def show(
    what: str,
    country: Country,
    web: LocalWeb,
    source: Callable[[str, str], str],
    folder: Path,
) -> None:
    """Right documents, and manners."""
    right: Counter[str] = Counter()
    for body in country.bodies:
        fits = [digest(folder, source(body.number, kind)) == body.truth.get(kind) for kind in KINDS]
        right["kinds"] += sum(fits)
        right["bodies"] += all(fits)
        right["there"] += sum(
            digest(folder, source(body.number, kind)) == sha for kind, sha in body.truth.items()
        )
    there = sum(len(body.truth) for body in country.bodies)
    least = min(pause for host in web.hosts for pause in web.pauses(host))
    private = sum(one.path.startswith("/privat") for one in web.asked)
    print(f"\n{what}: {len(country.bodies)} bodies on {len(web.hosts)} hosts")
    print(f"{'bodies with all kinds right':<44}{right['bodies']} of {len(country.bodies)}")
    print(f"{'documents that are there, found':<44}{right['there']} of {there}")
    cells = 5 * len(country.bodies)
    print(f"{'bodies × kinds right, missing ones too':<44}{right['kinds']} of {cells}")
    print(f"{'connections to forbidden addresses':<44}{len(web.touched)}")
    print(f"{'requests for what robots.txt keeps':<44}{private}")
    print(f"{'least pause at a host, seconds':<44}{least:.3f} (asked for: {DELAY})")


KINDS = ("samfunnsdel", "planstrategi", "okonomiplan", "intensjonsavtale", "arbeidsgiverstrategi")


def digest(folder: Path, source: str) -> str | None:
    return hashlib.sha256((folder / source).read_bytes()).hexdigest() if source else None


@dataclass(frozen=True)
class Weighed:
    """A candidate for a kind of a body: how sure it is said to be, and whether it is right."""

    sure: float
    right: bool


def weighed(country: Country, folder: Path) -> list[Weighed]:
    """All candidates that no later version took the place of, held against the truth."""
    with (folder / "collected" / "candidates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "collected" / "provenance.csv").open(encoding="utf-8", newline="") as file:
        contents = {row["address"]: row["sha256"] for row in csv.DictReader(file)}
    truth = {(b.number, kind): sha for b in country.bodies for kind, sha in b.truth.items()}
    return [
        Weighed(
            float(row["sure"]),
            contents.get(row["address"]) == truth.get((row["body"], row["kind"]), ""),
        )
        for row in rows
        if not row["state"].startswith("superseded")
    ]


def reliability(candidates: list[Weighed]) -> None:
    """How often documents are right that are said to be so likely."""
    bands: dict[float, list[Weighed]] = {}
    for one in candidates:
        band = next(low for low in (0.95, 0.85, 0.5, 0.1, 0.0) if one.sure >= low)
        bands.setdefault(band, []).append(one)
    for band, inside in sorted(bands.items(), reverse=True):
        mean = sum(one.sure for one in inside) / len(inside)
        rights = sum(one.right for one in inside)
        print(
            f"{f'  said to be {band:.2f} likely or more':<44}{rights} of {len(inside)} right"
            f" ({rights / len(inside):.2f}; said {mean:.2f})"
        )


def killed(country: Country, work: Path, after: list[float]) -> None:
    """Killed again and again, then let go on to the end."""
    folder = make_study(work / "killed", country.bodies, delay=DELAY)
    places = work / "places.json"
    script = ROOT / "tests" / "collect" / "web_study.py"
    command = [sys.executable, str(script), str(folder), str(places)]
    with LocalWeb(country.hosts) as web:
        places.write_text(json.dumps(web.places), encoding="utf-8")
        cut = 0
        for seconds in after:
            process = subprocess.Popen(command, start_new_session=True)
            time.sleep(seconds)
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                cut += 1
            process.wait()
        subprocess.run(command, check=True)
        with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = {
                (r["body"], r["kind"]): r["source"] for r in reversed(list(csv.DictReader(file)))
            }
        show(f"killed {cut} times", country, web, lambda b, k: rows.get((b, k), ""), folder)
        whole = Counter(
            (one.host, one.path) for one in web.asked if one.status == 200 and not one.cut
        )
        again = sum(times - 1 for times in whole.values())
        print(f"{'answers that the server sent twice':<44}{again} (under way when killed)")
        print(f"{'addresses twice in the log':<44}{logged_twice(folder)}")


def logged_twice(folder: Path) -> int:
    import sqlite3

    query = (
        "SELECT count(*) FROM (SELECT 1 FROM fetches WHERE outcome <> 'failed' "
        "GROUP BY round, address HAVING count(*) > 1)"
    )
    with sqlite3.connect(folder / "study.db") as connection:
        return int(connection.execute(query).fetchone()[0])


if __name__ == "__main__":
    main()
