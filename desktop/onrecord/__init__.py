"""OnRecord: keep the evidence, get on record, escalate."""

__version__ = "0.1.0"
__released__ = "2026-11-22"
"""The day this version was finished; About says how long ago that is."""
