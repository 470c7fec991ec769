"""Money of one dispute: what I ask for, what was promised and offered, never across currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.contact import Offer, Promise
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.money import Money, totals

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class MoneyView:
    """``asked`` is one exact sum a currency of the disputed lines; ``rough`` stands, marked
    "about", until there are lines."""

    lines: tuple[ClaimLine, ...]
    asked: tuple[Money, ...]
    undisputed: tuple[Money, ...]
    rough: Money | None
    outcomes: tuple[DesiredOutcome, ...]
    promises: tuple[Promise, ...]
    offers: tuple[Offer, ...]

    def words(self) -> str:
        """What the tab says beside its name: ``£84.20`` or ``about £300``; empty where unknown."""
        if self.asked:
            return " + ".join(amount.words() for amount in self.asked)
        return f"about {self.rough.words()}" if self.rough else ""


def money(vault: Vault, dispute_id: str) -> MoneyView:
    """Every amount of the dispute."""
    dispute = vault.get(Dispute, dispute_id)
    here, args = "dispute_id = ?", [dispute_id]
    lines = vault.find(ClaimLine, here, args, order="position, rowid")
    priced = [line for line in lines if line.currency]
    rough = None
    if not lines and dispute.rough_minor is not None and dispute.currency:
        rough = Money(dispute.rough_minor, dispute.currency)
    return MoneyView(
        lines=tuple(lines),
        asked=tuple(totals(Money(x.amount_minor, x.currency) for x in priced if not x.undisputed)),
        undisputed=tuple(totals(Money(x.amount_minor, x.currency) for x in priced if x.undisputed)),
        rough=rough,
        outcomes=tuple(vault.find(DesiredOutcome, here, args, order="position, rowid")),
        promises=tuple(vault.find(Promise, here, args, order="due, rowid")),
        offers=tuple(vault.find(Offer, here, args, order="rowid")),
    )
