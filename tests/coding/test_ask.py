"""`maalkart ask` as a user meets it: what it says first, what it writes, when it sends nothing."""

import json

import pytest
from chat_server import chat, good, serving
from typer.testing import CliRunner

from maalkart.cli.app import app
from maalkart.core.errors import StudyError, UsageError

STUDY = """\
[study]
name = "Mål i Storvik"
[population]
register = "register.csv"
"""
ROWS = [
    {"id": 7, "text": "Innbyggerne skal ha god helse.", "lang": "nb"},
    {"id": "b", "text": "Bygda skal leve.", "lang": "nb"},
]


def study_at(folder, server, extra=""):
    (folder / "study.toml").write_text(
        f'{STUDY}[coder.llm]\naddress = "{server.address}"\nmodel = "liten"\nprice_in = 10\n'
        f"{extra}",
        encoding="utf-8",
    )
    lines = "\n".join(json.dumps(row) for row in ROWS)
    (folder / "in.jsonl").write_text(lines, encoding="utf-8")
    return ["ask", str(folder), "--input", str(folder / "in.jsonl"), "--output",
            str(folder / "out.jsonl")]  # fmt: skip


def run(*args):
    return CliRunner().invoke(app, args, catch_exceptions=True)


def written(folder):
    text = (folder / "out.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_nothing_is_sent_before_someone_has_agreed(tmp_path) -> None:
    with serving(lambda request, _: good(request)) as server:
        done = run(*study_at(tmp_path, server))
    assert isinstance(done.exception, UsageError)
    assert "2 statements to liten at 127.0.0.1" in done.output
    assert "USD" in done.output
    assert server.requests == []
    assert not (tmp_path / "out.jsonl").exists()


def test_with_yes_every_statement_is_coded_under_its_own_id(tmp_path) -> None:
    with serving(lambda request, _: good(request)) as server:
        done = run(*study_at(tmp_path, server), "--yes")
    assert done.exit_code == 0, done.output
    assert [row["id"] for row in written(tmp_path)] == [7, "b"]
    assert [row["sdgs"] for row in written(tmp_path)] == [[3], []]


def test_the_second_time_nothing_is_sent_and_the_same_is_written(tmp_path) -> None:
    with serving(lambda request, _: good(request)) as server:
        asked = study_at(tmp_path, server)
        run(*asked, "--yes")
        first = (tmp_path / "out.jsonl").read_bytes()
        assert run(*asked).exit_code == 0
        assert len(server.requests) == 1
    assert (tmp_path / "out.jsonl").read_bytes() == first


def test_what_has_no_answer_is_counted_and_left_out(tmp_path) -> None:
    with serving(lambda request, _: chat("no")) as server:
        done = run(*study_at(tmp_path, server), "--yes")
    assert done.exit_code == 1
    assert written(tmp_path) == []


def test_a_key_is_read_from_the_environment_and_sent_nowhere_without(tmp_path, monkeypatch) -> None:
    with serving(lambda request, _: good(request)) as server:
        asked = study_at(tmp_path, server, 'key_from = "MY_KEY"\n')
        monkeypatch.delenv("MY_KEY", raising=False)
        assert isinstance(run(*asked, "--yes").exception, UsageError)
        monkeypatch.setenv("MY_KEY", "abc")
        assert run(*asked, "--yes").exit_code == 0
    assert server.keys == ["Bearer abc"]


def test_a_study_without_a_model_says_how_to_name_one(tmp_path) -> None:
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    done = run("ask", str(tmp_path))
    assert isinstance(done.exception, StudyError)
    assert "[coder.llm]" in str(done.exception)


def test_a_wrong_key_in_the_settings_is_named_with_its_neighbour(tmp_path) -> None:
    text = f'{STUDY}[coder.llm]\naddress = "http://localhost/v1"\nmodel = "x"\nprize_in = 1\n'
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="did you mean «price_in»"):
        raise run("ask", str(tmp_path)).exception
