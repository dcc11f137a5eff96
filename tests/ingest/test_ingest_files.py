from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.errors import SourceError
from bot.ingest.files import articles, expand, from_mapping
from bot.model import Article

if TYPE_CHECKING:
    from pathlib import Path


def test_jsonl_gives_texts_exactly_as_they_are(tmp_path: Path) -> None:
    text = "  “Wait,”\tshe said.\r\n\n\u202eok \u2028 end  "
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"id": "1", "text": text, "published": "2025-12-10", "extra": 1}), encoding="utf-8")
    [article] = articles(file)
    assert isinstance(article, Article)
    assert (article.text, article.published_on, article.outlet) == (text, "2025-12-10", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not an object"),
        (b'{"id": "1"}', "'text' is missing"),
        (b'{"id": 7, "text": "x"}', "'id' is missing"),
        (b'{"id": "1", "text": " "}', "'text' is missing or empty"),
        (b'{"id": "1", "text": "x", "outlet": 3}', "'outlet' is not text"),
        (b'{"id": "1", "text": "x", "published": "last week"}', "write it as 2025-12-10"),
        (b'{"id": "1", "text": "\xff"}', "not UTF-8"),
        (b'{"id": "1", "text": "\\ud800"}', "half of a character pair"),
        (b"[" * 100_000, "not JSON"),  # nested deeper than the parser goes
    ],
)
def test_a_bad_line_says_where_and_what_and_the_others_go_on(tmp_path: Path, line: bytes, said: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(line + b'\n\n{"id": "2", "text": "Fine."}\n')
    bad, good = articles(file)
    assert isinstance(bad, SourceError)
    assert said in str(bad)
    assert f"{file}:1" in str(bad)
    assert isinstance(good, Article)


def test_text_files_are_one_article_each_titled_by_their_first_line(tmp_path: Path) -> None:
    file = tmp_path / "story.md"
    file.write_text("\n# The mayor speaks\n\n“No,” said Ana Ruiz.\n", encoding="utf-8")
    [article] = articles(file)
    assert isinstance(article, Article)
    assert article.title == "The mayor speaks"
    assert article.text.startswith("\n# The mayor")
    assert article.id.endswith("story.md")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xff\xfe", "not UTF-8"),
        ("a.pdf", b"%PDF", "only .jsonl"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    [problem] = articles(file)
    assert isinstance(problem, SourceError)
    assert said in str(problem)


def test_expand_enters_folders_in_order_and_refuses_what_is_not_there(tmp_path: Path) -> None:
    for name in ("b.txt", "a.jsonl", "c.exe"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in expand([str(tmp_path)])] == ["a.jsonl", "b.txt"]
    with pytest.raises(SourceError, match="no such file"):
        expand([str(tmp_path / "none")])


def test_from_mapping_takes_an_empty_field_as_unknown() -> None:
    assert from_mapping({"id": "1", "text": "x", "title": "", "url": None}).title is None
