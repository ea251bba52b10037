"""The project's own cited tables and their loader."""
