"""Who can help with a dispute, and the directory it comes from."""
