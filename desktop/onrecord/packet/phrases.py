"""What services word into the content of a bundle, so that it can be said in another language.

The content stays as it was frozen, in English; a phrase is recognised when it is printed. Places
are numbered; ``{day}`` and ``{to}`` are dates only, ``{days}`` a number of them; ``{ours}`` and
``{list}``, with commas between, hold nothing that was typed. What a person typed is in no phrase
and stays as it is: within it only ``INSIDE`` is looked for, and an amount put before or behind it.
"""

from __future__ import annotations

from onrecord.domain.evidence import KINDS
from onrecord.domain.when import ROUGHLY

_SPOKEN = ("call", "chat", "visit", "voicemail", "contact")
_WRITTEN = ("a letter", "a letter by post", "a message", "an email", "post")
_CONTACTS = ("phone call", "text message", "public post")
_MESSAGES = ("voicemail", "email", "text message", "letter", "public post", "message")
_COUNTED = (
    ("call", "calls"), ("voicemail left", "voicemails left"), ("email", "emails"),
    ("chat", "chats"), ("letter", "letters"), ("text message", "text messages"),
    ("letter by post", "letters by post"), ("visit", "visits"),
)  # fmt: skip

FORMS = (
    "5 March 2026", "5 March 2026, 14:21", "March 2026", "{0} to {1}", "date not known",
    "£1,234.50", "p.", *(form for name, form in ROUGHLY.items() if name != "about"),
)  # fmt: skip
"""Examples that show how a language writes a day, a moment, a month, a range of days, an amount,
and a page, and what is known roughly only."""

CONTACTS = (
    *(f"a {kind} {way} {{0}}" for kind in _SPOKEN for way in ("to", "from")),
    *(f"a {kind} {way} {{0}}, with {{1}}" for kind in _SPOKEN for way in ("to", "from")),
    *(f"{kind} {way}" for kind in _WRITTEN for way in ("to {0}", "to them", "from {0}")),
    "a chat with {0}",
)
"""With which the words of a contact begin."""

INSIDE = (
    *CONTACTS,
    "{0}, by {day}", "{0}, until {day}", "{0}. I have no record of it",
    "{0}, said by {1} in the {2} of {day}", "{0}, said by {1} in the {2} of {day}, reference {3}",
    "{0}, said in the {1} of {day}", "{0}, said in the {1} of {day}, reference {2}",
    "{0} They promised: {1}", "{0} They said: {1}", "{0} I said: {1}", "{0} Nobody was reached.",
    "They promised: {0}", "They said: {0}", "I said: {0}", "Nobody was reached",
    "{0} They offered: {1}", "They offered: {0}", "{0}, not kept so far", "{0}, not kept",
    "{0}, kept", "{0}, withdrawn",
    "I took it to a supervisor of {0}", "I made a formal complaint to {0}",
    "I took it to the executive office of {0}", "I took it to {0}", "I complained to {0}",
    "I gave notice to {0}", "I asked {0}", "They said no", "They answered", "They gave their final answer",
    "They said they can do no more", "{0} said no", "{0} answered", "{0} gave their final answer",
    "{0} said they can do no more", "{0} recommended", "{0} turned the complaint down",
    "{0} decided", "{0}, under the number {1}", "They said no: {0}", "They answered: {0}",
    "{0} passed the complaint on to {1}", "My notice reached {0}",
    "{0}, complaints", "{0}, a supervisor",
    "the company", "the company: {0}", "them", "the account holder",
    "{0} (rounded from {1}, half up)",
)  # fmt: skip
"""What may stand within a phrase beside what was typed."""

BEFORE = (
    "The {0} shows: {1}", "My note, written at {0} that day, records: {1}",
    "My note, written at {0} on {day}, records: {1}",
    "My note, written at the time, records: {0}", "I recall: {0}", "They say: {0}",
)  # fmt: skip
BEHIND = (
    "{0} They admit it, in these words: “{1}”", "{0} They admit it.", "{0} They dispute this.",
)  # fmt: skip
"""What stands before and behind what happened, as a person typed it."""

