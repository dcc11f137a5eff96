"""The order of training: each stage learns from what the earlier ones make of articles they have not seen.

    tags -> cues -> roles -> judge

What a stage hands on for its own training articles comes from models of the other folds, so that the next one meets
the mistakes it will meet at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.core.candidates import Candidate
from bot.extract.core.cues import cue_attributes
from bot.extract.core.edges import spans_of
from bot.extract.core.finder import candidates, cue_chances
from bot.extract.core.judge import has_quotation, values
from bot.extract.core.roles import role_attributes, scene, window
from bot.extract.core.second import Opinions, Ruled
from bot.extract.core.tagger import tagger
from bot.extract.core.tags import entity_attributes, tag_attributes
from bot.extract.document import read
from bot.extract.rules import RuleFinder
from bot.extract.train.boost import boost
from bot.extract.train.fit import crf, perceptron
from bot.extract.train.labels import cue_labels, marked, role_labels
from bot.extract.train.truth import Gold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.extract.core.tagger import Rows
    from bot.extract.core.trees import Forest
    from bot.extract.train.corpus import Article

TAG_ROUNDS, CUE_ROUNDS, ROLE_ROUNDS = 8, 60, 60
CUE_LEAST, ROLE_LEAST = 2, 3
CUE_SMOOTH, ROLE_SMOOTH = 0.1, 1.0  # chosen on dev; 0.1 makes the role tagger too sure of itself
_UNKNOWN = (".", "-")  # of a token the parser did not see
Tags = dict[int, tuple[str, str]]
Chances = tuple[list[float], list[float]]


def fit_tags(articles: Sequence[Article], tags: dict[str, Tags]) -> tuple[bytes, bytes]:
    """The part-of-speech and the entity tagger, from articles that have machine-made tags."""
    rows, entities = [], []
    for article in articles:
        known = tags.get(article.name, {})
        for part in article.units if known else ():
            gold = [known.get(end - 1, _UNKNOWN) for end in part.end]
            part.pos, part.entity = [g[0] for g in gold], [g[1] for g in gold]
            rows.append((tag_attributes(part), part.pos))
            entities.append((entity_attributes(part), part.entity))
    return perceptron(rows, TAG_ROUNDS), perceptron(entities, TAG_ROUNDS)


def tag(articles: Sequence[Article], models: tuple[bytes, bytes]) -> None:
    """Fill in parts of speech and entities."""
    pos, entity = (tagger(m) for m in models)
    for part in (part for article in articles for part in article.units):
        part.pos = pos.tag(tag_attributes(part))
        part.entity = entity.tag(entity_attributes(part))


def fit_cues(articles: Sequence[Article]) -> bytes:
    """The cue tagger."""
    return crf(
        (
            (cue_attributes(part), cue_labels(part, gold))
            for article in articles
            for part, gold in zip(article.units, marked(article), strict=True)
        ),
        CUE_ROUNDS,
        CUE_LEAST,
        CUE_SMOOTH,
    )


def chances(article: Article, cue: bytes) -> list[Chances]:
    """By unit: the chances of its words to anchor a cue."""
    made = tagger(cue)
    return [cue_chances(made, part) for part in article.units]


def fit_roles(articles: Sequence[Article], cues: Sequence[list[Chances]]) -> bytes:
    """The role tagger, on gold cues with the chances the cue tagger gives around them."""
    return crf(_role_sequences(articles, cues), ROLE_ROUNDS, ROLE_LEAST, ROLE_SMOOTH)


def _role_sequences(articles: Sequence[Article], cues: Sequence[list[Chances]]) -> Iterator[tuple[Rows, list[str]]]:
    for article, by_unit in zip(articles, cues, strict=True):
        for part, gold, (speech, _) in zip(article.units, marked(article), by_unit, strict=True):
            if not gold:
                continue
            seen = scene(part, speech)
            for one in gold:
                low, high = window(part, one.anchor)
                yield role_attributes(seen, one.anchor), role_labels(part, one)[low:high]


Found = tuple[list[Candidate], list[Ruled]]


def found(article: Article, cues: list[Chances], role: bytes) -> list[Found]:
    """By unit: the candidates, the rules' among them, and what the rules find."""
    made, opinions = tagger(role), Opinions(RuleFinder().find(read(article.text)))
    out = []
    for part, chance in zip(article.units, cues, strict=True):
        ruled = opinions.of(part)
        out.append((candidates(made, part, *chance, ruled), ruled))
    return out


Cases = list[tuple[dict[str, float], bool]]


def judge_cases(article: Article, by_unit: list[Found]) -> Cases:
    """What the judge learns from an article.

    Right are statements of speech with the right source, and quoted words under any cue; wrong is what no gold
    attribution answers to, what has another source, and belief or action without quoted words (a third of these,
    since gold is of two minds about many of them).
    """
    gold, cases, skipped = Gold(article), [], 0
    for part, (all_found, ruled) in zip(article.units, by_unit, strict=True):
        for one in all_found:
            source = (part.begin[one.source[0]], part.end[one.source[1]]) if one.source else None
            truth = gold.judge([(s.start, s.end) for s in spans_of(one, part)], source)
            right = truth.right and (truth.speech or has_quotation(one, part))
            if truth.overlaps and not truth.speech and not right:
                skipped += 1
                if skipped % 3:
                    continue
            cases.append((values(one, part, all_found, ruled), right))
    return cases


def fit_judge(cases: Cases) -> Forest:
    """The judge."""
    return boost([row for row, _ in cases], [right for _, right in cases])
