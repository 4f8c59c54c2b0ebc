"""From a study to documents in place: a handful of sites, each with its own difficulty."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from invented_plans import as_pdf, make_plan
from invented_sites import Country, make_country
from local_web import LocalWeb, Reply
from small_web import site
from web_study import collect_here, make_study

from maalkart.core.errors import StudyError
from maalkart.workflow.collect import collect
from maalkart.workflow.study import Study

pytestmark = pytest.mark.slow  # each starts processes that read what was fetched
HERE = Path(__file__).resolve().parent
MANIFEST = "body,kind,source,adopted,status,note\n"


@dataclass(frozen=True)
class Vik:
    """A body with one website."""

    number: str = "9001"
    name: str = "Storvik"
    host: str = "m9001.test"


def plan(
    year: int, *, body: str = "Storvik", kind: str = "samfunnsdel", state: str = "adopted"
) -> bytes:
    rng = random.Random(year)
    return as_pdf(rng, make_plan(rng, body, kind, "nb", year=year, state=state))


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = make_study(tmp_path / "study", [Vik()], delay=0.0)  # type: ignore[list-item]
    settings = (folder / "study.toml").read_text("utf-8")
    kinds = settings.index("kinds = ")
    settings = (
        settings[:kinds] + 'kinds = ["samfunnsdel"]' + settings[settings.index("\n", kinds) :]
    )
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    return folder


def links(*pairs: tuple[str, str]) -> str:
    shown = "".join(f'<li><a href="{to}">{text}</a></li>' for to, text in pairs)
    return f"<html><body><main><h1>Planer</h1><ul>{shown}</ul></main></body></html>"


def test_the_adopted_plan_of_the_term_is_chosen_and_why_is_told(study: Path) -> None:
    right = plan(2018)
    pages: dict[str, Reply | str] = {
        "/": links(("/1.pdf", "Kommuneplanens samfunnsdel 2008"), ("/2.pdf", "Samfunnsdel 2018"),
                   ("/3.pdf", "Samfunnsdel, høringsutkast"), ("/4.pdf", "Samfunnsdel")),
        "/1.pdf": Reply(plan(2008)), "/2.pdf": Reply(right),
        "/3.pdf": Reply(plan(2019, state="draft")), "/4.pdf": Reply(plan(2017, body="Nordvik")),
    }  # fmt: skip
    with LocalWeb({"m9001.test": site(pages)}) as web:
        done = collect_here(study, web.places)
    (found,) = done.found
    assert (found.state, found.in_term, done.exit_code) == ("found", "in", 0)
    assert found.sure is not None
    assert found.sure > 0.85
    assert "Vedtatt" in found.shown
    (row,) = manifest(study)
    assert (study / row["source"]).read_bytes() == right
    assert row["address"] == "http://m9001.test/2.pdf"
    assert row["adopted"] == found.adopted
    assert "% sure" in row["note"]
    states = {one["address"]: one["state"] for one in candidates(study)}
    assert states["http://m9001.test/2.pdf"] == "chosen"
    assert states["http://m9001.test/3.pdf"] == "draft"


def candidates(folder: Path) -> list[dict[str, str]]:
    text = (folder / "collected" / "candidates.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_a_later_version_within_the_term_supersedes_an_earlier(study: Path) -> None:
    pages = {"/": links(("/1.pdf", "Samfunnsdel"), ("/2.pdf", "Samfunnsdel")),
             "/1.pdf": Reply(plan(2016)), "/2.pdf": Reply(plan(2018))}  # fmt: skip
    with LocalWeb({"m9001.test": site(pages)}) as web:
        done = collect_here(study, web.places)
    assert (done.found[0].adopted or "").startswith("2018")
    states = {one["address"]: one["state"] for one in candidates(study)}
    assert states["http://m9001.test/1.pdf"].startswith("superseded 2018")


def test_a_plan_that_does_not_say_when_it_was_adopted_is_put_to_the_user_as_a_doubt(
    study: Path,
) -> None:
    pages = {"/": links(("/1.pdf", "Samfunnsdel")), "/1.pdf": Reply(plan(2018, state="silent"))}
    with LocalWeb({"m9001.test": site(pages)}) as web:
        done = collect_here(study, web.places)
    assert done.found[0].state == "in doubt"
    (row,) = manifest(study)
    assert row["note"].startswith("in doubt: the day of adoption is not known")
    assert (row["adopted"], row["status"]) == ("", "unknown")


def test_a_draft_is_not_taken_for_the_plan_but_named_where_there_is_nothing_better(
    study: Path,
) -> None:
    pages = {"/": links(("/1.pdf", "Samfunnsdel")), "/1.pdf": Reply(plan(2018, state="draft"))}
    with LocalWeb({"m9001.test": site(pages)}) as web:
        done = collect_here(study, web.places)
    assert done.found[0].state == "missing"
    assert "the nearest is http://m9001.test/1.pdf" in done.found[0].because
    assert "a draft" in done.found[0].because
    assert manifest(study) == []


def test_what_the_user_takes_out_is_not_put_back(study: Path) -> None:
    pages = {"/": links(("/1.pdf", "Samfunnsdel"), ("/2.pdf", "Samfunnsdel")),
             "/1.pdf": Reply(plan(2016)), "/2.pdf": Reply(plan(2018))}  # fmt: skip
    with LocalWeb({"m9001.test": site(pages)}) as web:
        collect_here(study, web.places)
        first = manifest(study)[0]["source"]
        (study / "manifest.csv").write_text(MANIFEST, encoding="utf-8")
        asked = len(web.asked)
        collect_here(study, web.places)
        assert [row["source"] for row in manifest(study)] != [first]
        assert len(web.asked) == asked


def test_one_document_under_two_addresses_is_kept_once(study: Path) -> None:
    same = Reply(plan(2018))
    pages = {
        "/": links(("/a.pdf", "Samfunnsdel"), ("/b.pdf", "Samfunnsdel")),
        "/a.pdf": same,
        "/b.pdf": same,
    }
    with LocalWeb({"m9001.test": site(pages)}) as web:
        collect_here(study, web.places)
    (one,) = candidates(study)
    assert one["other_addresses"] == "http://m9001.test/b.pdf"
    assert len(list((study / "documents").iterdir())) == 1


def test_addresses_of_the_manifest_become_files_and_the_users_form_stays(study: Path) -> None:
    row = "9001;samfunnsdel;http://m9001.test/gammel;;;min merknad\r\n"
    text = f"\ufeffbody;kind;source;adopted;status;note\r\n{row}"
    (study / "manifest.csv").write_text(text, encoding="utf-8", newline="")
    pages = {
        "/gammel": Reply(status=301, headers={"Location": "/ny.pdf"}),
        "/ny.pdf": Reply(plan(2018)),
    }
    with LocalWeb({"m9001.test": site(pages)}) as web:
        done = collect_here(study, web.places)
        assert done.found[0].state == "fetched"
        assert web.times_asked().keys() == {
            ("m9001.test", p) for p in ("/robots.txt", "/gammel", "/ny.pdf")
        }
    written = (study / "manifest.csv").read_text("utf-8")
    assert written.startswith("\ufeffbody;kind;source;")
    assert "min merknad | moved to http://m9001.test/ny.pdf" in written
    assert "2018-" in written


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply(status=404), "vanished"),
        (
            Reply(b"<html><title>Siden finnes ikke</title><h1>Siden finnes ikke</h1></html>"),
            "vanished",
        ),
        (Reply(b"MZ" + bytes(2000)), "failed"),
        (Reply(status=403), "failed"),
    ],
)
def test_an_address_without_a_document_is_named_and_the_row_stays(
    study: Path, reply: Reply, state: str
) -> None:
    (study / "manifest.csv").write_text(
        f"{MANIFEST}9001,samfunnsdel,http://m9001.test/a,,,\n", encoding="utf-8"
    )
    with LocalWeb({"m9001.test": site({"/a": reply})}) as web:
        done = collect_here(study, web.places)
    assert (done.found[0].state, done.exit_code) == (state, 1)
    assert "line 2" in str(done.problems[0])
    assert manifest(study)[0]["source"] == "http://m9001.test/a"


def test_asked_again_changed_and_gone_are_told_apart_and_files_stay(study: Path) -> None:
    rows = "".join(f"9001,samfunnsdel,http://m9001.test/{n},,,\n" for n in "abc")
    (study / "manifest.csv").write_text(MANIFEST + rows, encoding="utf-8")
    pages: dict[str, Reply | str] = {
        f"/{n}": Reply(plan(year)) for n, year in zip("abc", (2016, 2017, 2018), strict=True)
    }
    with LocalWeb({"m9001.test": site(pages)}) as web:
        collect_here(study, web.places)
        before = {path.name: path.read_bytes() for path in (study / "documents").iterdir()}
        pages["/b"], pages["/c"] = Reply(plan(2019)), Reply(status=410)
        done = collect_here(study, web.places, anew=True)
    assert [one.state for one in done.found] == ["unchanged", "changed", "vanished"]
    assert (
        before.items() <= {p.name: p.read_bytes() for p in (study / "documents").iterdir()}.items()
    )
    notes = [row["note"] for row in manifest(study)]
    assert notes[0] == ""
    assert "changed at its address" in notes[1]
    assert "the file is kept" in notes[2]


def test_nothing_is_asked_for_without_a_contact(study: Path) -> None:
    settings = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(settings.replace("test@example.org", ""), encoding="utf-8")
    with pytest.raises(StudyError, match="say who asks"):
        collect(Study.open(study))


def test_answers_are_kept_as_a_web_archive_on_request(study: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    settings = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(
        settings.replace("warc = false", "warc = true"), encoding="utf-8"
    )
    pages = {"/": links(("/a.pdf", "Samfunnsdel")), "/a.pdf": Reply(plan(2018))}
    with LocalWeb({"m9001.test": site(pages)}) as web:
        collect_here(study, web.places)
    with (study / "collected" / "answers-1.warc.gz").open("rb") as file:
        kept = {
            r.rec_headers.get_header("WARC-Target-URI"): r.content_stream().read()
            for r in ArchiveIterator(file)
        }
    assert kept["http://m9001.test/a.pdf"] == plan(2018)


@pytest.fixture(scope="module")
def country() -> Country:
    return make_country(seed=7, size=6)


@pytest.fixture
def web(country: Country) -> Iterator[LocalWeb]:
    with LocalWeb(country.hosts) as serving:
        yield serving


def test_killed_again_and_again_nothing_that_was_fetched_is_fetched_again(
    country: Country, web: LocalWeb, tmp_path: Path
) -> None:
    folder = make_study(tmp_path / "study", country.bodies, delay=0.1)
    places = tmp_path / "places.json"
    places.write_text(json.dumps(web.places), encoding="utf-8")
    command = [sys.executable, str(HERE / "web_study.py"), str(folder), str(places)]
    cut = 0
    for seconds in (6.0, 4.0, 5.0):
        process = subprocess.Popen(command, cwd=HERE)
        time.sleep(seconds)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            cut += 1
        process.wait()
    assert cut >= 1
    done = subprocess.run(command, cwd=HERE, check=False)
    assert done.returncode == 0
    times = web.times_asked()
    whole = {(one.host, one.path) for one in web.asked if one.status == 200 and not one.cut}
    again = [address for address in whole if times[address] > 1]
    # a request under way when the process was killed was never received; one a host at most
    assert len(again) <= cut * len(country.hosts)
    logged = fetched_twice(folder)
    assert logged == []
    assert all(pause >= 0.1 for host in web.hosts for pause in web.pauses(host))
    chosen = {(row["body"], row["kind"]): row["source"] for row in reversed(manifest(folder))}
    for body in country.bodies:
        for kind, sha256 in body.truth.items():
            if body.dated[kind]:
                source = chosen[body.number, kind]
                assert hashlib.sha256((folder / source).read_bytes()).hexdigest() == sha256


def fetched_twice(folder: Path) -> list[str]:
    import sqlite3

    query = (
        "SELECT address FROM fetches WHERE outcome <> 'failed' GROUP BY round, address "
        "HAVING count(*) > 1"
    )
    with sqlite3.connect(folder / "study.db") as connection:
        return [row[0] for row in connection.execute(query)]