GO_ON = (
    "They promised: ", "They said: ", "I said: ", "Nobody was reached.", "They admit it",
    "They offered: ", "Not kept so far.", "I complained to ", "I made a formal complaint to ",
    "I gave notice to ", "They answered", "They said no", "They gave their final answer", "They said they can do no more",
    "They dispute this.", "I record that ", "The phone company's record shows ", "Without it: ",
    "Rate: ",
)  # fmt: skip
"""With which a sentence of ours begins behind what was typed."""

PHRASES = (
    *INSIDE,
    # the cover, and who writes
    "Prepared for {0}", "Account", "Order", "Tracking", "Ticket", "Claim", "Call",
    "Name on the account: {0}", "Letter of authority: {0}", "I write as executor of {0}.",
    "I write for {0}, the account holder.", "I write for the account holder.",
    "I write for {0}, the account holder, with written authority.",
    "I write for {0}, the account holder, with written authority, which holds until {day}.",
    "I hold the account together with {0}.", "I hold the account together with {0} and {1}.",
    # the words of a letter
    "and", *_CONTACTS, "our phone call", "our chat", "our visit",
    *(f"{whose} {kind}" for kind in _MESSAGES for whose in ("my", "your")),
    "Account number", "Order number", "Tracking number", "Your ticket", "Your claim number",
    "Your call reference", "Number",
    # what happened
    "{0} days without a word",
    *BEFORE, *BEHIND, "The {0} shows a promise: {1}", "The {0} shows an offer: {1}",
    "They admit it, in these words: “{0}”", "They admit it", "They dispute this",
    "They kept a promise: {0}",
    "By {day} they had promised: {0}", "They had promised: {0}",
    "By this day they had promised: {0}", "I record that it was not kept",
    *(f"{kind.capitalize()}: {{0}}" for kind in (*KINDS, "document") if kind != "other"),
    # how firmly it stands
    "Noted the same day, with reference {0}", "Noted within 24 hours, without a reference number",
    "Written {0} day after it happened", "Written {0} days after it happened",
    "The day of it is not known exactly", "A document shows it", "{0} documents show it",
    "No document and no note made at the time", "What shows it is not in this packet",
    "{ours}; the phone company's record shows the call itself ({1})",
    "{0} The phone company's record shows the call itself ({1}).",
    # what was tried
    "Channels tried: {list}", *(f"1 {one}" for one, _ in _COUNTED),
    *(f"{{0}} {many}" for _, many in _COUNTED), "{ours} ({1} reached nobody)",
    "One email, letter or message is among the documents.",
    "{0} emails, letters and messages are among the documents.",
    "Nobody was reached {0}.", "once", "twice", "{0} times",
    "{0} voicemail from them, without a conversation.",
    "{0} voicemails from them, without a conversation.",
    "Passed on {0}", "Passed on {0}, {1} to another company",
    # what came first
    "I complained to the company", "I took the complaint further", "They refused",
    "I complained to the company: {0}", "I took the complaint further: {0}", "They refused: {0}",
    "They gave their final answer: {0}", "They said they can do no more: {0}",
    "I first raised it with the company, by {0}", "The company's time to answer was over",
    "The company's time to settle it was over", "In this month at the latest.",
    # amounts and documents
    "What is at stake", "about {0}", "I offered: {0}", "Interest on: {0}",
    "{0} × {1} of {days} = {2}", "Without it: {day} to {to}", "Rate: {0}", "1 day", "{0} days",
    "{0} × {1} % a year × {days} ({day} to {to}) ÷ 365 days = {2}; each day {3}",
    "{0} × {1} % a day × {days} ({day} to {to}) = {2}; each day {3}",
    *(f"{{0}} ({state})" for state in ("accepted", "declined", "countered", "lapsed")),
    "This kind of file cannot be shown as pages.", "This file is too large to be shown as pages.",
    "Only the first part of this long text is printed here. The file itself is kept whole.",
    "Copy enclosed", "Copies enclosed", "Signature and date", "image copy", "redacted",
)  # fmt: skip
