"""How long a property is tried: enough to find what is wrong, never by the clock of a busy machine."""

from hypothesis import settings

BOUNDED = settings(max_examples=50, deadline=None)
