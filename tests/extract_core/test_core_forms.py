from __future__ import annotations

import pytest

from bot.extract.core.forms import formal

DIALOGUE = "FALK: Why now?\n\nRUIZ: It rained.\n\nFALK: And then?\n\nRUIZ: It poured."


def _found(text: str) -> list[tuple[str, str]]:
    drafts = formal(text)
    return [(d.mention.of(text) if d.mention else "", " … ".join(s.of(text) for s in d.spans)) for d in drafts]


def test_a_dialogue_gives_each_turn_to_its_label() -> None:
    assert _found(DIALOGUE) == [
        ("FALK", "Why now?"),
        ("RUIZ", "It rained."),
        ("FALK", "And then?"),
        ("RUIZ", "It poured."),
    ]


def test_a_turn_runs_on_over_paragraphs_that_reopen_its_quotation() -> None:
    turns = ("“FALK: Why now?", "“RUIZ: It rained.", "“It poured.", "“FALK: And then?", "“RUIZ: Nothing.", "It shut.")
    text = "\n\n".join(turns)
    assert _found(text)[1] == ("RUIZ", "It rained. … “It poured.")
    assert _found(text)[-1] == ("RUIZ", "Nothing.")


@pytest.mark.parametrize(
    "text",
    [
        "FALK: Why now?\n\nRUIZ: It rained.",  # once each is no dialogue
        "RELATED: A mill\n\nWATCH: A fire\n\nRELATED: A dam\n\nWATCH: A flood",  # labels of the page
        "Monday: rain\n\nmost days: sun\n\nMonday: rain\n\nmost days: sun",  # one name only
        "FALK:\n\nRUIZ:\n\nFALK:\n\nRUIZ:",  # nothing behind the colon
        "",
    ],
)
def test_other_colons_are_no_dialogue(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“It is a disgrace.” ― Ana Ruiz", "Ana Ruiz"),  # behind it
        ("“It is a disgrace.”― Ana de la Ruiz.", "Ana de la Ruiz"),  # without a blank, with particles
        ('"It is a disgrace." -- Ana Ruiz, teacher', "Ana Ruiz"),  # what she is does not belong to the name
        ("“It is a disgrace.”\n— Ana Ruiz", "Ana Ruiz"),  # on the line below
    ],
)
def test_a_signed_quotation_is_its_signers(text: str, who: str) -> None:
    found = _found(text)
    assert [name for name, _ in found] == [who]
    assert "It is a disgrace." in found[0][1]
    assert "Ruiz" not in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "“It is a disgrace” — and it rained.",  # the sentence goes on
        "It is a disgrace. — Ana Ruiz",  # not quoted
        "— Ana Ruiz",  # nothing above
        "He called it “a disgrace” — Ana Ruiz",  # the quotation is only a part of the line
    ],
)
def test_other_dashes_sign_nothing(text: str) -> None:
    assert _found(text) == []
