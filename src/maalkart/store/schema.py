"""The tables of `study.db`. A new form only adds to them; `SCHEMA` counts the forms."""

from __future__ import annotations

import sqlalchemy as sa

SCHEMA = 3  # 2: what people are asked to check, and what they decided; 3: what was fetched

META = sa.MetaData()
FILES = sa.Table(
    "files",
    META,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("modified", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
)
LEDGER = sa.Table(
    "ledger",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("output", sa.Text),
)
DRAWS = sa.Table(
    "draws",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("drawn", sa.Text, nullable=False),
    sa.Column("of", sa.Text, nullable=False),
    sa.Column("variable", sa.Text, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("coder", sa.Text, nullable=False),
)
DRAWN = sa.Table(
    "drawn",
    META,
    sa.Column("draw", sa.ForeignKey("draws.id"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("stratum", sa.Text, nullable=False),
    sa.Column("chance", sa.Float, nullable=False),
)
DECISIONS = sa.Table(
    "decisions",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("decided", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("variable", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Index("decisions_unit", "unit", "variable", "code"),
)
ROUNDS = sa.Table(
    "rounds",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started", sa.Text, nullable=False),
)
ENDED = sa.Table(
    "rounds_ended",
    META,
    sa.Column("round", sa.ForeignKey("rounds.id"), primary_key=True),
    sa.Column("ended", sa.Text, nullable=False),
)
FETCHES = sa.Table(
    "fetches",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("round", sa.ForeignKey("rounds.id"), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("fetched", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("location", sa.Text),
    sa.Column("headers", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text),
    sa.Column("size", sa.Integer),
    sa.Column("content", sa.Text),
    sa.Column("because", sa.Text),
)
PROPOSALS = sa.Table(
    "proposals",
    META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("proposed", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
)
APPEND_ONLY = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {table.name}_{verb.lower()} BEFORE {verb} ON {table.name} "
    f"BEGIN SELECT RAISE(ABORT, '{table.name} are never changed, only followed by others'); END"
    for table in (LEDGER, DRAWS, DRAWN, DECISIONS, ROUNDS, ENDED, FETCHES, PROPOSALS)
    for verb in ("UPDATE", "DELETE")
)
