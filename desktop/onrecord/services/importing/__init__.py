"""Taking in calls, messages and dates that were written elsewhere: read, shown, then kept."""
