"""wuzha 无诈: a district's anti-fraud work plan, expanded into duties, recorded, counted and reported."""

__version__ = "0.1.0"
