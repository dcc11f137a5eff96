"""Who is meant, to whom it was said, on whose word, and when."""

from __future__ import annotations

import pytest

from bot.extract import Extractor
from bot.extract.machine import as_json
from bot.model import Article, Attribution, SpeakerKind, Statement

MOSS = "Chief engineer Ada Moss opened the dam. "
BOTH = "Engineer Ada Moss met mayor Emil Kern. "
TOLD = "A river official told the Post that it leaks. "

# What the row defends, text, speaker of the last statement, how the article points at it.
WHO = [
    ("surname", MOSS + "Moss said it holds.", "Ada Moss", Attribution.NAMED),
    ("full name later", "Moss said it holds. Ada Moss built it.", "Ada Moss", Attribution.NAMED),
    ("courtesy title", MOSS + "Ms. Moss said it holds.", "Ada Moss", Attribution.NAMED),
    (
        "a relative that opens the sentence",
        BOTH + "My mother is old, but she said it holds.",
        "mother",
        Attribution.PRONOUN,
    ),
    ("not one who does not", BOTH + "His father left. He said it holds.", "Emil Kern", Attribution.PRONOUN),
    ("surname that is a title", "Ada King left. Ms. King said it holds.", "Ada King", Attribution.NAMED),
    ("initials", "Ada B. Moss said it holds.", "Ada B. Moss", Attribution.NAMED),
    ("pronoun", MOSS + "She said it holds.", "Ada Moss", Attribution.PRONOUN),
    ("gender of the name", BOTH + "He said it holds.", "Emil Kern", Attribution.PRONOUN),
    ("gender, the other way", BOTH + "She said it holds.", "Ada Moss", Attribution.PRONOUN),
    ("speaker in force", BOTH + '"It holds," Kern said. He added that it hums.', "Emil Kern", Attribution.PRONOUN),
    ("not the one named in the words", "Emil Kern met Otto Falk. He said Falk lied.", "Emil Kern", Attribution.PRONOUN),
    (
        "not the one spoken to",
        "Otto Falk asked. Emil Kern sat. He told Kern it leaks.",
        "Otto Falk",
        Attribution.PRONOUN,
    ),
    ("role", BOTH + "The mayor said it holds.", "Emil Kern", Attribution.DESCRIPTION),
    ("role with its adjective", MOSS + "The chief engineer said it holds.", "Ada Moss", Attribution.DESCRIPTION),
    ("abbreviated title", "Sen. Ada Moss left. The senator said it holds.", "Ada Moss", Attribution.DESCRIPTION),
    ("role behind the name", "Ada Moss, a diver, rose. The diver said it holds.", "Ada Moss", Attribution.DESCRIPTION),
    ("unnamed source", TOLD + "The official said it hums.", "river official", Attribution.DESCRIPTION),
    ("source for official", TOLD + "It hums, according to the source.", "river official", Attribution.DESCRIPTION),
    ("pronoun for an unnamed source", TOLD + "He said it hums.", "river official", Attribution.PRONOUN),
    (
        "company",
        "Dam Corp. grew. Dam Corp. said it holds. The company said it hums.",
        "Dam Corp.",
        Attribution.DESCRIPTION,
    ),
    ("whose remarks they are", MOSS + "Moss's remarks suggest that it holds.", "Ada Moss", Attribution.NAMED),
    (
        "an unnamed one's remarks",
        TOLD + "The official's comments suggest that it hums.",
        "river official",
        Attribution.DESCRIPTION,
    ),
    ("nobody", "He said it holds.", None, Attribution.PRONOUN),
    (
        "a spokesperson beside the name",
        "Mayor Emil Kern's spokeswoman, Ada Moss, said it holds.",
        "Ada Moss",
        Attribution.NAMED,
    ),
    (
        "a spokesman without a name",
        "A spokesman for Emil Kern said it holds.",
        "spokesman",
        Attribution.ANONYMOUS,
    ),
    (
        "the report's outlet",
        "A report by The Post ran. The report said it leaks.",
        "The Post",
        Attribution.DESCRIPTION,
    ),
]


def last(text: str, published: str | None = "2025-12-10") -> Statement:
    return Extractor().extract(Article("a", text, published=published))[-1]


@pytest.mark.parametrize(("row", "text", "speaker", "attribution"), WHO, ids=[w[0] for w in WHO])
def test_who_speaks_is_resolved(row: str, text: str, speaker: str | None, attribution: Attribution) -> None:
    found = last(text)
    assert (found.speaker, found.attribution) == (speaker, attribution), row


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("QUESTION", "questioner"),  # nobody is called "question"
        ("Q", "questioner"),  # and no organisation is called "Q"
        ("A", "interviewee"),  # no article
        ("REPORTER", "reporter"),
        ("MODERATOR", "moderator"),
        ("INTERVIEWER", "interviewer"),
    ],
)
def test_turns_of_a_transcript_without_a_name_are_an_unnamed_speakers(label: str, speaker: str) -> None:
    found = Extractor().extract(
        Article("a", f"MOSS: It is the dam of Ada Moss.\n\n{label}: Does it hold in the rain?")
    )[-1]
    assert (found.speaker, found.speaker_kind, found.attribution) == (
        speaker,
        SpeakerKind.ANONYMOUS,
        Attribution.ANONYMOUS,
    )


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A question, said Ada Moss, is whether it holds.", "Ada Moss"),  # no label
        ('Question Time host Ada Moss said: "It holds."', "Ada Moss"),  # more than a label
        ("The reporter said that it leaks.", "reporter"),  # a description
    ],
)
def test_words_of_labels_elsewhere_are_read_as_they_stand(text: str, speaker: str) -> None:
    assert last(text).speaker == speaker


