"""Our own words on the pages can be said in another language, and none is forgotten."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from onrecord.bundled import resource
from onrecord.domain.contact import KINDS as CHANNELS
from onrecord.domain.evidence import KINDS
from onrecord.domain.money import Money
from onrecord.domain.when import MONTHS
from onrecord.domain.worked_out import interest, pro_rata
from onrecord.packet import pagedata, said
from onrecord.packet.content import Before, BundleContent, ContactRow, Options
from onrecord.packet.phrases import FORMS, PHRASES
from onrecord.packet.verification import verify
from packet.made_up import COMPLAINT, included
from packet.papers import bundle, paper, says, text_of

DOCUMENTS = {
    "e1": paper([says(f"b{n}") for n in (1, 2, 3)]),
    "e2": paper([says(f"t{n}") for n in range(1, 13)]),
    "e3": paper([says("s1"), says("s2")]),
}


def in_the_code() -> set[str]:
    """Every text given to ``t``, in Python and in the templates."""
    folder = resource("templates").parent.parent / "desktop/onrecord/packet"
    found: set[str] = set()
    for file in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t" and node.args:
                for part in ast.walk(node.args[0]):
                    if (
                        isinstance(part, ast.Constant)
                        and isinstance(part.value, str)
                        and part.value
                    ):
                        found.add(part.value)
    for file in sorted(resource("templates").glob("*.typ")):
        found |= set(re.findall(r'\bt\((?:if [^"]*)?"([^"]+)"', file.read_text("utf-8")))
        found |= set(re.findall(r'else \{ (?:t\()?"([a-z]+)"', file.read_text("utf-8")))
    keys = {*pagedata.WORDS, "signed_along", "signed_asked", "mine", "theirs", ""}
    found = {words for words in found if words not in keys or words in pagedata.WORDS.values()}
    found |= {*pagedata.WORDS.values(), *pagedata._GROUNDS.values(), *pagedata.DYNAMIC}
    return found | {*pagedata._MISSING_REFERENCE.values(), *MONTHS, *FORMS, *PHRASES}


def test_the_list_for_translators_has_every_word_of_ours() -> None:
    listed = json.loads((resource("words") / "bundle_en.json").read_text("utf-8"))
    assert listed["language"] == "en"
    assert set(listed["words"]) == in_the_code()
    assert all(english == words for english, words in listed["words"].items())


def test_what_is_kept_on_record_has_its_words_too() -> None:
    assert {*CHANNELS} <= {*pagedata.DYNAMIC} and {*KINDS} - {"other"} <= {*pagedata.DYNAMIC}


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A language in which each word begins with a letter of its own; places for values stay."""
    english = json.loads((resource("words") / "bundle_en.json").read_text("utf-8"))["words"]

    def told(words: str) -> str:
        return re.sub(r"(?<![{\w])([A-Za-z]\w*)(?![}])", r"Æ\1", words)

    made = {words: told(words) for words in english}
    monkeypatch.setattr(said, "tables", lambda: {"xx": made})
    return made


def test_a_translation_is_printed_everywhere(strange: dict[str, str]) -> None:
    content = replace(
        COMPLAINT,
        language="xx",
        sample=True,
        exhibits=tuple(replace(e, media_type="application/pdf") for e in COMPLAINT.exhibits),
        options=Options(volume_pages=13, first_page=8),
        before=Before("2026-03-03", 7),
    )
    data, report = bundle(content, DOCUMENTS)
    from packet.test_volumes import files

    pages = [
        (record, text_of(part, n))
        for part, volume in zip(files(data, report), report.volumes, strict=True)
        for n, record in enumerate(report.of_volume(volume).pages, 1)
    ]
    ours = "\n".join(words for record, words in pages if record.kind in ("front", "divider"))
    ours = " ".join(ours.split())
    for english in ("What happened", "Contents", "Calls and messages", "Source", "Reference"):
        assert strange[english] in ours, english
        assert not re.search(rf"(?<!Æ)\b{english}\b", ours), english
    assert "Æ16 February" not in ours and "16 ÆFebruary 2026" in ours
    assert "ÆVolume 2 Æof 2" in ours
    assert verify(data, report, content, lambda *_: None).ok


