"""Article pages in the shapes that outlets use, written for these tests: every person, place and outlet is invented."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

BODY = tuple(
    """
Harbour officials in Marrowgate closed the eastern quay on Tuesday after engineers found cracks in two of its piers, a \
decision that strands nine fishing boats.
“We would rather lose a week than lose a boat,” said Ines Okafor, the harbour master, who ordered the closure before \
dawn.
Okafor added that divers would inspect the remaining eleven piers by Friday.
The owners' association called the step late. “They knew about this in the spring,” said its chairman, Piet Lindqvist, \
“and they did nothing until the sea did it for them.”
A spokesman for the regional government declined to comment on what the repairs would cost.
""".strip().splitlines()
)
HEADLINE = "Marrowgate closes quay after cracks are found"
URL = "https://www.example.org/news/marrowgate-quay"
JUNK = "JUNK"  # stands in everything that must not come through


class Layout(NamedTuple):
    """A page and what it must give."""

    html: str
    lines: tuple[str, ...] = (HEADLINE, *BODY)
    outlet: str | None = "The Marrowgate Courier"
    author: str | None = "Tess Abara"
    published: str | None = "2025-12-09T16:40+01:00"
    url: str = URL
    notes: tuple[str, ...] = ()
    at: str = URL  # where it was found


def paragraphs(lines: tuple[str, ...] = BODY, between: str = "") -> str:
    made = [f"<p>{line}</p>" for line in lines]
    return "\n".join((*made[:2], between, *made[2:]))


def ld(**more: Any) -> str:  # noqa: ANN401 - JSON
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2025-12-09T16:40:00+01:00",
        "dateModified": "2025-12-10T08:00:00+01:00",
        "author": {"@type": "Person", "name": "Tess Abara"},
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Marrowgate Courier"},
        "mainEntityOfPage": URL,
    }
    return f'<script type="application/ld+json">{json.dumps(told | more)}</script>'


def html(body: str, head: str = "", attributes: str = 'lang="en"') -> str:
    return (
        f"<!DOCTYPE html><html {attributes}><head><meta charset='utf-8'>"
        f"<title>{HEADLINE} | The Marrowgate Courier</title>{head}</head><body>{body}</body></html>"
    )


MENU = f"<nav><ul><li><a href='/'>{JUNK} home</a></li><li><a href='/sport'>{JUNK} sport</a></li></ul></nav>"
FOOT = f"<footer><p>{JUNK} © 2025 The Marrowgate Courier. All rights reserved.</p></footer>"

LAYOUTS: dict[str, Layout] = {
    # a broadsheet: everything in JSON-LD, boxes between the paragraphs
    "json-ld": Layout(
        html(
            MENU
            + f"<main><article><h1>{HEADLINE}</h1><figure><img src='q.jpg'><figcaption>{JUNK} The quay on Tuesday. "
            f"“Look at it,” a {JUNK} fisherman said. Photograph: A. Person</figcaption></figure>"
            + paragraphs(
                between=f"<div class='newsletter-signup'><p>{JUNK} Sign up for our morning briefing, free.</p></div>"
                f"<aside><h3>{JUNK} Related</h3><ul><li><a href='/x'>{JUNK} “Never again,” says minister</a></li></ul>"
                f"</aside><p><strong>Read more: <a href='/y'>{JUNK} Storm season begins early</a></strong></p>"
            )
            + f"<div class='article__tags'><a href='/t'>{JUNK} harbours</a></div></article></main>"
            + FOOT,
            ld(),
        )
    ),
    # a content system with a graph of things, the article somewhere among them
    "json-ld graph": Layout(
        html(
            f"<div id='content'><h1>{HEADLINE}</h1><div class='entry-content'>{paragraphs()}</div></div>" + FOOT,
            '<script type="application/ld+json">'
            + json.dumps(
                {
                    "@graph": [
                        {"@type": "WebSite", "name": "Not this"},
                        {
                            "@type": ["Article", "NewsArticle"],
                            "headline": HEADLINE,
                            "datePublished": "2025-12-09T15:40:00Z",
                            "author": [{"name": "Tess Abara"}, {"name": "Jo Venn"}],
                            "publisher": [{"name": "The Marrowgate Courier"}],
                        },
                    ]
                }
            )
            + "</script>",
        ),
        author="Tess Abara, Jo Venn",
        published="2025-12-09T15:40+00:00",
    ),
    # meta elements only, as older systems write them
    "meta": Layout(
        html(
            f"<div class='story'><h1 class='title'>{HEADLINE}</h1>{paragraphs()}</div>" + FOOT,
            "<meta property='og:site_name' content='The Marrowgate Courier'>"
            "<meta name='author' content='By Tess Abara'>"
            "<meta property='article:published_time' content='2025-12-09T16:40:00+0100'>"
            "<link rel='canonical' href='/news/marrowgate-quay?utm_source=feed'>",
        ),
        at=URL + "?utm_campaign=x&fbclid=1",
    ),
    # nothing machine-readable: what a reader sees
    "visible": Layout(
        html(
            f"<div id='page'><h1>{HEADLINE}</h1><p class='byline'>By Tess Abara</p>"
            f"<p class='date'>Tuesday, December 9, 2025 4:40 p.m. EST</p><div class='text'>{paragraphs()}</div></div>"
        ),
        outlet="example.org",
        published="2025-12-09T16:40-05:00",
    ),
    # microdata, a time without a zone
    "microdata": Layout(
        html(
            f"<article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{HEADLINE}</h1>"
            f"<span itemprop='author'><span itemprop='name'>Tess Abara</span></span>"
            f"<time itemprop='datePublished' datetime='2025-12-09 16:40'>9 Dec</time>{paragraphs()}</article>",
            "<meta property='og:site_name' content='The Marrowgate Courier'>",
        ),
        published="2025-12-09T16:40",
    ),
    # AMP: the canonical page has another host of the same outlet
    "amp": Layout(
        html(
            f"<amp-sidebar id='s'>{JUNK} menu</amp-sidebar><article><h1>{HEADLINE}</h1>"
            f"<amp-img src='q.jpg'></amp-img>{paragraphs(between=f'<amp-ad>{JUNK}</amp-ad>')}</article>",
            ld() + f"<link rel='canonical' href='{URL}'><style amp-boilerplate></style>",
            attributes="⚡ lang='en'",
        ),
        at="https://amp.example.org/news/marrowgate-quay.amp",
    ),
    # a live blog: updates, newest first
    "live blog": Layout(
        html(
            f"<main><h1>{HEADLINE}</h1><div class='live'>"
            + "".join(f"<article class='update'><h2>{n}.15</h2><p>{line}</p></article>" for n, line in enumerate(BODY))
            + "</div></main>",
            ld(**{"@type": "LiveBlogPosting", "coverageStartTime": "2025-12-09T06:00:00+01:00"}),
        ),
        notes=("A live blog: this is how it stood when it was read.",),
    ),
    # a paywall: two paragraphs, then an offer
    "paywall": Layout(
        html(
            f"<article><h1>{HEADLINE}</h1><p>{BODY[0]}</p><p>{BODY[1]}</p>"
            f"<div class='paywall-offer'><p>{JUNK} Subscribe for one pound a week to go on.</p></div></article>",
            ld(isAccessibleForFree=False, articleBody=" ".join(BODY)),
        ),
        lines=(HEADLINE, *BODY[:2]),
        notes=("Only the beginning could be read: the rest is for subscribers.",),
    ),
    # taken over from elsewhere: provenance in small print, an agency's mark in the text
    "republished": Layout(
        html(
            f"<article><h1>{HEADLINE}</h1><p>MARROWGATE (Reuters) - {BODY[0]}</p>"
            + "".join(f"<p>{line}</p>" for line in BODY[1:])
            + f"</article><footer><small>Republished with permission from Northgate Tribune.</small>{JUNK}</footer>",
            ld(),
        ),
        lines=(
            HEADLINE,
            f"MARROWGATE (Reuters) - {BODY[0]}",
            *BODY[1:],
            "Republished with permission from Northgate Tribune.",
        ),
    ),
    # a page that a program fills in the browser: only JSON-LD has the text
    "filled by a program": Layout(
        html(f"<div id='root'></div><noscript>{JUNK} needs JavaScript</noscript>", ld(articleBody="\n".join(BODY)))
    ),
    # a wire's page: no boxes, br instead of paragraphs, in an old encoding's clothes
    "plain old html": Layout(
        "<html><head><title>x</title></head><body><table><tr><td><h1>"
        + HEADLINE
        + "</h1><div class='body'>"
        + "<br><br>".join(BODY)
        + "</div></td></tr></table></body></html>",
        outlet="example.org",
        author=None,
        published=None,
    ),
    # the whole article lies in a box whose name is that of an offer
    "misnamed box": Layout(
        html(f"<div class='content related-layout subscription'><h1>{HEADLINE}</h1>{paragraphs()}</div>", ld())
    ),
    # a canonical address that is another outlet's is not believed
    "foreign canonical": Layout(
        html(
            f"<article><h1>{HEADLINE}</h1>{paragraphs()}</article>",
            ld() + "<link rel='canonical' href='https://courier.example.com/their-own-article'>",
        )
    ),
    # a canonical address that is the front page is a mistake of theirs
    "canonical of the front page": Layout(
        html(
            f"<article><h1>{HEADLINE}</h1>{paragraphs()}</article>",
            ld() + "<link rel='canonical' href='https://www.example.org/'>",
        )
    ),
}
