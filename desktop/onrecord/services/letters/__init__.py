"""Letters and messages: written from what is on record, sent, and kept as sent."""
