"""Use cases, one verb a file. Each takes its collaborators and returns what it changed."""
