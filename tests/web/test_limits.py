"""How often programs may call: what a bucket lets through, over time and over processes."""

from __future__ import annotations

import multiprocessing

from hypothesis import given, settings
from hypothesis import strategies as st

from wuzha.web.limits import WINDOW, Buckets


def test_a_full_bucket_lets_a_minutes_worth_through_at_once_then_as_it_fills() -> None:
    buckets = Buckets(places=16)
    assert [buckets.take("a", 3, 100.0) for _ in range(4)] == [0, 0, 0, 20]
    assert buckets.take("b", 3, 100.0) == 0, "another has a bucket of its own"
    assert buckets.take("a", 3, 119.0) == 1
    assert [buckets.take("a", 3, 120.0), buckets.take("a", 3, 120.0)] == [0, 20]
    assert [buckets.take("a", 3, 999.0) for _ in range(4)] == [0, 0, 0, 20]


def test_no_limit_is_no_limit_and_a_clock_set_back_locks_nobody_out() -> None:
    buckets = Buckets(places=16)
    assert {buckets.take("a", 0, 1.0) for _ in range(100)} == {0}
    assert [buckets.take("a", 1, 1e9), buckets.take("a", 1, 1e9)] == [0, WINDOW]
    assert buckets.take("a", 1, 1000.0) == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20), st.lists(st.floats(0, 40), max_size=80))
def test_never_more_than_what_a_bucket_held_and_what_flowed_in(most: int, pauses: list[float]) -> None:
    buckets, now, taken = Buckets(places=16), 1000.0, 0
    for pause in pauses:
        now += pause
        wait = buckets.take("a", most, now)
        taken += not wait
        assert taken <= most + (now - 1000.0) * most / WINDOW + 1e-6
        if wait:
            assert 0 < wait <= WINDOW / most + 1e-6


def test_more_buckets_than_places_forget_the_fullest_first() -> None:
    buckets = Buckets(places=1)
    assert [buckets.take("heavy", 2, 50.0), buckets.take("heavy", 2, 50.0)] == [0, 0]
    for other in range(7):
        buckets.take(f"light {other}", 100, 50.0)
    buckets.take("one more", 100, 50.0)
    assert buckets.take("heavy", 2, 50.0) > 0


def _takes(buckets: Buckets, count: int) -> int:
    return sum(not buckets.take("shared", 100, 7.0) for _ in range(count))


def test_processes_that_were_forked_share_every_bucket() -> None:
    buckets = Buckets()
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    workers = [context.Process(target=lambda: results.put(_takes(buckets, 80))) for _ in range(4)]
    for worker in workers:
        worker.start()
    taken = [results.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert sum(taken) == 100
