"""The model card that is written beside the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.train.corpus import Article
    from bot.extract.train.figures import Figures

_CARD = """# Weights of the extraction core

`core.bin` ({size:,} bytes, sha256 {digest}…), trained on {date} by `python -m bot.extract.train CORPUS OUT`; the same
corpus and code give the same bytes.

**What it is.** Four linear-chain CRFs (parts of speech, entities, cues, roles of the words around a cue; CRFsuite) and
boosted trees that accept or reject whole statements. Features of version {features}; weights of another
version are refused. Written for English news prose; it analyses no other language.

**What it was trained on.** PolNeAR, a corpus of US political news of 2015 and 2016 with hand-made attributions
(Newell, Margolin and Ruths, 2018): {articles} articles, {attributions:,} attributions, {speech:,} of them with a
reporting verb, and machine-made parts of speech and entity tags. Nothing of its development or test part.

**What it does** on {held} held-out articles (development part; a statement is found where half the words agree):

| | precision | recall | F1 |
|---|---|---|---|
| statement overlaps | {overlap} |
| and names the right source | {right} |

These are of finding alone, before speakers are resolved; `make eval` has the whole extraction.

**What it is bad at.** Where people disagree too: speech acts without speech ("outlined", "dismissed"), how far an
indirect statement runs over "and", "as" and "because", sources far from their cue. It has seen one country, two years
and seven outlets; other subjects and styles are less sure than the figures say.

**Licence.** PolNeAR carries no licence file, and the articles are their publishers'. The weights hold statistics of
single words, word pairs and tags, no sentences. Whether that suffices for your use is for you to judge; the rule-based
finder works without them.
"""


def card(
    made: bytes, digest: str, features: int, date: str, articles: Sequence[Article], held: tuple[int, Figures]
) -> str:
    """The card's text; `held` is the number of held-out articles and the figures on them."""
    count, figures = held
    marks = [one for article in articles for one in article.attributions]
    return _CARD.format(
        size=len(made),
        digest=digest,
        date=date,
        features=features,
        articles=len(articles),
        attributions=len(marks),
        speech=sum(one.speech for one in marks),
        held=count,
        overlap=_row(figures.scores(figures.overlapping)),
        right=_row(figures.scores(figures.right)),
    )


def _row(scores: tuple[float, float, float]) -> str:
    return " | ".join(f"{100 * score:.1f}" for score in scores)
