"""Dates, lines of steps, answers, reminders, and who stands on which side."""
