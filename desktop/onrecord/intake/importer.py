"""The client's side of an import: a locked worker reads the file, and what comes back is checked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import cast

from onrecord.errors import Refused, Unreadable
from onrecord.intake.import_rows import KINDS, ImportReading, import_from
from onrecord.intake.table_layout import TableLook, look_from
from onrecord.worker.limits import PATIENCE
from onrecord.worker.pool import Blob, Limits, WorkerPool

MAX_SIZE = 128 << 20  # bytes: ten years of messages with their pictures are below it

_MODULE = "onrecord.intake.import_tasks"
_LIMITS = Limits(address_space_mb=2048, cpu_s=60, wall_s=120 * PATIENCE, answer_mb=192, nice=5)
_TOO_LARGE = "This file is larger than 128 MB, too large to be imported; export a part of it."


class Importer:
    """Reads files that are imported. Thread-safe."""

    def __init__(self) -> None:
        self._pool = WorkerPool(_MODULE, _LIMITS, 1)

    def read(
        self,
        data: Blob,
        *,
        size: int,
        kind: str = "",
        mapping: Mapping[str, int] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReading:
        """``kind`` is one of KINDS, or empty to be told by the content; ``mapping`` says which
        column of a table is which. Raises Unreadable, WorkerFailed, Refused, Cancelled."""
        if kind and kind not in KINDS:
            raise Refused(f'"{kind}" is not a kind of file that can be imported.', "kind")
        if size > MAX_SIZE:
            raise Refused(_TOO_LARGE)
        args = {"kind": kind, "mapping": None if mapping is None else dict(mapping)}
        whole = data if isinstance(data, bytes) else itertools.chain(data)
        answer = self._pool.call("import", args, [whole], cancelled=cancelled)
        rows: list[object] = []
        for blob in answer.blobs:
            try:
                batch: object = json.loads(blob)
            except (ValueError, RecursionError):
                batch = None
            if not isinstance(batch, list):
                raise Unreadable("What came out of this file does not fit together.")
            rows += cast("list[object]", batch)
        return import_from(answer.value, rows)

    def look(self, data: Blob, *, size: int, roles: Mapping[int, str] | None = None) -> TableLook:
        """The first rows of a table and what would be read with these columns, else with those
        that are found. Raises Unreadable, WorkerFailed, Refused."""
        if size > MAX_SIZE:
            raise Refused(_TOO_LARGE)
        args = {"roles": None if roles is None else {str(at): role for at, role in roles.items()}}
        whole = data if isinstance(data, bytes) else itertools.chain(data)
        return look_from(self._pool.call("table", args, [whole]).value)

    def close(self) -> None:
        self._pool.close()
