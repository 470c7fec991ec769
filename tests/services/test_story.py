"""What happened, shortened to what a form takes: what decides it stays."""

from __future__ import annotations

from onrecord.packet.content import BundleContent, ChronologyRow, Cite, ContactRow
from onrecord.services.story import characters, story

SAME = "They said: We will look into it and call you back about the estimate."
WHO = ("Ann", "Ben", "Cem", "Dee")
CALLS = tuple(
    ChronologyRow(
        f"2026-08-{12 + n}T09:00", f"I recall: a call to them, with {who}. {SAME}", "recalled",
        citations=(Cite(f"C{n + 1}"),), kind="contact",
    )
    for n, who in enumerate(WHO)
)  # fmt: skip
PHOTO = ChronologyRow(
    "2026-08-05", "The photo shows: My meter showed 41,460 kWh.", "documented", typed=True
)
COMPLAINT = ChronologyRow(
    "2026-08-11", "I recall: I complained to the company.", "recalled", step=True
)
BILL = ChronologyRow("2026-06-30", "Bill: Bill of June", "documented")
PROMISE = ChronologyRow(
    "2026-08-20", "By this day they had promised: A new bill. I record that it was not kept."
)
OTHER = ChronologyRow("2026-08-21", "I recall: a call to them. They said: Wait.", "recalled",
                      citations=(Cite("C5"),), kind="contact")  # fmt: skip
ROWS = (BILL, PHOTO, COMPLAINT, *CALLS, PROMISE, OTHER)
CONTENT = BundleContent(
    "The estimate",
    chronology=ROWS,
    contact_log=tuple(ContactRow(f"C{n + 1}", c.when, who=w) for n, (c, w) in enumerate(zip(CALLS, WHO, strict=True))),
)  # fmt: skip


def test_all_of_it_is_told_as_it_stands_where_it_fits() -> None:
    made = story(CONTENT, 4000)
    assert made.told == made.all == len(ROWS)
    assert made.text.count(SAME) == 4


def test_calls_that_say_the_same_are_told_once_with_their_days() -> None:
    made = story(CONTENT, 600)
    assert made.text.count(SAME) == 1
    assert f"with Ann. {SAME} The same on 13, 14 and 15 August 2026." in made.text
    assert characters(made.text) <= 600 and made.told == made.all


def test_what_decides_it_stays_before_calls_from_memory_and_in_order() -> None:
    made = story(CONTENT, 240)
    assert [line.partition(": ")[0] for line in made.text.split("\n")[2:]] == [
        "5 August 2026", "11 August 2026", "20 August 2026",
    ]  # fmt: skip
    assert "41,460" in made.text and "I complained" in made.text and "not kept" in made.text
    assert made.told < made.all
