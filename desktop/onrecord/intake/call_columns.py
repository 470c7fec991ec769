"""How a record of calls heads its columns: by these it is read, and told from a bank statement."""

from __future__ import annotations

CALL_NUMBER = (
    "number", "phone", "phone number", "telephone", "number called", "called number",
    "dialled number", "dialed number", "number dialled", "called", "to", "to number",
    "destination", "destination number", "called party", "other party", "tel", "from to",
    "rufnummer", "zielrufnummer", "nummer", "numero", "numero appele",
    "numero llamado", "phone no", "msisdn", "calling number", "to from"
)  # fmt: skip
CALL_LENGTH = (
    "duration", "length", "call length", "call duration", "minutes", "mins", "min",
    "seconds", "duration min", "duration minutes", "duration sec", "duration secs",
    "duration seconds", "duration s", "duration m", "duration mm ss",
    "duration hh mm ss", "duration hh mm", "length min", "length minutes", "dauer",
    "duree", "duracion", "time taken", "talk time", "mins secs"
)  # fmt: skip
