"""The demonstration: a fictional district and a year of its work, made by the actions that a user's click takes."""
