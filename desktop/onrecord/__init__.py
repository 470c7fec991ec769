"""OnRecord: keep the evidence, get on record, escalate."""

__version__ = "0.1.0"
