"""The words of the screen for what the vault names by a key: kinds, ways, states."""

from __future__ import annotations

from PySide6.QtCore import QObject

EVIDENCE_ICONS = {
    "bill": "bill",
    "statement": "statement",
    "letter": "letter",
    "email": "email",
    "message": "chat",
    "screenshot": "screenshot",
    "photo": "photo",
    "form": "edit",
    "contract": "sheet",
    "receipt": "bill",
}


def icon_of(name: str) -> str:
    """The picture of a kind of document; every other name is an icon's own."""
    from onrecord.ui.design import icons

    known = EVIDENCE_ICONS.get(name, name)
    return known if known in icons.names() else "document"


class Words(QObject):
    """Make one where words are needed; it holds nothing but the translation's context."""

    def kind(self, key: str) -> str:
        """What a document is."""
        return {
            "bill": self.tr("Bill"),
            "statement": self.tr("Statement"),
            "letter": self.tr("Letter"),
            "email": self.tr("Email"),
            "message": self.tr("Message"),
            "screenshot": self.tr("Screenshot"),
            "photo": self.tr("Photo"),
            "form": self.tr("Form"),
            "contract": self.tr("Contract"),
            "receipt": self.tr("Receipt"),
            "text": self.tr("Text"),
        }.get(key, self.tr("Other"))

    def contact(self, key: str) -> str:
        return {
            "call": self.tr("Call"),
            "voicemail": self.tr("Voicemail"),
            "email": self.tr("Email"),
            "chat": self.tr("Chat"),
            "message": self.tr("Text message"),
            "letter": self.tr("Letter"),
            "post": self.tr("Post"),
            "visit": self.tr("Visit"),
        }.get(key, self.tr("Message"))

    def arrived(self, key: str) -> str:
        """How a document came into the vault."""
        return {
            "drop": self.tr("dropped in"),
            "paste": self.tr("pasted"),
            "dialog": self.tr("chosen from a folder"),
            "command": self.tr("added by a command"),
            "inbox": self.tr("arrived while locked, sender not proven"),
            "import": self.tr("imported"),
        }.get(key, key)

    def state(self, key: str) -> str:
        """Why a document cannot be seen now; nothing where it can."""
        return {
            "waiting": self.tr("reading…"),
            "needs_password": self.tr("needs its password"),
            "failed": self.tr("cannot be read; kept safely"),
            "unknown_kind": self.tr("cannot be shown yet; kept safely"),
            "too_large": self.tr("too large to be read; kept safely"),
        }.get(key, "")

    def promise(self, key: str) -> str:
        return {
            "open": self.tr("open"),
            "kept": self.tr("kept"),
            "broken": self.tr("broken"),
            "withdrawn": self.tr("withdrawn"),
        }.get(key, key)

    def offer(self, key: str) -> str:
        return {
            "proposed": self.tr("proposed"),
            "countered": self.tr("countered"),
            "accepted": self.tr("accepted"),
            "declined": self.tr("declined"),
            "expired": self.tr("expired"),
        }.get(key, key)

    def reference(self, key: str) -> str:
        """What a number they file us under belongs to."""
        return {
            "account": self.tr("Account"),
            "order": self.tr("Order"),
            "tracking": self.tr("Tracking"),
            "ticket": self.tr("Ticket"),
            "claim": self.tr("Claim"),
            "call": self.tr("Call"),
        }.get(key, self.tr("Number"))

    def profile(self, key: str) -> str:
        """Whom a packet is for."""
        return {
            "supervisor": self.tr("Supervisor"),
            "formal": self.tr("Formal complaint"),
            "regulator": self.tr("Regulator or ombudsman"),
            "small_claims": self.tr("Small claims court"),
        }.get(key, key)

    def pages(self, count: int) -> str:
        if count == 1:
            return self.tr("1 page")
        return self.tr("{0} pages").format(f"{count:,}")

    def size(self, length: int) -> str:
        """``214 KB``; in thousands, as file managers say it."""
        if length < 1000:
            return self.tr("{0} bytes").format(length)
        for unit, step in (("KB", 1e3), ("MB", 1e6), ("GB", 1e9)):
            if length < step * 1000 or unit == "GB":
                value = length / step
                return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"
        return ""