def test_what_a_translation_lacks_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "tables", lambda: {"fr": {"Contents": "Table des matières"}})
    from onrecord.packet.typeset import typeset
    from packet.made_up import texts

    made = typeset(replace(COMPLAINT, language="fr-CA"), included(COMPLAINT))
    words = " ".join(" ".join(texts(made.pdf)).split())
    assert "Table des matières" in words and "What happened" in words


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "ما حدث"), ("ja", "経過"), ("he", "מה קרה")]
)
def test_a_language_from_the_right_and_one_without_spaces_are_set(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(said, "tables", lambda: {language: {"What happened": words}})
    content = replace(
        COMPLAINT,
        language=language,
        exhibits=tuple(replace(e, media_type="application/pdf") for e in COMPLAINT.exhibits),
    )
    data, report = bundle(content, DOCUMENTS)
    assert verify(data, report, content, lambda *_: None).ok
    assert not [p for p in report.problems if "character" in p.words]


def test_german_says_all_of_it_with_the_same_places() -> None:
    english = json.loads((resource("words") / "bundle_en.json").read_text("utf-8"))["words"]
    german = json.loads((resource("words") / "bundle_de.json").read_text("utf-8"))
    assert german["language"] == "de" and german["words"].keys() == english.keys()
    for words, there in german["words"].items():
        assert there.strip() and sorted(re.findall(r"{\w+}", there)) == sorted(
            re.findall(r"{\w+}", words)
        ), words


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("19 days without a word", "19 Tage ohne ein Wort"),
        (
            "The email shows: they said no, under the number KI-881204: Zu spät.",
            "Beleg (E-Mail): Die Gegenseite hat abgelehnt, unter der Nummer KI-881204: Zu spät.",
        ),
        (
            "Prepared for Kreuzer Inkasso (sample), complaints",
            "Für: Kreuzer Inkasso (sample), Beschwerdestelle",
        ),
        (
            "Energy Ombudsman passed the complaint on to the company.",
            "Energy Ombudsman hat die Beschwerde dem Unternehmen übermittelt.",
        ),
        (
            "My note, written at 14:55 that day, records: a call to them, with Priya. They promised:"
            " €1,084.20 zurück, by 19 November 2026.",
            "Meine Notiz, geschrieben um 14:55 Uhr am selben Tag, hält fest: Anruf bei dem"
            " Unternehmen, gesprochen mit: Priya. Zugesagt wurde: 1.084,20 € zurück, bis"
            " 19. November 2026.",
        ),
        (
            "I recall: a call to them, with Ines. I made a formal complaint to the company, under the"
            " number WE-20447. They promised: Ablesung, by 3 August 2026.",
            "Ich erinnere mich: Anruf bei dem Unternehmen, gesprochen mit: Ines. Ich habe mich"
            " förmlich beschwert bei dem Unternehmen, unter der Nummer WE-20447. Zugesagt wurde:"
            " Ablesung, bis 3. August 2026.",
        ),
        (
            "I recall: a call to them. They promised: Geld, by 3 June 2026, not kept so far; ein"
            " Anruf, by 4 June 2026. They offered: Kulanz: £75.00, until 30 September 2026.",
            "Ich erinnere mich: Anruf bei dem Unternehmen. Zugesagt wurde: Geld, bis 3. Juni 2026,"
            " bisher nicht eingehalten; ein Anruf, bis 4. Juni 2026. Angeboten wurde: Kulanz:"
            " 75,00 £, gültig bis 30. September 2026.",
        ),
        (
            "A letter by post to them. I gave notice to the company. I said: Stimmt nicht.",
            "Brief per Post an das Unternehmen. Ich habe eine förmliche Mitteilung eingereicht bei"
            " dem Unternehmen. Ich sagte: Stimmt nicht.",
        ),
        ("An email to them. Widerspruch.", "E-Mail an das Unternehmen. Widerspruch."),
        ("I recall: “€84.20 by 1 May 2026”, sagte er.", "Ich erinnere mich: “€84.20 by 1 May 2026”, sagte er."),
        (
            "Channels tried: 2 calls (1 reached nobody), 1 email.",
            "Versuchte Wege: 2 Anrufe (davon 1 ohne jemanden zu erreichen), 1 E-Mail.",
        ),
        ("Der Anbieter zahlte nicht. Warum?", "Der Anbieter zahlte nicht. Warum?"),
        (
            "By this day they had promised: €5.00. I record that it was not kept. Nichts kam.",
            "Bis zu diesem Tag war zugesagt: 5,00 €. Ich halte fest, dass es nicht eingehalten"
            " wurde. Nichts kam.",
        ),
    ],
)  # fmt: skip
def test_what_services_word_is_said_in_german_and_what_was_typed_stays(
    english: str, german: str
) -> None:
    assert said.phrase(english) == english
    with said.speaking("de-AT"):
        assert said.phrase(english) == german


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("I recall: Several calls.", "Ich erinnere mich: Several calls."),
        (
            "I recall: They said no. Ich schrieb am 5 May 2026, für £5.00.",
            "Ich erinnere mich: They said no. Ich schrieb am 5 May 2026, für £5.00.",
        ),
        (
            "They owe it. They admit it, in these words: “yes, of 14 March 2026”",
            "They owe it. Die Gegenseite räumt es ein, mit diesen Worten: „yes, of 14 March 2026“",
        ),
        (
            "My note, written at 14:31 on 2 March 2026, records: Due 3 March 2026. They dispute"
            " this.",
            "Meine Notiz, geschrieben um 14:31 Uhr am 2. März 2026, hält fest: Due 3 March 2026."
            " Die Gegenseite bestreitet das.",
        ),
        ("The bill shows: 84.20 on it.", "Beleg (Rechnung): 84.20 on it."),
    ],
)
def test_no_word_of_what_a_person_says_happened_is_touched(english: str, german: str) -> None:
    assert said.happened(english) == english
    with said.speaking("de"):
        assert said.happened(english) == german


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "€29.00 × 3 of 29 days = €3.00. Without it: 3 February 2028 to 5 February 2028",
            "29,00 € × 3 ÷ 29 Tage = 3,00 €. Ohne die Leistung: 3. Februar 2028 bis 5. Februar 2028",
        ),
        (
            "€3.00 × 5.25 % a year × 31 days (3 March 2028 to 3 April 2028) ÷ 365 days = €0.01"
            " (rounded from 0.0133…, half up); each day about 0.0004. Rate: BGB of 1 May 2002",
            "3,00 € × 5,25 % im Jahr × 31 Tage (3. März 2028 bis 3. April 2028) ÷ 365 Tage = 0,01 €"
            " (gerundet von 0,0133…, ab halb aufwärts); je Tag etwa 0,0004."
            " Zinssatz: BGB of 1 May 2002",
        ),
        (
            "I recall: a call to them. They promised: Geld, by mid-May 2026; ein Anruf, by 3 June"
            " 2026.",
            "Ich erinnere mich: Anruf bei dem Unternehmen. Zugesagt wurde: Geld, bis Mitte Mai 2026;"
            " ein Anruf, bis 3. Juni 2026.",
        ),
        ("Interest on: Gebühr of 1 May 2026", "Zinsen auf: Gebühr of 1 May 2026"),
        ("Bill: Rechnung of 1 May 2026", "Rechnung: Rechnung of 1 May 2026"),
    ],
)
def test_what_we_put_together_is_said_in_one_language(english: str, german: str) -> None:
    with said.speaking("de"):
        assert said.phrase(english) == german


