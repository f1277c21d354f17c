"""台账: facts in, appended only: who did what to which target, when, in what capacity, on what evidence."""
