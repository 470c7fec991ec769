"""The invented story of the sample, told in days before today, so that it is always fresh.

A customer cancels their broadband, is charged twice more, is promised the money, and does not get
it. Every name is made up; the numbers are from ranges kept free for fiction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

COMPANY = "Northline Telecom (sample)"
NAME = "Alex Morgan"
CUSTOMER = ["Alex Morgan (sample)", "14 Example Road", "Sampleton", "ZZ9 9ZZ"]
ACCOUNT = "0012 3456 78"
LINE = "020 7946 0143"
PENCE = 4210  # of one bill
CREDIT = 1000  # what they did credit
OFFER = 1500  # what they offer to end it
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """The days of it, by name."""

    today: date

    def back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    @property
    def first_bill(self) -> date:
        return self.back(87)

    @property
    def outage(self) -> date:
        return self.back(78)

    @property
    def cancelled(self) -> date:
        return self.back(63)

    @property
    def second_bill(self) -> date:
        return self.back(57)

    @property
    def second_call(self) -> date:
        return self.back(54)

    @property
    def third_bill(self) -> date:
        return self.back(27)

    @property
    def third_call(self) -> date:
        return self.back(16)

    @property
    def promised_by(self) -> date:
        return self.back(3)

    @property
    def refusal(self) -> date:
        return self.back(8)

    @property
    def credited(self) -> date:
        return self.back(6)

    @property
    def offer_ends(self) -> date:
        return self.back(-13)

    @property
    def last_call(self) -> date:
        return self.back(2)

    @property
    def statement_ends(self) -> date:
        return self.back(1)


def said(day: date) -> str:
    """``3 February 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short(day: date) -> str:
    """``3 Feb``."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def pounds(pence: int) -> str:
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def bill(story: Story, day: date, number: int, *, after_end: bool) -> dict[str, Any]:
    """One bill: the same sum each time, which is the trouble with the last two."""
    until = day + timedelta(days=30)
    period = f"{short(day)} – {short(until)}"
    net, vat, line = 3508, 702, 608
    broadband = net - line
    used = [212, 187, 0 if after_end else 195]
    months = [short(day - timedelta(days=n)).split()[1] for n in (61, 31, 1)]
    return {
        "title": f"Northline bill {said(day)} (sample)",
        "customer": CUSTOMER,
        "account": ACCOUNT,
        "bill_number": f"NL-{700210 + number * 37}",
        "bill_date": said(day),
        "period": period,
        "line": LINE,
        "debit_date": said(day + timedelta(days=10)),
        "total": pounds(PENCE),
        "net": pounds(net),
        "vat": pounds(vat),
        "charges": [
            {"words": "Fibre 100 broadband", "period": period, "amount": pounds(broadband)},
            {"words": "Phone line", "period": period, "amount": pounds(line)},
            {"words": "Calls", "period": "none", "amount": pounds(0)},
        ],
        "previous": pounds(PENCE),
        "paid": pounds(-PENCE),
        "forward": pounds(0),
        "usage": [
            {"month": month, "words": f"{amount} GB", "share": amount / 212}
            for month, amount in zip(months, used, strict=True)
        ],
        "items": [
            {
                "date": short(day),
                "words": "Fibre 100 broadband, one month in advance",
                "net": pounds(broadband),
                "gross": pounds(3480),
            },
            {
                "date": short(day),
                "words": f"Phone line {LINE}, one month in advance",
                "net": pounds(line),
                "gross": pounds(730),
            },
        ],
        "bank_ending": "4417",
        "note": "",
    }


def statement(story: Story) -> dict[str, Any]:
    """The bank's side: both payments taken, one small credit paid back."""
    rows: list[dict[str, str]] = []
    balance = opening = 146_230
    paid_in = paid_out = 0
    starts = story.back(48)
    for day, words, more, pence in (
        (story.second_bill + timedelta(days=10), COMPANY.upper(),
         f"Direct Debit, ref {ACCOUNT}", -PENCE),
        (story.back(45), "Sampleton Foods", "Card ending 0000", -3615),
        (story.back(42), "Salary", "Example Works (sample)", 198_040),
        (story.back(40), "City Water", "Direct Debit", -2790),
        (story.back(38), "Rent", "Standing order", -85_000),
        (story.back(31), "Sampleton Foods", "Card ending 0000", -5248),
        (story.back(24), "Corner Books", "Card ending 0000", -1899),
        (story.third_bill + timedelta(days=10), COMPANY.upper(),
         f"Direct Debit, ref {ACCOUNT}", -PENCE),
        (story.back(12), "Salary", "Example Works (sample)", 198_040),
        (story.back(10), "City Water", "Direct Debit", -2790),
        (story.back(8), "Rent", "Standing order", -85_000),
        (story.credited, COMPANY.upper(), "Credit, ref CMP-20931", CREDIT),
        (story.back(4), "Sampleton Foods", "Card ending 0000", -4462),
    ):  # fmt: skip
        balance += pence
        paid_in += max(pence, 0)
        paid_out += max(-pence, 0)
        rows.append(
            {
                "date": short(day),
                "words": words,
                "more": more,
                "out": pounds(-pence) if pence < 0 else "",
                "income": pounds(pence) if pence > 0 else "",
                "balance": pounds(balance),
            }
        )
    return {
        "title": "Statement of account (sample)",
        "customer": CUSTOMER,
        "account_name": "Everyday account",
        "account": "00-00-00  ••••4417",
        "period": f"{said(starts)} to {said(story.statement_ends)}",
        "number": "31",
        "opening": pounds(opening),
        "paid_in": pounds(paid_in),
        "paid_out": pounds(paid_out),
        "closing": pounds(balance),
        "rows": rows,
    }


