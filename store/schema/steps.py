"""Mechanics of a migration step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def run(db: Database, *statements: str) -> None:
    """Run these in the transaction that the migrations are in."""
    for statement in statements:
        db.conn.execute(statement)
