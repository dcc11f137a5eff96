"""What the reader process runs: `python -m bot.ingest.child`, started by bot.ingest.reader and by nobody else.

weights -> warm up -> no more files, sockets, processes -> (job, bytes) -> articles with statements -> …
"""

from __future__ import annotations

import codecs
import json
import sys
from contextlib import suppress
from dataclasses import replace
from encodings.aliases import aliases
from importlib import resources
from importlib.machinery import BuiltinImporter, FrozenImporter
from typing import IO

from bot.errors import SourceError
from bot.extract import Extractor
from bot.ingest import jail
from bot.ingest.kinds import KINDS, WARMING
from bot.ingest.parcel import Job, Reading, job_of, packed
from bot.pipes import receive, send

_LARGEST = 64 * 1024 * 1024  # bytes of a job; files may be larger than pages
DAMAGED = json.dumps({"error": "it is damaged or made in a way that cannot be read."}).encode()


def main() -> None:
    """Serve jobs until the pipe ends."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    extractor = Extractor(resources.files("bot").joinpath("extract", "weights", "core.bin").read_bytes())
    _know_encodings()
    for kind, sample in WARMING:
        if done(Job(kind, "https://example.org/"), sample, extractor) == DAMAGED:
            sys.exit(f"{kind} cannot be read at all")  # better no reader than one that calls everything damaged
    _import_no_more()
    jail.lock_up()
    send(answers, extractor.version.encode())
    serve(jobs, answers, extractor)


def _import_no_more() -> None:
    """Let libraries that try for what is not installed hear that it is not there, and not look for it on the disk.

    feedparser does at each feed. Python looks a folder of its path through anew once anything in it has changed, which
    without a single descriptor is an error, and from then on every feed would be called damaged.
    """
    sys.path.clear()
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter]


def _know_encodings() -> None:
    """Import every codec there is: each is a module, and no file can be opened later."""
    for name in {*aliases.values(), "idna", "punycode", "utf_8_sig"}:
        with suppress(LookupError):  # those of other systems
            codecs.lookup(name)


def serve(jobs: IO[bytes], answers: IO[bytes], extractor: Extractor) -> None:
    """One answer a job."""
    while True:
        try:
            job = job_of(receive(jobs, _LARGEST))
            data = receive(jobs, _LARGEST)
        except EOFError:
            return
        jail.allow_another_job()
        send(answers, done(job, data, extractor))


def done(job: Job, data: bytes, extractor: Extractor) -> bytes:
    """The answer to a job: a Reading, or the sentence that says why there is none."""
    try:
        return packed(_extracted(KINDS[job.kind](data, job), extractor))
    except SourceError as error:
        return json.dumps({"error": str(error)}).encode()
    except (ArithmeticError, AttributeError, ImportError, LookupError, OSError, RecursionError, TypeError, ValueError):
        # what libraries raise at bytes made to break them; MemoryError ends the process, as a reader short of memory
        # is not to be trusted with the next job
        return DAMAGED


def _extracted(found: Reading, extractor: Extractor) -> Reading:
    articles = (replace(one, statements=tuple(extractor.extract(one.article))) for one in found.articles)
    return replace(found, articles=tuple(articles))


if __name__ == "__main__":
    main()
