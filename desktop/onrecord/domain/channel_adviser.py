"""Call or write? A reason from the matter at hand, and what each way is good and bad for.

Our own view, written on the day below; it is advice, not a rule, and names no source but sense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AS_OF = "2026-11-21"


@dataclass(frozen=True)
class Advice:
    """``channel`` is a key of ``CHANNELS``; ``reason`` one sentence."""

    matter: str
    words: str
    channel: str
    advice: str
    reason: str


@dataclass(frozen=True)
class Channel:
    """One way to reach them: ``good`` and ``bad`` are a few words each."""

    key: str
    words: str
    good: str
    bad: str


MATTERS = (
    Advice("fault", "Something is broken", "phone", "Call, and note the reference",
           "A fault is dated by its first report, and repairs and credits are set up by people on the phone."),
    Advice("credit", "I want a credit", "phone", "Call, then confirm in writing the same day",
           "The person on the phone can often grant it at once; the message makes it stay granted."),
    Advice("quote", "A price, or a change of what I have", "email", "Write",
           "What you are told it costs is only worth something if you can show it."),
    Advice("bill_question", "A question about a bill", "email", "Write",
           "The answer has figures in it, and you will want to lay them beside the bill."),
    Advice("record", "I need it on record", "email", "Write, or confirm the call the same day",
           "A message dates itself, and silence after it speaks for you."),
    Advice("unreachable", "I reach nobody", "social", "A short public post, or take the next step",
           "Name the company and the days you tried; no account number, address or bill in it."),
)  # fmt: skip
CHANNELS = (
    Channel("phone", "Phone", "Quick; someone can decide at once", "No trace but your notes; waiting"),
    Channel("email", "Email", "Dated, complete, copies enclosed", "May be left unanswered"),
    Channel("chat", "Chat", "Written, and quick", "Save it before you close it; scripted answers"),
    Channel("post", "Post", "Formal; proof of delivery", "Slow; costs postage"),
    Channel("social", "Social", "Seen by others, so often answered", "Public: nothing private in it"),
)  # fmt: skip
# Whole words, so that "explanation" is no plan; the first that is found counts.
_WORDS = {
    "fault": ("broken", "fault", "faulty", "outage", "out of order", "no service", "no internet",
              "no signal", "no power", "no electricity", "no gas", "no water", "no heating",
              "no hot water", "power cut", "not working", "does not work", "doesn't work",
              "stopped working", "dead", "down", "repair", "engineer", "slow", "drops", "dropping",
              "disconnected", "off since"),
    "credit": ("refund", "refunded", "credit", "charged", "overcharged", "overcharge", "double",
               "money back", "compensation", "paid twice", "deposit", "fee"),
    "quote": ("quote", "quotation", "price", "upgrade", "downgrade", "cancel", "cancelling",
              "contract", "tariff", "plan", "add", "remove", "switch", "move house"),
    "bill_question": ("bill", "bills", "billed", "billing", "invoice", "statement", "meter",
                      "reading"),
}  # fmt: skip


def advice_for(matter: str) -> Advice:
    """Raises KeyError for what is no matter of ours."""
    return {one.matter: one for one in MATTERS}[matter]


def way_words(key: str) -> str:
    """``Email`` for the key of a way; what is none as it is."""
    return next((one.words for one in CHANNELS if one.key == key), key)


def suggested_matter(title: str, failed_attempts: int = 0) -> str:
    """The matter a dispute's own words name; after three calls that reached nobody, that one."""
    if failed_attempts >= 3:
        return "unreachable"
    plain = title.casefold()
    found = (matter for matter, words in _WORDS.items() if any(_says(plain, w) for w in words))
    return next(found, "record")


def _says(plain: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", plain) is not None
