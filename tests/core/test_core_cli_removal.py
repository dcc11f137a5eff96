"""`verbatim retract` and `remove`: what they say, and that nothing goes without --yes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

URL = "https://courier.example.org/rain"
ROW = {"id": URL, "url": URL, "outlet": "The Courier", "title": "Rain", "published": "2026-03-04"}


def test_retracted_then_removed_and_not_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, db = tmp_path / "a.jsonl", str(tmp_path / "v.db")
    file.write_text(json.dumps(ROW | {"text": "Ann Hill said that the marzipan was gone."}), encoding="utf-8")

    def said(*arguments: str, status: int = 0) -> str:
        code: object = 0
        try:
            main(["--db", db, *arguments])
        except SystemExit as left:
            code = left.code
        assert code == status
        out = capsys.readouterr()
        return out.out + out.err

    said("index", str(file))
    assert "Give a reason" in said("retract", URL, status=2)
    assert said("retract", URL, "--reason", "It was wrong.") == "Retracted: “Rain” (The Courier, 4 Mar 2026).\n"
    assert "RETRACTED by the outlet" in said("ask", "what did Ann Hill say?")
    assert said("retract", URL, "--undo").startswith("Taken back")
    assert "Nothing is removed yet" in said("remove", "article", URL)
    assert "marzipan" in said("ask", "what did Ann Hill say?")
    assert "Removed: 1 article, 1 statement." in said("remove", "article", URL, "--yes")
    assert "There is no article" in said("remove", "article", URL, "--yes", status=2)
    assert "removed on request, and not read again" in said("index", str(file), status=2)
    assert b"marzipan" not in b"".join(one.read_bytes() for one in tmp_path.glob("v.db*"))
