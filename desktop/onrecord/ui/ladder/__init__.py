"""The ladder: every line of steps of a dispute as a picture, with what happened on it."""
