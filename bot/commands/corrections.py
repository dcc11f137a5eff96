"""`verbatim corrections`: what the desk corrected, for those who better the extractor."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import casebook
from bot.commands.session import Session, db_option
from bot.errors import UsageError
from bot.opened import opened
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.casebook import Case


@click.group()
def corrections() -> None:
    """What people corrected."""


@corrections.command()
@click.option("--out", type=click.Path(path_type=Path), help="A file, or a folder for a pair of files a case.")
@click.option("--private", is_flag=True, help="Also what belongs to channels and persons.")
@db_option
@click.pass_obj
def export(session: Session, out: Path | None, *, private: bool) -> None:
    """Print what the desk corrected as test cases, in the format of the gold set (tests/gold).

    A case is a whole article, one JSON object: read what nobody corrected in it before you add it.

    \b
    verbatim corrections export > cases.jsonl
    verbatim corrections export --out tests/gold
    """
    with opened(session.settings) as desk:
        cases = list(desk.store.cases(desk.newsroom.clock(), private=private))
    whole = [case for case in cases if casebook.fits(case)]
    if out is None:
        sys.stdout.writelines(_rows(whole))
    else:
        _written(whole, out)
    people, removed = casebook.told(whole)
    said = f"{plural(len(whole), 'case')}: {plural(people, 'speaker')} set, {plural(removed, 'statement')} taken out."
    left = len(cases) - len(whole)
    said += f" {plural(left, 'article')} left out: a statement there goes over several lines." if left else ""
    click.echo(said, err=True)


def _rows(cases: Iterable[Case]) -> Iterable[str]:
    return (json.dumps(casebook.as_json(case)) + "\n" for case in cases)


def _written(cases: Sequence[Case], out: Path) -> None:
    try:
        if out.is_dir():
            for case in cases:
                stem = casebook.name(case)
                (out / f"{stem}.txt").write_bytes(case.article.text.encode("utf-8", "surrogatepass"))
                (out / f"{stem}.ann").write_text(casebook.marks(case), encoding="utf-8", errors="surrogatepass")
        else:
            with out.open("w", encoding="utf-8") as file:
                file.writelines(_rows(cases))
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}): name another place with --out.") from error
