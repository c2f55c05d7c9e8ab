"""Clocks and timers."""

import time

from flowkit.carrier.clock import Timers, VirtualClock, WallClock


def test_a_timer_that_is_off_is_never_armed():
    timers = Timers(frozenset({("engine", "no_input")}))
    timers.arm(("engine", "no_input"), 5)
    timers.arm(("engine", "play"), 7)
    assert timers.names() == {("engine", "play")}


def test_a_virtual_clock_goes_where_it_is_told():
    clock = VirtualClock(1000)
    assert clock.now() == 1000
    clock.advance(5000)
    clock.advance(4000)
    assert clock.now() == 5000


def test_real_time_counts_for_what_is_under_way():
    clock = VirtualClock(0)
    time.sleep(0.05)
    assert 0.8 < clock.left(1000) < 0.96
    assert clock.now() == 0
    clock.idle()
    assert 0.96 < clock.left(1000) <= 1
    time.sleep(0.05)
    clock.advance(500)
    assert 0.4 < clock.left(1000) <= 0.5


def test_a_wall_clock_shows_the_real_time():
    assert abs(WallClock().now() - time.time() * 1000) < 100


def test_a_wall_clock_can_start_elsewhere():
    clock = WallClock(1_000_000)
    time.sleep(0.05)
    assert 1_000_050 <= clock.now() < 1_000_500
    assert 0.4 < clock.left(1_000_550) <= 0.5
    clock.advance(9_000_000)
    assert clock.now() < 1_001_000


def test_timers_go_off_in_order():
    timers = Timers()
    assert timers.next() is None
    timers.arm(("engine", "b"), 20)
    timers.arm(("engine", "a"), 10)
    timers.arm(("line", "a"), 10)
    assert timers.next() == (("engine", "a"), 10)
    timers.arm(("engine", "a"), 30)
    assert timers.next() == (("line", "a"), 10)
    timers.clear(("line", "a"))
    timers.clear(("line", "nobody"))
    assert timers.next() == (("engine", "b"), 20)
    assert timers.names() == {("engine", "a"), ("engine", "b")}
