"""What an office decides once: the campaign's name in titles, and the rules for dates."""

from __future__ import annotations

from wuzha.duties.core.builder import Settings

CAMPAIGN = "防范电信网络诈骗宣传"
"""What the work is called in the titles of official documents."""


def duty_settings(year: int) -> Settings:
    """The rules by which dates are read in a year: due dates moved to the next working day, months from the 26th."""
    return Settings(year=year)
