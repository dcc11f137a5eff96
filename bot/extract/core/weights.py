"""One file of weights: how it is packed, and the refusal of what does not fit these features.

Layout: the magic line, one line of JSON (feature version, sizes of the parts, the judge's trees), then the parts,
each compressed by itself. Whoever changes what a tagger sees raises `FEATURES`, and old weights are refused.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import lru_cache

from bot.errors import VerbatimError
from bot.extract.core.trees import Forest

FEATURES = 2  # of every attribute in tags, cues, roles and judge together
PARTS = ("pos", "entity", "cue", "role")
_MAGIC = b"verbatim-core\n"
_AGAIN = "train again with `python -m bot.extract.train CORPUS OUT`"


class WeightsError(VerbatimError):
    """The file holds no weights, damaged ones, or ones made for other features."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What training made: a CRF model a part, and the judge's trees. Shared by threads, never changed."""

    parts: dict[str, bytes]
    judge: Forest
    trained: str  # which training made them; part of the extractor's version


def pack(weights: Weights) -> bytes:
    """The file's bytes; the same weights give the same bytes."""
    packed = {name: zlib.compress(weights.parts[name], 9) for name in PARTS}
    head = {
        "features": FEATURES,
        "trained": weights.trained,
        "parts": {name: len(packed[name]) for name in PARTS},
        "judge": {"names": weights.judge.names, "start": weights.judge.start, "trees": weights.judge.trees},
    }
    return (
        _MAGIC
        + json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
        + b"\n"
        + b"".join(packed[name] for name in PARTS)
    )


@lru_cache(maxsize=1)
def unpack(data: bytes) -> Weights:
    """Read what `pack` wrote. Raises WeightsError, with what to do about it.

    The last ones are kept, so that the threads of a bot share them: each would take 0.2 s and its own memory.
    """
    if not data.startswith(_MAGIC):
        raise WeightsError(f"These are no weights of the trained extractor; {_AGAIN}.")
    line, _, body = data[len(_MAGIC) :].partition(b"\n")
    try:
        head = json.loads(line)
        version, sizes, trained = (head[name] for name in ("features", "parts", "trained"))
        judge = Forest(tuple(head["judge"]["names"]), head["judge"]["start"], tuple(head["judge"]["trees"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise WeightsError(f"The weights are damaged; {_AGAIN}.") from problem
    if version != FEATURES:
        raise WeightsError(
            f"These weights are for features {version}, this extractor makes features {FEATURES}; {_AGAIN}."
        )
    return Weights(_parts(body, sizes), judge, trained)


def _parts(body: bytes, sizes: dict[str, int]) -> dict[str, bytes]:
    parts, at = {}, 0
    for name in PARTS:
        piece = body[at : at + sizes[name]]
        at += sizes[name]
        try:
            parts[name] = zlib.decompress(piece)
        except zlib.error as problem:
            raise WeightsError(f"The weights are damaged; {_AGAIN}.") from problem
    return parts
