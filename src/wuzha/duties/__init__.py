"""Duties (任务): a plan expanded over units, targets and time."""
