from __future__ import annotations

import json

import pytest

from bot.errors import VerbatimError
from bot.extract.core.trees import Forest
from bot.extract.core.weights import FEATURES, Weights, WeightsError, pack, unpack

FOREST = Forest(("x", "y"), -1.5, ([1, 0.5, -0.1, 0.2], 0.3))
WEIGHTS = Weights({n: n.encode() * 50 for n in ("pos", "entity", "cue", "role")}, FOREST, "abc")


def test_weights_come_back_as_they_were() -> None:
    assert unpack(pack(WEIGHTS)) == WEIGHTS
    assert pack(unpack(pack(WEIGHTS))) == pack(WEIGHTS)


def _with_version(version: object) -> bytes:
    magic, head, body = pack(WEIGHTS).split(b"\n", 2)
    changed = json.dumps({**json.loads(head), "features": version}).encode()
    return b"\n".join((magic, changed, body))


@pytest.mark.parametrize("version", [FEATURES - 1, FEATURES + 1, None])
def test_weights_of_other_features_are_refused_with_both_versions_and_what_to_do(version: object) -> None:
    with pytest.raises(WeightsError, match=rf"features {version}, .* features {FEATURES}; train again with") as caught:
        unpack(_with_version(version))
    assert isinstance(caught.value, VerbatimError)


@pytest.mark.parametrize(
    "data",
    [
        b"",  # an empty file
        b"PK\x03\x04 something else",  # another format
        pack(WEIGHTS)[:-20],  # cut short
        pack(WEIGHTS)[:20],  # cut in the head
        pack(WEIGHTS).replace(b'"judge"', b'"fudge"'),  # a name missing
        pack(WEIGHTS).split(b"\n", 2)[0] + b"\n[1, 2]\n",  # no object
    ],
)
def test_what_is_no_weights_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(WeightsError, match="train again with"):
        unpack(data)
