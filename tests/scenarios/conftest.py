"""The acceptance checks of whole disputes, each through the services on a real vault with a real
reader of documents."""

from __future__ import annotations

from fresh_vault import PASSPHRASE, vault, workshop

__all__ = ["PASSPHRASE", "vault", "workshop"]
