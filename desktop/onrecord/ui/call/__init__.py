"""While a call runs: the companion, what to have ready, and how it ended."""
