"""Stores of secrets for tests, as ``keyring`` knows them."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError


class InMemory(KeyringBackend):
    """Keeps what it is given until the test ends."""

    priority = 9  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


class Forgetful(InMemory):
    """Says nothing and keeps nothing, as ``keyring.backends.null`` does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Closed(InMemory):
    """The person did not let the store be opened."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringError("locked")

    set_password = get_password  # type: ignore[assignment]
