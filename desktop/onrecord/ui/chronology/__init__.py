"""What happened, by hand: the small form, both sides of it, what it stands on."""
