"""What the pages say: amounts, facts, and where both sides disagree."""

from __future__ import annotations

import click

from onrecord.cli.naming import find_dispute, find_spots
from onrecord.cli.opening import the_vault
from onrecord.cli.options import in_vault, shown_by
from onrecord.cli.printing import print_answer


@click.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("words", metavar="WORDS")
@click.argument("money", metavar="AMOUNT")
@shown_by
@click.option("--undisputed", is_flag=True, help="This part I agree I owe.")
def amount(
    dispute: str, words: str, money: str, shown: tuple[str, ...], undisputed: bool
) -> None:  # fmt: skip
    """Ask for an amount, and say which page shows it.

    AMOUNT is like 74.22 or "NZ$481.85 (US$268.94)". All of them: onrecord dispute VAULT show
    DISPUTE.
    """
    from onrecord.services.cite import cite
    from onrecord.services.claim_lines import add_claim, edit_claim
    from onrecord.services.own_currency import own_currency
    from onrecord.services.views.money import money as all_money

    with the_vault() as vault, vault.change("Added an amount"):
        at = find_dispute(vault, dispute)
        usual = own_currency(vault, at)
        id = add_claim(vault, at, words, money, usual).result
        if undisputed:
            edit_claim(vault, id, usual, undisputed=True)
        if shown:
            cite(vault, "claim_line", id, find_spots(vault, at, shown))
        asked = all_money(vault, at).words()
    print_answer({"id": id, "asked": asked}, "\n".join(part for part in (id, asked) if part))


@click.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("words", metavar="WORDS")
@click.option("--when", default="", help='"24 October 2016", "May 2011"; else not known.')
@shown_by
@click.option("--they-say", is_flag=True, help="They say so; else I do.")
@click.option("--admitted", default="", metavar="QUOTE", help="They admit it, in these words.")
@click.option("--their-version", default="", metavar="WORDS", help="What they say of the same.")
@click.option("--their-when", default="", metavar="WHEN", help="When that was, as they say.")
def fact(
    dispute: str, words: str, when: str, shown: tuple[str, ...], they_say: bool, admitted: str,
    their_version: str, their_when: str,
) -> None:  # fmt: skip
    """Put on record what happened, and say which page shows it."""
    from onrecord.services.cite import cite
    from onrecord.services.facts import add_fact, add_version, admit
    from onrecord.services.views.facts import fact_detail

    if their_when and not their_version:
        raise click.UsageError("--their-when needs --their-version.")
    with the_vault() as vault, vault.change("Put on record what happened"):
        at = find_dispute(vault, dispute)
        id = add_fact(vault, at, words, when, side="theirs" if they_say else "mine").result
        if shown:
            cite(vault, "fact", id, find_spots(vault, at, shown))
        if admitted:
            admit(vault, id, admitted)
        if their_version:
            add_version(vault, id, their_version, their_when)
        detail = fact_detail(vault, id)
    plain = {
        "id": id, "ground": detail.ground.kind, "worded": detail.worded,
        "firmer": [one.words for one in detail.remedies],
    }  # fmt: skip
    print_answer(plain, "\n".join([id, detail.worded, *(f"  {one}" for one in plain["firmer"])]))


@click.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("title", metavar="TITLE")
@click.option("--mine", default="", help="What I say.")
@click.option("--theirs", default="", help="What they say, stated fairly.")
@shown_by
@click.option("--shown-for-them", multiple=True, metavar="DOC[:PAGE]", help="What shows theirs.")
def issue(
    dispute: str, title: str, mine: str, theirs: str, shown: tuple[str, ...],
    shown_for_them: tuple[str, ...],
) -> None:  # fmt: skip
    """Say where you disagree, and what shows each side."""
    from onrecord.services.cite import cite
    from onrecord.services.issues import add_issue

    with the_vault() as vault, vault.change("Added where we disagree"):
        at = find_dispute(vault, dispute)
        id = add_issue(vault, at, title, mine, theirs).result
        for side, places in (("mine", shown), ("theirs", shown_for_them)):
            if places:
                cite(vault, "issue", id, find_spots(vault, at, places), side)
    print_answer({"id": id}, id)
