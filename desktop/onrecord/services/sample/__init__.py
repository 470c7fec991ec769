"""The sample: an invented dispute with documents made by us, marked as a sample everywhere."""
