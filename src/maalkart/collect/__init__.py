"""Fetching documents from the open web: safely, politely, and never twice."""
