"""What somebody told an outlet: what its article says was told, and what the conversation went on with."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled

from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {
    ("talk", "The Courier", "2025-12-08", "Tolls"): """\
Roe told Radio Norte on Monday that [[tolls must go]](Ada Roe; addressee=Radio Norte). She added that [[bridges had \
never paid for themselves]](Ada Roe). Roe told Kvelden [[ferries were slow]](Ada Roe; addressee=Kvelden). Brandt said \
[[tolls would stay]](Tomas Brandt).
""",
    ("later", "Evening Star", "2025-12-09", "Later"): """\
Roe said [[she was tired]](Ada Roe). Radio Norte was on in the hall.
""",
    ("mast", "Evening Star", "2025-12-07", "Mast"): """\
In the studio of Skerry FM Brandt said [[the mast was safe]](Tomas Brandt).
""",
}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        # first what was told, then what she went on with: not what she told others, nor what she said elsewhere
        ("what did Roe tell Radio Norte?", ["tolls must go", "bridges had never paid for themselves"]),
        ("what did Roe tell Kvelden?", ["ferries were slow", "bridges had never paid for themselves"]),
        ("what did Brandt tell Skerry FM?", ["the mast was safe"]),  # where the sentence names whom
        ("what did Brandt tell Radio Norte?", ["tolls would stay"]),  # as far as the article says
    ],
)
def test_what_was_told_goes_first_and_on(tmp_path: Path, question: str, words: list[str]) -> None:
    with closing(filled(tmp_path, ARTICLES)) as store:
        hits = Newsroom(store, store, clock=lambda: NOW).ask(question).hits
    assert [hit.record.text for hit in hits] == words
