"""Bytes between two processes: each message after its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO

SIZE = 8  # bytes of a length


def send(pipe: IO[bytes], data: bytes) -> None:
    """One length and so many bytes."""
    pipe.write(len(data).to_bytes(SIZE, "big"))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes], largest: int) -> bytes:
    """What `send` was given. EOFError where the pipe ends before, or more is announced than may come."""
    size = pipe.read(SIZE)
    if len(size) < SIZE or int.from_bytes(size, "big") > largest:
        raise EOFError
    data = pipe.read(int.from_bytes(size, "big"))
    if len(data) < int.from_bytes(size, "big"):
        raise EOFError
    return data
