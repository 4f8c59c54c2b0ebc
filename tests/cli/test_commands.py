"""The commands as a user gives them: what they print, and the code they end with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = """# Kommuneplanens samfunnsdel for Storvik kommune 2024–2036

Vedtatt i kommunestyret 18.06.2024, sak 45/24

## Mål

- Trygge og levende bygder
- Storvik skal halvere klimagassutslippene innen 2030

## Utfordringer

Vi blir færre i arbeidsfør alder, og stadig flere trenger hjelp.
"""


def maalkart(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "maalkart", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    return path


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_blocks_are_lines_of_json(plan: Path) -> None:
    done = maalkart("blocks", plan, "--format", "jsonl")
    assert done.returncode == 0
    assert done.stderr == ""
    blocks = objects(done.stdout)
    assert [block["order"] for block in blocks] == list(range(len(blocks)))
    kinds = [(block["kind"], block["text"]) for block in blocks]
    assert ("heading", "Mål") in kinds
    assert ("list_item", "Trygge og levende bygder") in kinds
    assert {"page", "order", "kind", "level", "text", "boxes"} <= blocks[0].keys()


def test_find_gives_aims_and_challenges_with_all_that_is_promised(plan: Path) -> None:
    done = maalkart("find", plan, "--format", "jsonl")
    assert done.returncode == 0
    found = {str(row["quote"]): row for row in objects(done.stdout)}
    goal = found["Storvik skal halvere klimagassutslippene innen 2030"]
    promised = (
        "quote page section start end boxes type level themes dimensions sdgs explicit_sdgs "
        "beneficiaries arena challenges concepts heading_path confidence"
    )
    assert set(promised.split()) <= goal.keys()
    assert goal["type"] == "goal"
    assert "climate.emissions" in goal["themes"]  # type: ignore[operator]
    assert goal["sdgs"][0] == 13  # type: ignore[index]
    assert goal["page"] is None
    assert found["Trygge og levende bygder"]["type"] == "goal"
    assert any(row["type"] == "challenge" for row in found.values())
    assert not any(str(row["quote"]).startswith("Vedtatt") for row in found.values())


def test_describe_is_one_object(plan: Path) -> None:
    done = maalkart("describe", plan)
    facts = json.loads(done.stdout)
    assert facts["kind"] == "samfunnsdel"
    assert facts["adopted"] == "2024-06-18"
    assert facts["period"] == [2024, 2036]
    assert facts["status"] == "adopted"
    assert facts["language"] == "nb"
    assert facts["readable"]["unread"] == []


def test_loose_statements_are_answered_each_in_order(tmp_path: Path) -> None:
    rows = [
        {"id": "b", "text": "Andel elever som trives på skolen", "lang": "nb"},
        {"id": "a", "text": "Barn i barnehage", "heading_path": ["Mål"]},
        {"id": 3, "text": "", "before": "Vi vil:"},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = maalkart("code", "--input", source, "--output", target)
    assert done.returncode == 0, done.stderr
    answers = objects(target.read_text("utf-8"))
    assert [row["id"] for row in answers] == ["b", "a", 3]
    assert "life.education" in answers[0]["themes"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json}", "line 1"),
        ('{"text": "uten id"}', "«id»"),
        ('{"id": "1", "text": 5}', "«text» must be text"),
        ('{"id": "1", "text": "x", "lang": "xx"}', "unknown language «xx»"),
        ('{"id": "1", "text": "x"}\n{"id": "1", "text": "y"}', "stands on line 1 too"),
    ],
)
def test_bad_statements_are_named_with_their_line(tmp_path: Path, line: str, said: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(line, encoding="utf-8")
    done = maalkart("code", "--input", source, "--output", tmp_path / "out.jsonl")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "raw", "code", "said"),
    [
        ("empty.pdf", b"", 1, "the file is empty"),
        ("photo.pdf", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200), 1, "picture"),
        ("missing.pdf", None, 2, "no such file"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_remedy(
    tmp_path: Path, name: str, raw: bytes | None, code: int, said: str
) -> None:
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    done = maalkart("find", path)
    assert done.returncode == code
    assert said in done.stderr
    assert "→" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("words", [["fnd"], ["find"], ["code"], ["run", "x", "--workers", "0"]])
def test_wrong_use_ends_with_two(words: list[str]) -> None:
    assert maalkart(*words).returncode == 2


def test_a_new_study_from_the_shipped_definition_and_register(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    assert maalkart("init", folder).returncode == 0
    done = maalkart("sample", folder)
    assert done.returncode == 0, done.stderr
    assert "41 bodies drawn" in done.stdout
    again = maalkart("init", folder)
    assert again.returncode == 2
    assert "already" in again.stderr


def test_the_text_of_a_document_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Mål\n\nKommunen skal \x1b[31mstyrke skolen.\n", encoding="utf-8")
    done = maalkart("blocks", path)
    assert "\x1b" not in done.stdout


def test_a_sample_tells_its_balance_and_names_what_cannot_be_met(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    maalkart("init", folder)
    settings = folder / "study.toml"
    text = settings.read_text("utf-8").replace("min_count = 5", "min_count = 39")
    settings.write_text(text, encoding="utf-8")
    done = maalkart("sample", folder)
    assert done.returncode in (1, 2)
    assert "merging" in done.stderr
    assert "→" in done.stderr
    settings.write_text(text.replace("min_count = 39", "min_count = 5"), encoding="utf-8")
    told = json.loads(maalkart("sample", folder, "--force", "--json").stdout)
    assert len(told["bodies"]) == 41
    assert {row["column"] for row in told["balance"]} >= {"population", "centrality"}
    status = maalkart("status", folder)
    assert status.returncode == 0
    assert "205 missing" in status.stdout


def test_find_says_what_is_lost_of_a_file_that_breaks_off(tmp_path: Path) -> None:
    said = b"BT /F1 12 Tf 72 700 Td (Vi vil ha trygge og levende bygder i Storvik.) Tj ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>",
        font,
        page + b"/Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(said), said),
    ]
    parts = [b"%d 0 obj\n%s\nendobj\n" % (at, body) for at, body in enumerate(bodies, start=1)]
    path = tmp_path / "half.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"".join(parts) + b"6 0 obj\n<< /Type /Pa")
    done = maalkart("find", path, "--no-ocr", "--format", "jsonl")
    assert "levende bygder" in done.stdout
    assert "2 of its 3 pages are missing" in " ".join(done.stderr.split())
