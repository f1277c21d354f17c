"""Oversight (督导): what is covered, what is done, and what is not."""
