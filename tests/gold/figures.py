"""What the extractor makes of the gold set, by the rules of the shared scorers.

`python tests/gold/figures.py [NAME ...]` prints the figures and everything that is wrong; with `--raise` it lifts the
floors to what was reached, rounded down. Commit them with what lifted them.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import TYPE_CHECKING

from gold import HERE, Marked, load, names

from bot.app import extractor as shipped
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.model import Span, Statement

WORD = re.compile(r"\w+(?:['’]\w+)*")
FLOORS = HERE / "floors.json"
FACTS = ("words", "kind", "attribution", "addressee", "via", "said_on")


def word_starts(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Where the words of `spans` begin: quotation marks and full stops at the edges never matter."""
    return frozenset(m.start() for span in spans for m in WORD.finditer(text, span.start, span.end))


def pairs(text: str, wanted: tuple[Statement, ...], got: tuple[Statement, ...]) -> Iterator[tuple[int, int]]:
    """(wanted, got) one to one, word Jaccard of at least .5, best first: the rule of the shared scorers."""
    w, g = [word_starts(text, s.spans) for s in wanted], [word_starts(text, s.spans) for s in got]
    near = [(len(a & b) / len(a | b), -i, -j) for i, a in enumerate(w) for j, b in enumerate(g) if a & b]
    taken_w: set[int] = set()
    taken_g: set[int] = set()
    for value, i, j in sorted(near, reverse=True):
        if value >= 0.5 and -i not in taken_w and -j not in taken_g:
            taken_w.add(-i)
            taken_g.add(-j)
            yield -i, -j


def names_agree(wanted: Statement, got: Statement) -> bool:
    """Proper names by their last word; of what is printed for the unnamed, one may be part of the other."""
    a, b = _name(wanted.speaker), _name(got.speaker)
    if not a or not b:
        return a == b
    proper = (wanted.speaker or "")[0].isupper()
    return a[-1] == b[-1] or (not proper and (set(a) <= set(b) or set(b) <= set(a)))


def _name(name: str | None) -> list[str]:
    found = [w.removesuffix("'s").removesuffix("s") for w in WORD.findall(fold(name or ""))]
    return [w for w in found if w not in ("the", "a", "an", "unnamed")]


def speaker_right(text: str, wanted: Statement, got: Statement) -> bool:
    """The mention overlaps the marked source, and it resolves to the marked speaker."""
    if wanted.mention is None or got.mention is None:
        return wanted.mention is got.mention
    return bool(word_starts(text, [wanted.mention]) & word_starts(text, [got.mention])) and names_agree(wanted, got)


def facts_right(text: str, wanted: Statement, got: Statement) -> dict[str, bool]:
    """Of a matched statement, what is right beside its speaker; its words are where they are exactly those marked."""
    return {
        "words": word_starts(text, wanted.spans) == word_starts(text, got.spans),
        "kind": wanted.kind is got.kind,
        "attribution": wanted.attribution is got.attribution,
        "addressee": _name(wanted.addressee) == _name(got.addressee),
        "via": [_name(v) for v in wanted.via] == [_name(v) for v in got.via],
        "said_on": wanted.said_on == got.said_on,
    }


def score(articles: Iterable[tuple[Marked, tuple[Statement, ...]]]) -> dict[str, float]:
    """`overlap_f1` and `speaker_f1` of the statements; of the marked ones, the share found with each fact right."""
    marked = found = matched = right = 0
    facts = dict.fromkeys(FACTS, 0)
    for gold, got in articles:
        marked, found = marked + len(gold.statements), found + len(got)
        for i, j in pairs(gold.article.text, gold.statements, got):
            matched += 1
            right += speaker_right(gold.article.text, gold.statements[i], got[j])
            for fact, is_right in facts_right(gold.article.text, gold.statements[i], got[j]).items():
                facts[fact] += is_right
    both = max(1, marked + found)
    shares = {fact: count / max(1, marked) for fact, count in facts.items()}
    return {"overlap_f1": 2 * matched / both, "speaker_f1": 2 * right / both, **shares}


def extracted() -> list[tuple[Marked, tuple[Statement, ...]]]:
    """The whole set with what `bot.extract` finds in it."""
    extractor = shipped()
    return [(gold, tuple(extractor.extract(gold.article))) for gold in map(load, names())]


def misses(gold: Marked, got: tuple[Statement, ...]) -> Iterator[str]:
    """Everything that is wrong in one article, a line each."""
    text, joined = gold.article.text, dict(pairs(gold.article.text, gold.statements, got))
    for i, wanted in enumerate(gold.statements):
        if i not in joined:
            yield f"missed   {wanted.speaker}: {wanted.words(text)!r}"
            continue
        found = got[joined[i]]
        wrong = [fact for fact, is_right in facts_right(text, wanted, found).items() if not is_right]
        if not speaker_right(text, wanted, found):
            mention = found.mention.of(text) if found.mention else None
            yield f"speaker  {found.speaker!r} ({mention!r}) instead of {wanted.speaker!r}: {wanted.words(text)!r}"
        for fact in wrong:
            is_, marked = ((s.words(text) if fact == "words" else getattr(s, fact)) for s in (found, wanted))
            yield f"{fact:8} {is_!r} instead of {marked!r}: {wanted.words(text)!r}"
    for j in sorted(set(range(len(got))) - set(joined.values())):
        yield f"spare    {got[j].speaker}: {got[j].words(text)!r}"


def main() -> None:
    """Print what is wrong in the named articles, or in all, and the figures of the whole set."""
    everything, wanted = extracted(), [arg for arg in sys.argv[1:] if arg != "--raise"]
    for gold, got in everything:
        name = gold.article.id.removeprefix("gold-")
        lines = list(misses(gold, got)) if name in wanted or not wanted else []
        if lines:
            sys.stdout.write("\n  ".join([name, *lines]) + "\n")
    reached = score(everything)
    sys.stdout.write(json.dumps(reached, indent=1) + "\n")
    if "--raise" in sys.argv:
        floors = json.loads(FLOORS.read_text(encoding="utf-8"))
        higher = {key: max(floors.get(key, 0.0), math.floor(100 * value) / 100) for key, value in reached.items()}
        FLOORS.write_text(json.dumps(dict(sorted(higher.items())), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