def screen(story: Story) -> dict[str, Any]:
    """The company's own app: cancelled, and billed all the same."""
    return {
        "clock": "14:52",
        "account": ACCOUNT,
        "line": LINE,
        "ended": said(story.cancelled),
        "reference": "3877-C",
        "bills": [
            {"date": said(story.third_bill), "words": "Direct Debit", "amount": pounds(PENCE)},
            {"date": said(story.second_bill), "words": "Paid", "amount": pounds(PENCE)},
            {"date": said(story.first_bill), "words": "Paid", "amount": pounds(PENCE)},
        ],
        "next": said(story.third_bill + timedelta(days=30)),
    }


def letter(story: Story) -> dict[str, Any]:
    """Their refusal: the document that helps the other side."""
    return {
        "customer": CUSTOMER,
        "name": NAME,
        "reference": "CMP-20931",
        "account": ACCOUNT,
        "date": said(story.refusal),
        "subject": "Your complaint about charges on your account",
        "paragraphs": [
            f"Thank you for contacting us about the charges on your bills of "
            f"{said(story.second_bill)} and {said(story.third_bill)}.",
            "Section 7 of our terms asks for 30 days’ notice before a broadband service ends. "
            f"Your request reached us on {said(story.cancelled)}, so that charges during the "
            "notice period were correctly made. I am therefore unable to offer a refund.",
            f"For the time this has taken I am crediting {pounds(CREDIT)} to your bank account. I can "
            f"add {pounds(OFFER)} if you accept this as settled by {said(story.offer_ends)}.",
            "I appreciate that this is not the answer you hoped for. If you have new information, "
            "please write to us and quote the reference above.",
        ],
        "signed": "M. Hale",
    }


def email(story: Story) -> bytes:
    """The confirmation of the cancellation, as it lies in a mailbox."""
    day = story.cancelled
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    stamp = f"{names[day.weekday()]}, {day.day:02} {_MONTHS[day.month - 1][:3]} {day.year}"
    lines = [
        "Return-Path: <care@northline.example>",
        f"Date: {stamp} 11:02:37 +0000",
        'From: "Northline Telecom (sample)" <care@northline.example>',
        'To: "Alex Morgan (sample)" <alex.morgan@mail.example>',
        "Subject: Your Northline service has been cancelled",
        f"Message-ID: <{day:%Y%m%d}.3877c@northline.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Dear Alex,",
        "",
        f"As you asked on the phone today, we have cancelled Fibre 100 broadband and the phone "
        f"line {LINE} on your account {ACCOUNT}.",
        "",
        f"    Your service ended on:  {said(day)}",
        "    Your reference:         3877-C",
        "",
        "There is nothing more for you to do. You will not be charged for any time after that "
        "day. Please send the router back in the prepaid bag.",
        "",
        "We are sorry to see you go.",
        "",
        "Northline Telecom (sample)",
        "Customer Care, 020 7946 0110",
        "",
        "-- ",
        "SAMPLE: an invented company and an invented message.",
    ]
    return "\r\n".join(lines).encode() + b"\r\n"
