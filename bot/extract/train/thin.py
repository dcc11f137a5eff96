"""Models made small: weights with fewer bits, which compress well and change nothing that shows.

A CRFsuite model file begins with "lCRF", its size, "FOMC", a version and counts, then the offset of the chunk of
features: "FEAT", size, count, and 20 bytes each (kind, source, target, and the weight as a double); little-endian.
Source: crf1d_model.c of CRFsuite 0.12.
"""

from __future__ import annotations

import struct

_OFFSET_AT = 28  # of the chunk of features, in the file's head
_HEAD, _EACH, _WEIGHT_AT = 12, 20, 12
_KEPT = 4  # bytes of the double: sign, exponent and 20 bits of fraction at most
_BITS = 0xFFFFFE00  # of those four bytes: 11 bits of fraction


def thinned(model: bytes) -> bytes:
    """The model with each weight rounded towards zero to about three decimal digits."""
    out = bytearray(model)
    if out[:4] != b"lCRF":
        raise ValueError("not a CRFsuite model")
    (begin,) = struct.unpack_from("<I", out, _OFFSET_AT)
    if out[begin : begin + 4] != b"FEAT":
        raise ValueError("no features where the head says")
    (count,) = struct.unpack_from("<I", out, begin + 8)
    high = struct.Struct("<I")
    for at in range(begin + _HEAD + _WEIGHT_AT, begin + _HEAD + count * _EACH, _EACH):
        (kept,) = high.unpack_from(out, at + _KEPT)
        out[at : at + _KEPT] = b"\0\0\0\0"
        high.pack_into(out, at + _KEPT, kept & _BITS)
    return bytes(out)
