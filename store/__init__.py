"""The SQLite edge."""
