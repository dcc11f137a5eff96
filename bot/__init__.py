"""The core: articles, statements, questions and digests. No Slack, no SQL."""
