"""Taking in calls, messages and dates from a file: what is in it is shown before anything is kept."""
