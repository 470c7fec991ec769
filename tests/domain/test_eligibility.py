"""Who could help, on the directory that ships and on entries made here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import bundled
from onrecord.domain.agency import Agency, PlaceRule, agency_from_plain
from onrecord.domain.agency_words import SECTORS
from onrecord.domain.eligibility import (
    VERDICTS,
    WAYS_PAID,
    Matter,
    Option,
    sectors_of,
    who_can_help,
)
from onrecord.domain.money import Money
from onrecord.domain.place import Place, parse_place, within
from onrecord.domain.starts import starts_of
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When


@cache
def agencies() -> tuple[Agency, ...]:
    return tuple(
        agency_from_plain(json.loads(path.read_text("utf-8")))
        for path in sorted(bundled.resource("agencies").glob("*.json"))
    )


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def matter(today: str, place: str, sector: str, *steps: tuple[str, str], **more: object) -> Matter:
    hand = {
        code: When(dated) for code, dated in steps if code in ("letter_before_claim", "transaction")
    }
    events = [
        StageEvent(kind=kind, dated=dated, rung="ombudsman" if kind == "served" else "asked")
        for kind, dated in steps
        if kind not in hand
    ]
    made = Matter(
        date.fromisoformat(today), parse_place(place), sector, starts_of(events, (), hand)
    )
    return replace(made, **more)


def options(of: Matter) -> dict[str, Option]:
    return {option.agency.id: option for option in who_can_help(agencies(), of, weekdays)}


def test_the_fcc_helps_with_disputed_tv_charges_and_the_company_has_thirty_days() -> None:
    found = options(
        matter("2016-10-28", "US", "tv", ("asked", "2016-09"), ("served", "2016-10-24"))
    )
    fcc = found["us-fcc-informal"]
    assert fcc.verdict == "now"
    (reply,) = [d for d in fcc.deadlines if d.who == "company"]
    assert reply.day == date(2016, 11, 23)
    assert reply.days_left(date(2016, 10, 28)) == 26
    assert "a copy of the bill with the disputed charges circled" in fcc.asks_for
    assert found["uk-comms-ombudsman"].verdict == "cannot"
    assert found["uk-comms-ombudsman"].why[0] == "They work in the United Kingdom only."
    assert found["us-tx-puc"].verdict == "cannot"


@pytest.mark.parametrize(
    ("complained", "until"), [("2026-01-05", "2026-03-02"), ("2026-04-10", "2026-05-22")]
)
def test_uk_telecoms_opens_after_the_time_that_was_in_force(complained: str, until: str) -> None:
    for name in ("uk-comms-ombudsman", "uk-cisas"):
        asked = ("asked", complained)
        before = options(matter(complained, "GB", "mobile", asked))[name]
        assert before.verdict == "later"
        assert before.unlocks is not None
        assert before.unlocks.day == date.fromisoformat(until)
        assert options(matter(until, "GB", "mobile", asked))[name].verdict == "now"


def test_a_deadlock_letter_opens_the_door_early() -> None:
    asked, deadlock = ("asked", "2026-06-01"), ("deadlock", "2026-06-08")
    assert options(matter("2026-06-09", "GB", "mobile", asked))["uk-cisas"].verdict == "later"
    found = options(matter("2026-06-09", "GB", "mobile", asked, deadlock))["uk-cisas"]
    assert found.verdict == "now"
    assert "The way is open: the company said it can do no more on 8 June 2026." in found.why


@pytest.mark.parametrize("last", ["final_response", "deadlock"])
@pytest.mark.parametrize(
    ("place", "sector", "body", "until"),
    [
        ("GB-ENG", "electricity", "uk-energy-ombudsman", date(2027, 11, 20)),
        ("GB-ENG", "rail", "uk-rail-ombudsman", date(2027, 11, 20)),
        ("GB-ENG", "insurance", "uk-fos", date(2027, 5, 20)),
        ("NZ", "internet", "nz-tdr", None),
        ("IE", "insurance", "ie-fspo", None),
        ("CA-ON", "internet", "ca-ccts", None),
        ("CA-ON", "air_travel", "ca-cta", None),
        ("DE", "gas", "de-energy", None),
    ],
)
def test_a_final_answer_and_a_deadlock_letter_open_the_same_door(
    place: str, sector: str, body: str, until: date | None, last: str
) -> None:
    steps = (("asked", "2026-11-01"), (last, "2026-11-20"))
    found = options(matter("2026-11-22", place, sector, *steps))[body]
    said = "gave its final answer" if last == "final_response" else "said it can do no more"
    assert found.verdict in ("now", "perhaps") and not found.first
    said = "answered" if body in ("ca-cta", "de-energy") else said  # any answer opens these
    assert found.opened == f"The way is open: the company {said} on 20 November 2026."
    assert (found.expires.day if found.expires else None) == until
    if until and found.expires:
        assert f"the company {said}" in found.expires.rule


def test_a_refusal_is_no_last_word() -> None:
    steps = (("asked", "2026-11-01"), ("denied", "2026-11-20"))
    for sector, body in (("gas", "uk-energy-ombudsman"), ("insurance", "uk-fos")):
        found = options(matter("2026-11-22", "GB-ENG", sector, *steps))[body]
        assert (found.verdict, found.expires and found.expires.day) == ("later", None)


def test_the_time_runs_from_the_letter_the_body_names_where_both_came() -> None:
    steps = (("asked", "2026-03-01"), ("deadlock", "2026-05-01"), ("final_response", "2026-07-01"))
    found = options(matter("2026-11-22", "GB-ENG", "insurance", *steps))["uk-fos"]
    assert found.expires is not None and found.expires.day == date(2027, 1, 1)


def test_without_a_complaint_on_record_that_comes_first() -> None:
    found = options(matter("2026-06-09", "AU", "mobile"))["au-tio"]
    assert found.verdict == "later"
    assert found.first == ("You must complain to the company first.",)


def test_the_banking_ombudsman_opens_with_a_final_answer_and_has_no_time_of_its_own() -> None:
    asked = ("asked", "2025-04-25")
    before = options(matter("2025-06-01", "NZ", "card payment", asked))["nz-bankomb"]
    assert (before.verdict, before.unlocks) == ("later", None)
    assert before.unverified
    final = ("final_response", "2025-05-20")
    after = options(matter("2025-06-01", "NZ", "card payment", asked, final))["nz-bankomb"]
    assert after.verdict == "now"


def test_calls_of_some_months_give_a_range_for_the_power_company() -> None:
    asked = ("asked", "2011-05/2011-09")
    found = options(matter("2011-10-01", "NZ", "electricity", asked))["nz-utilities-disputes"]
    assert found.verdict == "perhaps"
    assert found.unlocks is not None
    assert found.unlocks.day is None


def test_a_time_limit_that_surely_passed_closes_the_door_and_a_doubtful_one_does_not() -> None:
    final = (("asked", "2025-01-10"), ("final_response", "2025-02-01"))
    late = options(matter("2025-08-02", "GB", "insurance", *final))["uk-fos"]
    assert late.verdict == "expired"
    assert late.expires is not None
    assert late.expires.day == date(2025, 8, 1)
    assert options(matter("2025-08-01", "GB", "insurance", *final))["uk-fos"].verdict == "now"
    # The year of the Legal Ombudsman is unverified, and so never closes the door by itself.
    legal = options(matter("2025-08-02", "GB-ENG", "legal_services", *final))["uk-legal-ombudsman"]
    assert legal.verdict == "perhaps"
    assert any("too late" in ask for ask in legal.ask)


def test_a_closed_body_says_so_and_when() -> None:
    found = options(matter("2026-01-01", "IE", "shopping"))["eu-odr-platform"]
    assert found.verdict == "cannot"
    assert "It closed on 20 July 2025." in found.why
    before = options(matter("2025-05-01", "IE", "shopping"))["eu-odr-platform"]
    assert before.why == ("It takes no new complaints since 20 March 2025.",)


def test_what_is_over_a_limit_we_trust_cannot_go_there() -> None:
    big = replace(
        matter("2026-01-01", "US-CA", "shopping", ("letter_before_claim", "2025-11-01")),
        claimed=Money(1250001, "USD"),
    )
    assert options(big)["us-small-claims"].verdict == "cannot"
    fits = replace(big, claimed=Money(1250000, "USD"))
    assert options(fits)["us-small-claims"].verdict == "now"
    elsewhere = replace(big, place=parse_place("US-NY"))
    assert options(elsewhere)["us-small-claims"].verdict == "now"


def test_an_unverified_limit_only_asks() -> None:
    big = replace(matter("2022-12-01", "CA-BC", "air_travel"), claimed=Money(600000, "CAD"))
    found = options(big)["ca-bc-crt"]
    assert found.verdict == "perhaps"
    assert any("unverified" in ask for ask in found.ask)


def test_an_unknown_place_or_sector_is_asked_for_and_closes_nothing() -> None:
    nowhere = options(matter("2026-01-01", "", "mobile", ("asked", "2025-01-01")))
    assert nowhere["uk-cisas"].verdict == "perhaps"
    assert any("which country" in ask for ask in nowhere["uk-cisas"].ask)
    state = options(matter("2026-01-01", "US", "shopping"))["us-vt-cap"]
    assert any("which part of the country" in ask for ask in state.ask)
    unsaid = options(matter("2026-01-01", "GB", "", ("asked", "2025-01-01")))
    assert unsaid["uk-cisas"].verdict == "perhaps"


def test_the_entry_of_the_own_state_comes_before_the_general_one() -> None:
    order = list(options(matter("2026-01-01", "US-VT", "shopping")))
    assert order.index("us-vt-cap") < order.index("us-state-ag-generic")
    found = options(matter("2026-01-01", "US-VT", "shopping"))["us-state-ag-generic"]
    assert "There is an entry for your region." in found.why


def test_a_report_that_settles_nothing_says_so_and_comes_last_of_what_is_open() -> None:
    found = options(matter("2026-01-01", "US", "scam"))
    report = found["us-ftc-reportfraud"]
    assert any("will not get your money back" in words for words in report.will_not)
    open_now = [id for id, option in found.items() if option.verdict == "now"]
    assert open_now[-1] == "us-ftc-reportfraud"


def test_a_condition_is_asked_and_a_no_closes_the_door() -> None:
    asked = ("asked", "2025-01-01")
    found = options(matter("2025-04-01", "GB", "vehicle", asked))["uk-motor-ombudsman"]
    assert "The company must be a member of their scheme." in found.ask
    told = matter("2025-04-01", "GB", "vehicle", asked, answers={"accredited_company": False})
    assert options(told)["uk-motor-ombudsman"].verdict == "cannot"
    local = matter("2025-04-01", "FR", "shopping", asked, company_country="FR")
    assert options(local)["eu-ecc-net"].verdict == "cannot"


def test_a_variant_of_the_wait_is_for_its_sector_alone() -> None:
    asked = ("asked", "2026-03-02")
    payment = options(matter("2026-03-03", "GB", "payment_service", asked))["uk-fos"]
    other = options(matter("2026-03-03", "GB", "insurance", asked))["uk-fos"]
    assert payment.unlocks and payment.unlocks.day == date(2026, 3, 23)
    assert other.unlocks and other.unlocks.day == date(2026, 4, 27)
    assert "The company has 35 working days in exceptional cases." in payment.why
    assert "The company has 35 working days in exceptional cases." not in other.why


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("US-VT", Place("US", ("VT",))),
        ("ca-bc", Place("CA", ("BC",))),
        ("GB-EAW", Place("GB", ("ENG", "WLS"))),
        ("UK", Place("GB")),
        ("New Zealand", Place("NZ")),
        ("the shop round the corner", Place()),
        ("", Place()),
    ],
)
def test_how_a_place_is_written(text: str, place: Place) -> None:
    assert parse_place(text) == place


def test_a_place_is_inside_outside_or_not_known_well_enough() -> None:
    vermont = [PlaceRule("US", ("VT",))]
    assert within(parse_place("US-VT"), vermont) is True
    assert within(parse_place("US-TX"), vermont) is False
    assert within(parse_place("US"), vermont) is None
    assert within(parse_place("NZ"), vermont) is False
    assert within(Place(), vermont) is None


def test_what_people_say_for_several_sectors() -> None:
    assert {"phone", "mobile", "internet"} <= sectors_of("Telecoms")
    assert sectors_of("air travel") == {"air_travel"}
    assert sectors_of("something nobody thought of") == frozenset()
    assert sectors_of("any") == frozenset()


_PLACES = st.sampled_from(["", "US", "US-VT", "US-TX", "GB", "GB-SCT", "NZ", "CA-BC", "IE", "AU"])
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["asked", "denied", "deadlock", "final_response", "served"]),
        st.sampled_from(["", "2019", "2025-11", "2026-01-31", "2026-04-07", "2026-10-01"]),
    ),
    max_size=4,
)
_DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@settings(deadline=None)
@given(_PLACES, st.sampled_from([*SECTORS, ""]), _STEPS, _DAYS, st.randoms())
def test_the_order_is_by_verdict_and_does_not_depend_on_the_order_of_the_files(
    place: str, sector: str, steps: list[tuple[str, str]], today: date, random: object
) -> None:
    of = matter(today.isoformat(), place, sector, *steps)
    shuffled = list(agencies())
    random.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
    found = who_can_help(shuffled, of, weekdays)
    assert found == who_can_help(agencies(), of, weekdays)
    ranks = [VERDICTS.index(option.verdict) for option in found]
    assert ranks == sorted(ranks)
    assert len(found) == len(agencies())


@settings(deadline=None)
@given(_PLACES, st.sampled_from([*SECTORS, ""]), _STEPS, _DAYS)
def test_every_verdict_has_its_reason(
    place: str, sector: str, steps: list[tuple[str, str]], today: date
) -> None:
    for option in who_can_help(agencies(), matter(today.isoformat(), place, sector, *steps)):
        if option.verdict == "later":
            assert option.first
        elif option.verdict == "perhaps":
            assert option.ask
        else:
            assert option.why
        assert option.costs
        for words in (*option.why, *option.first, *option.ask):
            assert words.endswith(".")
            assert words[0].isupper()
        if option.expires and option.verdict == "expired":
            assert option.expires.firm


@pytest.mark.parametrize(
    ("place", "sector", "way", "body"),
    [
        ("GB-ENG", "shopping", "credit_card", "uk-s75"),
        ("US-IL", "subscription", "credit_card", "us-fcba-billing-error"),
        ("US-IL", "subscription", "debit_card", "us-reg-e"),
        ("US-IL", "shopping", "bank_transfer", "us-reg-e"),
        ("CA-ON", "air_travel", "debit_card", "card-chargeback"),
        ("GB-ENG", "scam", "bank_transfer", "uk-fos"),
    ],
)
def test_how_it_was_paid_decides_whether_the_bank_or_card_can_help(
    place: str, sector: str, way: str, body: str
) -> None:
    bought = matter("2026-11-22", place, sector, ("asked", "2026-08-01"))
    code = f"paid:{way}"
    open_one = options(bought)[body]
    asked = {question.code for question in open_one.questions}
    assert open_one.verdict == "perhaps" and any(one.startswith("paid:") for one in asked)
    paid = options(replace(bought, answers={code: True}))[body]
    assert paid.verdict != "cannot" and not [q for q in paid.questions if q.code == code]
    otherwise = {f"paid:{one}": False for one in WAYS_PAID}
    assert options(replace(bought, answers=otherwise))[body].verdict == "cannot"


def test_a_notice_that_deals_with_debit_cards_is_not_refused_to_who_paid_with_one() -> None:
    bought = matter("2026-11-22", "US", "subscription", ("asked", "2026-08-01"))
    with_debit = options(replace(bought, answers={"paid:debit_card": True}))
    assert with_debit["us-reg-e"].verdict == "now"
    assert "They deal with a debit card or cash machine." in with_debit["us-reg-e"].why
    assert with_debit["us-fcba-billing-error"].verdict == "cannot"
    with_credit = options(replace(bought, answers={"paid:credit_card": True}))
    assert with_credit["us-reg-e"].verdict == "cannot"
    assert with_credit["us-fdcpa"].verdict == "cannot"


def test_of_a_power_bill_nobody_asks_how_it_was_paid() -> None:
    found = options(matter("2026-11-22", "GB-ENG", "electricity"))
    codes = {question.code for option in found.values() for question in option.questions}
    assert not [code for code in codes if code.startswith("paid:")]
    assert found["uk-s75"].verdict == "cannot"


def test_what_it_costs_is_said_with_its_source_and_only_where_it_holds() -> None:
    found = options(matter("2026-11-22", "GB-ENG", "internet"))
    assert found["uk-comms-ombudsman"].costs == ("It costs nothing.",)
    (court,) = found["uk-small-claims"].costs
    assert court.startswith("It costs £35.00 for a claim of up to £300")
    assert "£50.00 up to £500, £70.00 up to £1,000" in court
    in_california = options(matter("2026-11-22", "US-CA", "internet"))["us-small-claims"]
    (fee,) = in_california.costs
    assert fee.startswith("It costs US$30.00 in California")
    in_texas = options(matter("2026-11-22", "US-TX", "internet"))["us-small-claims"]
    assert in_texas.costs == ("What it costs is not in our directory.",)
    somewhere = options(matter("2026-11-22", "US", "internet"))["us-small-claims"]
    assert somewhere.costs == ("What it costs depends on the region.",)
    assert "region" in {question.code for question in somewhere.questions}


def test_of_a_mover_the_state_and_the_card_are_asked_and_the_federal_office_told() -> None:
    found = options(matter("2026-11-22", "US-FL", "moving", ("asked", "2026-08-01")))
    told = found["us-fmcsa-movers"]
    assert told.verdict == "now" and any("settles no claim" in words for words in told.will_not)
    assert found["us-bbb"].verdict != "cannot"
    assert found["card-chargeback"].verdict == "perhaps"


def test_a_rule_that_counts_days_names_no_time_of_day() -> None:
    steps = (("asked", "2026-07-03T11:00"), ("final_response", "2026-08-14T16:00"))
    fos = options(matter("2026-11-22", "GB-SCT", "insurance", *steps))["uk-fos"]
    assert fos.opened.endswith("on 14 August 2026.")
    assert fos.expires is not None and "from 14 August 2026, when" in fos.expires.rule


def test_a_german_power_company_has_four_weeks_and_a_refusal_opens_the_door_before() -> None:
    asked = ("asked", "2026-08-20")
    waits = options(matter("2026-09-01", "Germany", "electricity", asked))["de-energy"]
    assert waits.verdict == "later" and waits.unlocks is not None
    assert waits.unlocks.day == date(2026, 9, 17)
    refused = options(matter("2026-09-01", "Germany", "gas", asked, ("denied", "2026-08-31")))
    assert refused["de-energy"].verdict != "later"
    assert options(matter("2026-09-01", "Germany", "water"))["de-energy"].verdict == "cannot"


def test_the_french_telecom_mediator_is_asked_from_two_months_on_and_within_the_year() -> None:
    asked = ("asked", "2026-06-12")
    waits = options(matter("2026-07-20", "France", "internet", asked))["fr-telecom"]
    assert waits.verdict == "later" and waits.unlocks is not None
    assert waits.unlocks.day == date(2026, 8, 12)
    ready = options(matter("2026-11-22", "France", "mobile", asked))["fr-telecom"]
    assert ready.expires is not None and ready.expires.day == date(2027, 6, 12)


def test_where_a_time_may_run_from_a_later_day_too_that_day_is_asked() -> None:
    paid = matter("2026-11-22", "GB-ENG", "shopping", ("transaction", "2026-05-14"))
    card = options(replace(paid, answers={"paid:credit_card": True}))["card-chargeback"]
    assert "11 September 2026" in card.ask[0]
    assert [one.code for one in card.questions] == ["event:expected_delivery"]
