"""What is decided between: two of a name, a slip or somebody else, the day asked for or another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ask_kit import NOW, filled

from bot.ask.find import answer
from bot.model import PUBLIC, Answer, Asker, Outcome

if TYPE_CHECKING:
    from pathlib import Path


def asked(path: Path, question: str, *texts: tuple[str, str]) -> Answer:
    """The answer over articles of the Courier, given as (published, marked text)."""
    articles = {(f"a{i}", "The Courier", day, "A title"): marked for i, (day, marked) in enumerate(texts)}
    store = filled(path, articles)
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        given = answer(question, snapshot, Asker(), NOW)
    store.close()
    return given


def texts_of(given: Answer) -> list[str]:
    return [hit.record.text for hit in given.hits]


OLENA = (
    "Olena Varga said [[the bridge is late]](Olena Varga). She said [[the paint is dry]](Olena Varga). She said "
    "[[the lamps are lit]](Olena Varga)."
)


def test_who_has_three_times_as_much_is_meant(tmp_path: Path) -> None:
    given = asked(
        tmp_path,
        "what did Varga say?",
        ("2025-12-08", f"{OLENA} Dmitri Varga said [[poems do not pay]](Dmitri Varga)."),
    )
    assert [s.name for s in given.speakers] == ["Olena Varga"]
    assert "poems do not pay" not in texts_of(given)


def test_who_has_a_little_more_is_not(tmp_path: Path) -> None:
    two = "Dmitri Varga said [[poems do not pay]](Dmitri Varga) and [[novels do not either]](Dmitri Varga)."
    assert asked(tmp_path, "what did Varga say?", ("2025-12-08", f"{OLENA} {two}")).outcome is Outcome.AMBIGUOUS


def test_a_slip_is_read_as_the_name_it_was_meant_for(tmp_path: Path) -> None:
    given = asked(tmp_path, "what did Varrga say?", ("2025-12-08", OLENA))
    assert given.corrected_words == (("Varrga", "Olena Varga"),)


def test_but_not_where_the_articles_know_somebody_of_that_name(tmp_path: Path) -> None:
    given = asked(tmp_path, "what did Varrga say?", ("2025-12-08", f"{OLENA} Ida Varrga was not available."))
    assert (given.outcome, given.mentions) == (Outcome.NOTHING, 1)


def test_of_anybody_the_words_themselves_are_wanted(tmp_path: Path) -> None:
    assert asked(tmp_path, "anyone quoted on submarine lamps?", ("2025-12-08", OLENA)).outcome is Outcome.NOTHING


def test_an_undated_statement_counts_for_the_days_before_it_was_printed(tmp_path: Path) -> None:
    given = asked(
        tmp_path,
        "what did Varga say on 1 December?",
        ("2025-12-02", "Olena Varga said [[the bridge is late]](Olena Varga)."),  # printed a day later
        ("2025-12-08", "Olena Varga said [[the paint is dry]](Olena Varga)."),  # a week later
        ("2025-11-28", "Olena Varga said [[the lamps are lit]](Olena Varga)."),  # before
    )
    assert texts_of(given) == ["the bridge is late"]


def test_a_statement_of_another_day_does_not(tmp_path: Path) -> None:
    given = asked(
        tmp_path,
        "what did Varga say on 1 December?",
        ("2025-12-02", "On 2 December Olena Varga said [[the bridge is late]](Olena Varga; said_on=2025-12-02)."),
        ("2025-12-02", "On Monday Olena Varga said [[the paint is dry]](Olena Varga; said_on=2025-12-01)."),
    )
    assert texts_of(given) == ["the paint is dry"]


def test_a_month_told_of_in_the_text_is_found(tmp_path: Path) -> None:
    given = asked(
        tmp_path,
        "what did Varga say in July?",
        ("2025-12-02", "In July, Olena Varga said [[the bridge is late]](Olena Varga)."),
        ("2025-12-03", f"{'It rained and rained. ' * 60}Olena Varga said [[the paint is dry]](Olena Varga)."),
    )
    assert texts_of(given) == ["the bridge is late"]


def test_whom_it_was_said_to_goes_before_the_topic(tmp_path: Path) -> None:
    given = asked(
        tmp_path,
        "what did Varga tell Pia Lund about the bridge?",
        ("2025-12-02", "Olena Varga told Pia Lund [[it was a bad week]](Olena Varga)."),
        ("2025-12-03", "Olena Varga told the council [[the bridge is late]](Olena Varga)."),
    )
    assert texts_of(given) == ["it was a bad week"]


def test_the_spokesman_is_found_by_the_sentence_that_says_whose(tmp_path: Path) -> None:
    text = "Varga's spokesman, Piet Ostrow, said [[the ministry knew]](Piet Ostrow; role=spokesman). {}"
    other = "Kolar's spokesman, Emil Hron, said [[nobody knew]](Emil Hron; role=spokesman)."
    given = asked(tmp_path, "what did Varga's spokesman say?", ("2025-12-02", text.format(other)))
    assert texts_of(given) == ["the ministry knew"]
