"""Digests: when they are due (timetable), what is in them (stories), how they read (compose), and the run itself."""
