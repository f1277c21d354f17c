"""Residents' names and telephones (个人信息): sealed, masked, found by a keyed index, forgotten in time."""
