"""A corpus of a few articles written for the tests, in the format that training reads.

Paragraphs are written with marks: {content}, [source], <cue>; a paragraph is one attribution, or none.
"""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MARK = re.compile(r"[{}\[\]<>]")
_NAMES = {"{": "content", "[": "source", "<": "cue"}
_TOKEN = re.compile(r"\w+|[^\w\s]")
_POS = {
    **dict.fromkeys(("said", "told", "warned", "believes", "was", "opened", "rose"), "VBD"),
    **dict.fromkeys(("the", "a"), "DT"),
    **dict.fromkeys(("he", "she", "they", "it"), "PRP"),
    **dict.fromkeys(("that", "of", "in", "to", "on", "for"), "IN"),
}

PEOPLE = ("Ana Ruiz", "Tom Berg", "Lena Falk", "Omar Said", "Iris Kent", "Paul Moreau")
PLACES = ("harbour", "library", "ferry", "orchard", "bakery", "station")
FRAMES = (
    "The {place} opened on Monday. It was full by noon.",
    "{{“The {place} is ready,”}} [{who}] <said>.",
    "[{who}] <said> {{the {place} would close in May}}.",
    "{{“We counted every visitor,”}} [she] <said>. {{“The {place} was never empty.”}}",
    "[{who}] <told> the council {{that the {place} needs a new roof}}, and the meeting ended.",
    "{{The {place} will cost more}}, <according> to [{who}].",
    "[{who}] <warned> {{that the old {place} was not safe}}.",
    "[{who}] <believes> {{that the {place} is the best in town}}.",
    "Prices rose in the {place}. Nobody was surprised.",
)


def marked_up(paragraph: str) -> tuple[str, dict[str, list[list[int]]]]:
    """The paragraph without its marks, and the places they stood around."""
    text, spans, open_at = "", {"content": [], "source": [], "cue": []}, 0
    kind = ""
    last = 0
    for match in _MARK.finditer(paragraph):
        text += paragraph[last : match.start()]
        last = match.end()
        if match.group() in _NAMES:
            kind, open_at = _NAMES[match.group()], len(text)
        else:
            spans[kind].append([open_at, len(text)])
    return text + paragraph[last:], spans


def write(folder: Path, articles: int = 12) -> Path:
    """Write `train.gold.jsonl` and `train.parse.jsonl.gz`; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [_article(n) for n in range(articles)]
    lines = [json.dumps({"article": f"a{n}", "text": t, "attributions": a}) for n, (t, a) in enumerate(made)]
    (folder / "train.gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with gzip.open(folder / "train.parse.jsonl.gz", "wt", encoding="utf-8") as file:
        for n, (text, _) in enumerate(made):
            file.write(json.dumps({"article": f"a{n}", "sentences": [_tags(text)]}) + "\n")
    return folder


def _article(number: int) -> tuple[str, list[dict[str, object]]]:
    text, marks = "", []
    for k in range(len(FRAMES)):
        frame = FRAMES[(k + number) % len(FRAMES)]
        who, place = PEOPLE[(number + k) % len(PEOPLE)], PLACES[(2 * number + k) % len(PLACES)]
        plain, spans = marked_up(frame.format(who=who, place=place))
        if spans["content"]:
            moved = {kind: [[a + len(text), b + len(text)] for a, b in found] for kind, found in spans.items()}
            marks.append({**moved, "source_head": moved["source"], "speech": "<believes>" not in frame})
        text += plain + "\n\n"
    return text, marks


def _tags(text: str) -> list[list[object]]:
    rows: list[list[object]] = []
    for m in _TOKEN.finditer(text):
        word = m.group()
        name = word[0].isupper() and len(rows) > 0 and rows[-1][2] != "."
        pos = _POS.get(word.lower(), "NNP" if name else "NN" if word.isalnum() else word)
        rows.append([m.start(), m.end(), pos, "PERSON" if pos == "NNP" else "O", 0, "dep"])
    return rows
