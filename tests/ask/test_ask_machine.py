from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.ask.machine import as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Answer

KEYS = {
    "id", "outcome", "verdict", "verdict_reason", "query", "hits", "nearest", "candidates", "searched", "ms",
}  # fmt: skip
QUERY = {"intent", "speakers", "topic", "since", "until", "outlet", "addressee", "kind"}
HIT = {"article", "statement", "start", "end", "spans", "text", "speaker", "kind", "score", "also"}


def test_every_answer_has_every_key(ask: Callable[..., Answer]) -> None:
    for question in ("what did Varga say?", "what did Kolar say about wages?", "what did Quill say?", ""):
        line = as_json(ask(question), "q1")
        assert set(line) == KEYS
        assert set(line["query"]) == QUERY
        assert set(line["searched"]) == {"articles", "statements", "newest"}
        assert json.loads(json.dumps(line)) == line


def test_found_has_hits_of_the_promised_shape(ask: Callable[..., Answer]) -> None:
    line = as_json(ask("what did Varga say about every bolt?"), 7)
    assert line["id"] == 7
    assert line["outcome"] == "found"
    assert line["query"]["speakers"] == ["Olena Varga"]  # resolved
    hit = line["hits"][0]
    assert set(hit) == HIT
    assert isinstance(hit["statement"], str)
    assert (hit["kind"], hit["start"], hit["end"]) == ("direct", hit["spans"][0][0], hit["spans"][-1][1])
    assert [set(report) for report in hit["also"]] == [{"article", "start", "end"}]


def test_nothing_has_no_hits_and_labelled_nearest(ask: Callable[..., Answer]) -> None:
    line = as_json(ask("what did Kolar say about interest rates?"))
    assert (line["id"], line["outcome"], line["hits"]) == (None, "nothing", [])
    assert line["query"]["speakers"] == ["Kolar"]  # as typed
    assert [set(hit) for hit in line["nearest"]] == [HIT | {"why"}]


def test_ambiguous_lists_candidates(ask: Callable[..., Answer]) -> None:
    line = as_json(ask("what did Quill say?"))
    assert line["outcome"] == "ambiguous"
    assert {c["speaker"] for c in line["candidates"]} == {"Mark Quill", "Nadia Quill"}


def test_verdict_says_how_it_was_altered(ask: Callable[..., Answer]) -> None:
    line = as_json(ask('did Varga say "tolls were not on the table"?'))
    assert (line["verdict"], line["verdict_reason"]) == ("altered", "paraphrase")
