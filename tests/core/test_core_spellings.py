"""What is listed as another spelling of a speaker's name, and what of a mention is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.desk import speakers
from bot.compose.spellings import also_written
from bot.model import SpeakerEntry, SpeakerKind

P, B, A = SpeakerKind.PERSON, SpeakerKind.ORGANISATION, SpeakerKind.ANONYMOUS


@pytest.mark.parametrize(
    ("name", "kind", "aliases", "listed"),
    [
        ("Nora Brannigan", P, ("16:30 Councillor Nora Brannigan",), ()),  # an hour and a title
        ("Nora Brannigan", P, ("Councillor Nora Brannigan, who had tabled the motion after Storm Ottilie,",), ()),
        ("Maren Tolliver", P, ("The crews’ union leader, Maren Tolliver,", "Tolliver"), ("Tolliver",)),
        ("Hakan Fidan", P, ("Fidan", "Turkish Foreign Minister Hakan Fidan"), ("Fidan",)),
        ("Olena Varga", P, ("Olena Varga,", "OLENA VARGA", "the minister"), ()),  # herself
        ("Piet Ostrow", P, ("OSTROW", "Ostrow"), ("Ostrow",)),  # of two the one that is not in capitals
        ("Piet Ostrow", P, ("OSTROW",), ("OSTROW",)),  # the only one
        ("Ann Roe", P, ("Rep. Ann Roe of Ohio", "Ann Roe, Ohio"), ()),  # a place is no name
        ("Quill", P, ("Nadia Quill", "Minister Quill"), ("Nadia Quill",)),  # a fuller name
        ("Stephen King", P, ("King Stephen King", "S. King"), ("S. King",)),  # a title that is a name
        ("Al Thani", P, ("Sheikh", "Sheikh Al-Thani"), ()),  # a title alone, a hyphen
        ("Olena Varga", P, ("Olena Varga’s", "Varga's"), ("Varga",)),  # what is hers
        ("Ann Hill", P, ("Bo Ray endorses Hill",), ()),  # a clause
        ("Karim bin Saad", P, ("Sheikh Karim bin Saad al Lund",), ("Karim bin Saad al Lund",)),  # small words of names
        ("Kelder Line", B, ("The operator, Kelder Line,", "Kelder Line Ltd"), ("Kelder Line Ltd",)),
        ("office", B, ("Her office", "the office"), ()),  # whose it is
        ("International Monetary Fund", B, ("the IMF",), ("IMF",)),
        ("U.S. official", A, ("a US official",), ()),  # dots
    ],
)
def test_only_spellings_of_the_name_are_listed(
    name: str, kind: SpeakerKind, aliases: tuple[str, ...], listed: tuple[str, ...]
) -> None:
    assert also_written(SpeakerEntry(1, name, kind, aliases)) == listed


def test_a_speaker_without_another_spelling_is_listed_without_any() -> None:
    one = SpeakerEntry(1, "Nora Brannigan", P, ("16:30 Councillor Nora Brannigan",), ("Councillor",), 5)
    assert speakers([one], "").notes == ("Nora Brannigan, Councillor: 5 statements",)


@given(st.text(max_size=40), st.lists(st.text(max_size=60), max_size=4))
def test_any_aliases_give_names_without_edges_and_never_the_name_itself(name: str, aliases: list[str]) -> None:
    found = also_written(SpeakerEntry(1, name, P, tuple(aliases)))
    assert all(one == one.strip(" ,;") and one for one in found)
    assert name not in found
    assert len(found) == len(set(found))
