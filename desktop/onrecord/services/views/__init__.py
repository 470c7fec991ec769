"""What the window and the command line list: read-only, paged and sorted in SQL."""
