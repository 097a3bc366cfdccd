"""Promise: on a stream of errors each detector of concept drift says what river's says, at the very value, however often the engine was restarted
between; KSWIN, which draws at random, finds what river's finds as often and as soon.
"""

import numpy
import pytest
from line_programs import Ask, ours, peer

LENGTH = 4000
SEEDS = range(3)


def bits(seed: int, *shares: float) -> list[int]:
    """Errors whose share changes abruptly, at even distances."""
    random = numpy.random.default_rng(seed)
    return [int(error) for share in shares for error in random.random(LENGTH // len(shares)) < share]


def slowly(seed: int) -> list[int]:
    random = numpy.random.default_rng(seed)
    return [int(error) for error in random.random(LENGTH) < numpy.linspace(0.05, 0.5, LENGTH)]


BITS = {
    "stable": lambda seed: bits(seed, 0.1), "rises": lambda seed: bits(seed, 0.1, 0.3), "rises a little": lambda seed: bits(seed, 0.2, 0.25), "falls": lambda seed: bits(seed, 0.5, 0.1),
    "comes back": lambda seed: bits(seed, 0.05, 0.4, 0.05, 0.4), "slowly": slowly, "often": lambda seed: bits(seed, *([0.1, 0.6] * 20)), "hardly any": lambda seed: bits(seed, 0.001, 0.01),
    "never wrong": lambda seed: [0] * LENGTH, "always wrong": lambda seed: [1] * LENGTH, "right, then wrong": lambda seed: [0] * (LENGTH // 2) + [1] * (LENGTH // 2), "one": lambda seed: [1], "none": lambda seed: [],
}


def steps(seed: int, scale: float, *means: float) -> list[float]:
    random = numpy.random.default_rng(seed)
    return [float(value) for mean in means for value in scale * numpy.abs(random.normal(mean, 1, LENGTH // len(means)))]


AMOUNTS = {
    "stable": lambda seed: steps(seed, 1, 0), "rises": lambda seed: steps(seed, 1, 0, 2), "wide": lambda seed: steps(seed, 1e6, 0, 1), "tiny": lambda seed: steps(seed, 1e-9, 0, 1),
    "steps": lambda seed: steps(seed, 3, 0, 1, 5, 1, 0), "heavy tails": lambda seed: [float(value) for value in numpy.random.default_rng(seed).pareto(1.1, LENGTH)],
    "the same": lambda seed: [0.7] * LENGTH, "negative": lambda seed: [-value for value in steps(seed, 1, 0, 3)],
    "whole": lambda seed: [float(value) for value in numpy.random.default_rng(seed).integers(0, 8, LENGTH)],
}


def same(ours: Ask, peer: Ask, detector: str, options: tuple[dict, dict], values: list[float]) -> None:
    mine, theirs = options
    expected = peer({"do": "concept", "detector": detector, "options": theirs, "values": values})
    for restart in (10**9, 97):
        assert ours({"do": "concept", "detector": detector, "options": mine, "values": values, "restart": restart}) == expected


@pytest.mark.parametrize("stream", BITS)
@pytest.mark.parametrize("detector", ["adwin", "ddm", "eddm", "page-hinkley"])
def test_errors(ours: Ask, peer: Ask, detector: str, stream: str) -> None:
    for seed in SEEDS:
        same(ours, peer, detector, ({}, {}), BITS[stream](seed))


@pytest.mark.parametrize("stream", AMOUNTS)
@pytest.mark.parametrize("detector", ["adwin", "page-hinkley"])
def test_amounts(ours: Ask, peer: Ask, detector: str, stream: str) -> None:
    for seed in SEEDS:
        same(ours, peer, detector, ({}, {}), AMOUNTS[stream](seed))


@pytest.mark.parametrize("detector", ["adwin", "ddm", "eddm", "page-hinkley"])
def test_a_million_errors(ours: Ask, peer: Ask, detector: str) -> None:
    """Years of traffic, and what is kept of it in between."""
    random = numpy.random.default_rng(11)
    values = [int(error) for share in (0.1, 0.11, 0.1, 0.3) for error in random.random(250_000) < share]
    expected = peer({"do": "concept", "detector": detector, "options": {}, "values": values})
    assert len(expected["drifts"]) > 0
    assert ours({"do": "concept", "detector": detector, "options": {}, "values": values, "restart": 333_333}) == expected


@pytest.mark.parametrize(("detector", "mine", "theirs"), [
    ("adwin", {"delta": 0.3, "clock": 1, "maxBuckets": 2, "minWindow": 1, "grace": 1}, {"delta": 0.3, "clock": 1, "max_buckets": 2, "min_window_length": 1, "grace_period": 1}),
    ("adwin", {"delta": 1e-9, "clock": 7, "maxBuckets": 12, "minWindow": 40, "grace": 200}, {"delta": 1e-9, "clock": 7, "max_buckets": 12, "min_window_length": 40, "grace_period": 200}),
    ("page-hinkley", {"mode": "up", "threshold": 8, "minInstances": 1, "alpha": 1, "delta": 0}, {"mode": "up", "threshold": 8, "min_instances": 1, "alpha": 1, "delta": 0}),
    ("page-hinkley", {"mode": "down", "threshold": 3, "alpha": 0.9}, {"mode": "down", "threshold": 3, "alpha": 0.9}),
    ("ddm", {"warmStart": 200, "warning": 1, "drift": 4}, {"warm_start": 200, "warning_threshold": 1, "drift_threshold": 4}),
    ("ddm", {"warmStart": 0}, {"warm_start": 0}),
    ("eddm", {"warmStart": 5, "alpha": 0.8, "beta": 0.5}, {"warm_start": 5, "alpha": 0.8, "beta": 0.5}),
])
def test_options(ours: Ask, peer: Ask, detector: str, mine: dict, theirs: dict) -> None:
    for stream in BITS.values():
        same(ours, peer, detector, (mine, theirs), stream(50))


def test_kswin_by_distribution(ours: Ask, peer: Ask) -> None:
    """Over thirty draws of some streams: drift as often, and as soon after the change."""
    streams = {"rises": steps(3, 1, 0, 0.8), "stable": steps(4, 1, 0), "errors rise": bits(5, 0.1, 0.9)}
    for stream in streams.values():
        values = stream[LENGTH // 2 - 600 : LENGTH // 2 + 400]
        found = [[ask({"do": "concept", "detector": "kswin", "options": {"seed": seed}, "values": values, "restart": 300})["drifts"] for seed in range(30)] for ask in (ours, peer)]
        alike([[len(drifts) for drifts in one] for one in found])
        alike([[next((index for index in drifts if index >= 600), len(values)) for drifts in one] for one in found])


def alike(samples: list[list[float]]) -> None:
    """Means that differ by less than four standard errors."""
    error = numpy.sqrt(sum(numpy.var(one, ddof=1) / len(one) for one in samples))
    assert abs(numpy.mean(samples[0]) - numpy.mean(samples[1])) <= 4 * error + 1e-12, samples
