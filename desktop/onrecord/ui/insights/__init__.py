"""What all disputes together say, as charts, as tables, and as files."""
