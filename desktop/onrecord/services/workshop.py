"""The tools that long services need beside the vault, each started when first asked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.intake.importer import Importer
    from onrecord.intake.machine import MachineReader
    from onrecord.intake.reader import Reader
    from onrecord.packet.bundler import Bundler
    from onrecord.vault.vault import Vault


class Workshop:
    """An open vault, with the worker processes that read documents and make bundles for it.

    Any thread may use it. ``close`` ends the workers and locks the vault.
    """

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._bundler: Bundler | None = None
        self._importer: Importer | None = None
        self._machine: MachineReader | None = None
        self._layouts: dict[str, Mapping[str, Any]] = {}

    def laid_out(self, packet_id: str) -> Mapping[str, Any]:
        """Where the packet's own pages stood when they were last shown; empty if they were not."""
        return self._layouts.get(packet_id, {})

    def keep_layout(self, packet_id: str, layout: Mapping[str, Any]) -> None:
        self._layouts[packet_id] = layout

    @property
    def reader(self) -> Reader:
        with self._lock:
            if self._reader is None:
                from onrecord.intake.reader import Reader

                self._reader = Reader()
            return self._reader

    @property
    def bundler(self) -> Bundler:
        with self._lock:
            if self._bundler is None:
                from onrecord.packet.bundler import Bundler

                self._bundler = Bundler()
            return self._bundler

    @property
    def importer(self) -> Importer:
        with self._lock:
            if self._importer is None:
                from onrecord.intake.importer import Importer

                self._importer = Importer()
            return self._importer

    @property
    def machine(self) -> MachineReader:
        """Reads pictures; only where ``can_read_pictures``."""
        with self._lock:
            if self._machine is None:
                from onrecord.intake.machine import MachineReader

                self._machine = MachineReader()
            return self._machine

    def close(self) -> None:
        """Ends the workers, then closes the vault."""
        with self._lock:
            made = (self._reader, self._bundler, self._importer, self._machine)
            tools = [tool for tool in made if tool is not None]
            self._reader = self._bundler = self._importer = self._machine = None
        for tool in tools:
            tool.close()
        self.vault.close()

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()