def test_a_formula_as_it_is_worked_out_today_is_known() -> None:
    on, day = Money(300, "EUR"), date(2028, 3, 3)
    formulas = [pro_rata(Money(2900, "EUR"), 3, 29).formula]
    for rate in ("5.25", "0.02 a day"):
        for length in (1, 31):
            last = day + timedelta(days=length)
            formulas.append(interest(on, rate, day, last, "BGB").formula)
    with said.speaking("de"):
        for formula in formulas:
            assert not re.search(r"\b(of|a|days?|half|each|Rate|March)\b", said.phrase(formula))


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        ("2026-01-11/2026-01-20~mid", "Mitte Januar 2026"),
        ("2026-03-03/2026-03-03~about", "etwa 3. März 2026"),
        ("2025/2025~spring", "Frühjahr 2025"),
        ("2025-11/2026-03~winter", "Winter 2025/26"),
    ],
)
def test_what_is_known_roughly_is_said_so_there(stored: str, german: str) -> None:
    with said.speaking("de"):
        assert said.day_words(stored) == german


def test_days_and_amounts_are_written_as_there() -> None:
    with said.speaking("de"):
        assert said.day_words("2026-03-05T14:21") == "5. März 2026, 14:21"
        assert said.day_words("2011-05/2011-09") == "Mai 2011 bis September 2011"
        assert said.money_words(Money(123450, "CHF")) == "1.234,50 CHF"
        assert said.money_words(Money(-1200, "JPY")) == "-1.200 JPY"
    own = {"5 March 2026": "2026年3月5日", "March": "3月", "May": "5月", "£1,234.50": "£1,234.50"}
    with said.speaking("ja", own):
        assert said.day_words("2026-05-12") == "2026年5月12日"
        assert said.money_words(Money(120000, "JPY")) == "JPY 120,000"
    assert said.day_words("2026-03-05") == "5 March 2026"


def test_a_mail_is_not_blamed_for_having_no_reference_in_any_language() -> None:
    from onrecord.packet.typeset import typeset
    from packet.made_up import texts

    rows = (ContactRow("C1", "2026-03-12", channel="email"), ContactRow("C2", "2026-03-13"))
    for language, words in (("en", "No reference noted"), ("de", "Kein Zeichen notiert")):
        content = BundleContent("A", contact_log=rows, parts=("contact_log",), language=language)
        assert " ".join(texts(typeset(content, {}).pdf)).count(words) == 1, language