KINDS = [
    ("Ada Moss said it holds.", SpeakerKind.PERSON),
    ("The Dam Authority said it holds.", SpeakerKind.ORGANISATION),
    ("Critics said it leaks.", SpeakerKind.GROUP),
    ("Republicans said it leaks.", SpeakerKind.GROUP),
    ("An official said it leaks.", SpeakerKind.ANONYMOUS),
    ("A survey says that it leaks.", SpeakerKind.DOCUMENT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_sort_of_speaker_is_told(text: str, kind: SpeakerKind) -> None:
    assert last(text).speaker_kind is kind


ROLES = [
    ("Turkish Dam Minister Ada Moss said it holds.", "Turkish Dam Minister"),
    ("Senior dam official Ada Moss said it holds.", "Senior dam official"),
    ("Ada Moss, spokesperson for the ministry, said it holds.", "spokesperson for the ministry"),
    ("Ada Moss, the chief engineer, left. Moss said it holds.", "chief engineer"),
    ("Emil Kern's spokesperson, Ada Moss, said it holds.", "spokesperson"),  # never the possessor
    ("The dam's director, Ada Moss, said it holds.", "director"),
    ("Mrs. Ada Moss said it holds.", None),  # politeness is no role
    ("Ada Moss said it holds.", None),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_role_is_as_printed(text: str, role: str | None) -> None:
    assert last(text).role == role


ADDRESSEES = [
    ("Ada Moss told Reuters that it holds.", "Reuters"),
    ("Ada Moss told The Daily Dam on Monday that it holds.", "The Daily Dam"),
    ("Ada Moss told reporters that it holds.", "reporters"),
    ("Ada Moss told him that it holds.", None),  # a pronoun is nobody
    ('"It holds," Ada Moss told the Post.', "the Post"),
    ('In an interview with the Post, Ada Moss said, "It holds."', "the Post"),
    ("Ada Moss said that it holds.", None),
    ("Ada Moss warned that visitors drown.", None),
]


@pytest.mark.parametrize(("text", "addressee"), ADDRESSEES)
def test_the_addressee_is_as_printed(text: str, addressee: str | None) -> None:
    assert last(text).addressee == addressee


VIA = [
    ("The dam leaks, according to a report by The Post citing an official.", ("The Post",)),
    ("Ada Moss said that it leaks, the Post reported.", ("the Post",)),
    ("The Post quoted Ada Moss as saying that it leaks.", ("The Post",)),
    ("The Post reported that the dam leaks.", ()),  # it speaks itself
    ("Ada Moss said that it leaks.", ()),
    # a description that only begins with a name is kept whole
    ("On Monday, Danish media cited port officials saying that the ferry was late.", ("Danish media",)),
]


@pytest.mark.parametrize(("text", "via"), VIA)
def test_the_outlet_that_reports_is_the_via(text: str, via: tuple[str, ...]) -> None:
    assert last(text).via == via


WHEN = [
    ("On Saturday, Ada Moss said it holds.", "2025-12-06", "weekday"),
    ("Ada Moss said Tuesday that it holds.", "2025-12-09", "weekday"),
    ("Ada Moss told the Post on Tuesday night that it holds.", "2025-12-09", "weekday"),
    ("Last month, Ada Moss said it holds.", "2025-11", "relative"),
    ('"It holds," Ada Moss said on Dec. 5.', "2025-12-05", "stated"),
    ("Ada Moss said that it broke on Monday.", None, None),  # of the words, not of the saying
    ("Ada Moss, who was elected in 2022, said it holds.", None, None),  # of her election
    ("Ada Moss said after the vote on Monday that it holds.", None, None),  # of the vote
    ("It rained on Monday. Ada Moss said it holds.", None, None),  # of another sentence
    ("Ada Moss has previously said it holds.", None, None),
]


@pytest.mark.parametrize(("text", "value", "how"), WHEN)
def test_when_it_was_said_is_read_from_the_tag_alone(text: str, value: str | None, how: str | None) -> None:
    found = last(text)
    assert (found.said_on, found.said_on_how) == (value, how)


def test_the_words_a_date_is_known_from_are_kept() -> None:
    text = "On Saturday, Ada Moss said it holds. It leaks, she said late last month."
    first, second = Extractor().extract(Article("a", text, published="2025-12-10"))
    assert [s.said_span.of(text) for s in (first, second) if s.said_span] == ["On Saturday", "late last month"]


def test_without_an_article_date_a_weekday_stays_unknown() -> None:
    assert last("On Saturday, Ada Moss said it holds.", published=None).said_on is None


def test_a_name_is_surer_than_a_pronoun() -> None:
    assert last(MOSS + "Moss said it holds.").confidence > last(MOSS + "She said it holds.").confidence


def test_machine_form_has_every_key() -> None:
    article = Article("a", "He said it holds.")
    row = as_json(article, Extractor().extract(article)[0])
    assert (
        list(row)
        == (
            "article kind spans start end text speaker attribution role speaker_start speaker_end cue_start cue_end "
            "addressee via said_on said_on_how confidence"
        ).split()
    )
    assert (row["text"], row["speaker"], row["spans"]) == ("it holds", None, [[8, 16]])
