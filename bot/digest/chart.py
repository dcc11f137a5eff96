"""The chart of a weekly digest, as a picture. Drawn with matplotlib's `Figure` and Agg, never with pyplot.

pyplot keeps its figures in a state that all threads share [matplotlib.org/stable/users/faq.html, "Work with threads"];
matplotlib is imported when a chart is first drawn, as it takes longer than answering.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from bot.digest.extras import BARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.digest.model import Quoted

# Told apart by hatching as well as by colour, which not everybody sees.
STYLES = (("quotes", "#1f4e79", ""), ("part-quotes", "#7ba7cc", "//"), ("paraphrases", "#d9d9d9", ".."))
NAME = 32  # letters of a name beside its bar


def draw(rows: Sequence[Quoted], title: str) -> bytes:
    """A PNG of the most quoted speakers: a bar each, by how much of it is their own words. ValueError for none."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see above
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - see above

    if not rows:
        raise ValueError("a chart needs somebody who is quoted")
    shown = list(reversed(rows[:BARS]))
    figure = Figure(figsize=(8, 1.4 + 0.4 * len(shown)), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    names, left = [_plain(row.name) for row in shown], [0] * len(shown)
    places = range(len(shown))
    for look, (label, colour, hatch) in enumerate(STYLES):
        widths = [row.looks[look] for row in shown]
        axes.barh(places, widths, left=left, label=label, color=colour, hatch=hatch, edgecolor="white")
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(places, names, parse_math=False)
    axes.set_title(_plain(title, 90), loc="left", parse_math=False)
    axes.set_xlabel("statements")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)  # shown as a box; the words have it
        figure.savefig(out, format="png")
    return out.getvalue()


def _plain(text: str, most: int = NAME) -> str:
    """One line of printable letters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
