"""The registry (底册): areas, units, people, households, places."""
