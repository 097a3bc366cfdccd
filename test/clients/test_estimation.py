"""Promise: quality without labels is estimated as NannyML estimates it: calibration, value, sampling error, thresholds and alert of every window.
Where it answers and NannyML does not, the difference is named here.
"""

import sys
from pathlib import Path
import numpy
import pandas
import pytest
from conftest import ROOT
from line_programs import Ask, nannyml_python, ours, peer

METRICS = ["accuracy", "f1", "precision", "recall", "specificity", "roc_auc"]
SIZES = [(20, 7, 5), (60, 30, 10), (211, 100, 37), (1000, 1000, 100), (5000, 12_000, 1000), (100_000, 30_000, 10_000)]


def overconfident(p: numpy.ndarray) -> numpy.ndarray:
    return 1 / (1 + ((1 - p) / p) ** 2)


def two_classes(random: numpy.random.Generator, rows: int, shift: float, kind: str) -> dict:
    """What a model says of rows that become harder with `shift`."""
    p = 1 / (1 + numpy.exp(-random.normal(-shift, 2.5 - shift, rows)))
    truth = (random.random(rows) < p).astype(int)
    if kind == "overconfident":
        p = overconfident(p)
    elif kind == "mostly yes":
        truth, p = numpy.maximum(truth, random.random(rows) < 0.8).astype(int), 0.3 + 0.7 * p
    elif kind == "rounded":
        p = numpy.round(p, 1)
    elif kind == "constant":
        p = numpy.full(rows, 0.7)
    elif kind == "separated":
        p = 0.5 * truth + 0.5 * p
    elif kind == "one class":
        truth[:] = 0
    elif kind == "always no":
        p = p / 3
    return {"probabilities": [None, p.tolist()], "predicted": (p >= 0.5).astype(int).tolist(), "truth": truth.tolist()}


def three_classes(random: numpy.random.Generator, rows: int, shift: float, kind: str) -> dict:
    scores = random.normal([0.5, shift, -0.5], 1.5, (rows, 3))
    p = numpy.exp(scores) / numpy.exp(scores).sum(axis=1, keepdims=True)
    truth = (p.cumsum(axis=1)[:, :-1] < random.random((rows, 1))).sum(axis=1)
    if kind == "overconfident":
        p = overconfident(p)
        p = p / p.sum(axis=1, keepdims=True)
    if kind == "other answers":
        predicted = random.integers(0, 3, rows)
    else:
        predicted = p.argmax(axis=1)
    if kind == "no sum":
        p[random.random(rows) < 0.1] = 0
    return {"probabilities": p.T.tolist(), "predicted": predicted.tolist(), "truth": truth.tolist()}


def question(make, sizes: tuple[int, int, int], kind: str) -> dict:
    reference, window, chunk = sizes
    random = numpy.random.default_rng(sum(sizes))
    classes = ["no", "yes"] if make is two_classes else ["a", "b", "c"]
    # NannyML has no ROC-AUC where probabilities add up to less than 1.
    metrics = [name for name in METRICS if name != "roc_auc" or kind != "no sum"]
    return {"do": "cbpe", "classes": classes, "metrics": metrics, "chunk": chunk, "reference": make(random, reference, 0.0, kind), "window": make(random, window, 0.8, kind)}


def near(mine: float | None, theirs: float | None) -> bool:
    return mine == theirs or (mine is not None and theirs is not None and mine == pytest.approx(theirs, rel=1e-9, abs=1e-9))


def agree(mine: dict, theirs: dict, *, error_of_auc: bool = True) -> None:
    assert "error" not in mine and "error" not in theirs, (mine, theirs)
    assert mine["calibrated"] == theirs["calibrated"]
    for metric in [name for name in METRICS if name in theirs]:
        assert len(mine[metric]) == len(theirs[metric])
        for one, other in zip(mine[metric], theirs[metric]):
            about = (metric, one, other)
            assert near(one["value"], other["value"]), about
            if one["value"] is not None and (metric != "roc_auc" or error_of_auc):
                assert near(one["low"], other["lower_confidence_boundary"]) and near(one["high"], other["upper_confidence_boundary"]), about
            assert near(one["lower"], other["lower_threshold"]) and near(one["upper"], other["upper_threshold"]), about
            if one["alert"] is None:
                # Nothing could be told: NannyML's "no alert" is none.
                assert one["value"] is None or one["lower"] is None, about
            elif not near(one["value"], one["lower"]) and not near(one["value"], one["upper"]):
                # Thresholds of chunks that are all the same are exact, and NannyML alerts at a rounding error.
                assert (one["alert"] is not False) == other["alert"], about


@pytest.mark.parametrize("kind", ["calibrated", "overconfident", "mostly yes", "separated", "one class", "always no"])
@pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "-".join(map(str, sizes)))
def test_two_classes(ours: Ask, peer: Ask, sizes: tuple[int, int, int], kind: str) -> None:
    ask = question(two_classes, sizes, kind)
    agree(ours(ask), peer(ask))


def test_a_million_rows(ours: Ask, peer: Ask) -> None:
    ask = question(two_classes, (1_000_000, 100_000, 50_000), "overconfident")
    agree(ours(ask), peer(ask))


@pytest.mark.parametrize("kind", ["rounded", "constant"])
@pytest.mark.parametrize("sizes", SIZES[1:], ids=lambda sizes: "-".join(map(str, sizes)))
def test_ties(ours: Ask, peer: Ask, sizes: tuple[int, int, int], kind: str) -> None:
    """Equal scores: all but the sampling error of the ROC-AUC, which NannyML takes from ranks that an unstable sort hands out among them."""
    ask = question(two_classes, sizes, kind)
    agree(ours(ask), peer(ask), error_of_auc=False)


@pytest.mark.parametrize("kind", ["calibrated", "overconfident", "other answers", "no sum"])
@pytest.mark.parametrize("sizes", SIZES[1:], ids=lambda sizes: "-".join(map(str, sizes)))
def test_three_classes(ours: Ask, peer: Ask, sizes: tuple[int, int, int], kind: str) -> None:
    ask = question(three_classes, sizes, kind)
    agree(ours(ask), peer(ask))


def without(table: dict, rows: set[int]) -> dict:
    def kept(column: list) -> list:
        return [value for row, value in enumerate(column) if row not in rows]

    return {"probabilities": [None if one is None else kept(one) for one in table["probabilities"]], "predicted": kept(table["predicted"]), "truth": kept(table["truth"])}


@pytest.mark.parametrize("make", [two_classes, three_classes])
def test_rows_without_probability(ours: Ask, peer: Ask, make) -> None:
    """They are left out, in the reference and in a window, where NannyML throws: as if they had never been there."""
    ask = question(make, (1200, 100, 150), "overconfident")
    holes = {name: set(range(3, len(ask[name]["truth"]), 9)) for name in ("reference", "window")}
    holed = {name: {**ask[name], "probabilities": [column and [None if row in holes[name] else value for row, value in enumerate(column)] for column in ask[name]["probabilities"]]} for name in holes}
    mine = ours({**ask, **holed})
    agree(mine, peer({**ask, **{name: without(ask[name], holes[name]) for name in holes}}))
    assert all(one["rows"] == 100 - len(holes["window"]) for metric in METRICS for one in mine[metric])


def test_window_without_probabilities(ours: Ask) -> None:
    ask = question(two_classes, (200, 20, 20), "calibrated")
    mine = ours({**ask, "window": {**ask["window"], "probabilities": [None, [None] * 20]}})
    assert all(one[key] is None for metric in METRICS for one in mine[metric] for key in ("value", "low", "high", "alert"))


@pytest.mark.parametrize(("rows", "yes"), [(10, 5), (12, 1), (200, 1)])
def test_too_few_to_be_split(ours: Ask, peer: Ask, rows: int, yes: int) -> None:
    """Under eleven rows, or one row of a class, scikit-learn makes no splits and NannyML throws: scores are then taken as they are."""
    ask = question(two_classes, (rows, 20, 5), "calibrated")
    # Some of those that are no "yes" are thought likelier, or nothing would have to be split.
    probabilities = [1 - (row * 7 % rows) / rows - 1e-3 for row in range(rows)]
    ask["reference"] = {"probabilities": [None, probabilities], "predicted": [int(p > 0.4) for p in probabilities], "truth": [int(2 <= row < 2 + yes) for row in range(rows)]}
    assert "error" in peer(ask)
    mine = ours(ask)
    assert mine["calibrated"] == [False] and all(one["value"] is not None for metric in METRICS for one in mine[metric])


def test_too_few(ours: Ask) -> None:
    ask = question(two_classes, (9, 20, 5), "calibrated")
    assert "9 rows of the reference have both a truth and probabilities, and at least 10 are needed" in ours(ask)["error"]


def house_prices(random: numpy.random.Generator, rows: int, shift: float) -> pandas.DataFrame:
    """A regression that is worse for large houses, of which there are more with `shift`."""
    size, place = random.gamma(4, 30 + 20 * shift, rows), random.choice(["town", "coast", None], rows, p=[0.7 - shift / 4, 0.2 + shift / 4, 0.1])
    price = 3 * size + 50 * (place == "coast") + random.normal(0, 1 + size / 10, rows)
    return pandas.DataFrame({"size": size, "place": place, "rooms": random.integers(1, 9, rows), "new": random.random(rows) < 0.3, "predicted": 3 * size + 5, "price": price})


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("houses")
    random = numpy.random.default_rng(8)
    for name, rows, shift in (("reference", 1200, 0.0), ("same", 200, 0.0), ("larger", 250, 1.0)):
        house_prices(random, rows, shift).to_parquet(folder / f"{name}.parquet", index=False)
    return {"folder": folder, "reference": str(folder / "reference.parquet"), "windows": [str(folder / "same.parquet"), str(folder / "larger.parquet")]}


def learned(houses: dict, what: str, python: str, **others: object) -> dict:
    data = {name: houses[name] for name in ("reference", "windows")} | {"columns": ["size", "place", "rooms", "new"] if what == "direct_loss" else ["size", "rooms", "place"]}
    if what == "direct_loss":
        data |= {"prediction": "predicted", "truth": "price", "metrics": ["mae", "mse", "rmse"]}
    if what != "domain_classifier":
        data["chunkRows"] = 200
    options = {"python": python, "script": str(ROOT / "src/python/slipway_estimate.py"), "root": str(houses["folder"]), "log": str(houses["folder"] / "estimate.log")}
    return {"do": "learned", "what": what, "options": options | others.pop("options", {}), "data": data | others.pop("data", {}), **others}


@pytest.mark.parametrize("what", ["direct_loss", "domain_classifier", "reconstruction"])
def test_learned(ours: Ask, peer: Ask, houses: dict, what: str) -> None:
    """NannyML, in the user's Python, says the same to us as to anybody; a window like the reference is no alert, another one is."""
    ask = learned(houses, what, nannyml_python())
    mine, theirs = ours(ask), peer(ask)
    assert list(mine["metrics"]) == list(theirs["metrics"])
    assert mine["referenceRows"] == 1200
    for metric, rows in mine["metrics"].items():
        for one, other in zip(rows, theirs["metrics"][metric], strict=True):
            for key, theirs_key in (("value", "value"), ("low", "lower_confidence_boundary"), ("high", "upper_confidence_boundary"), ("lower", "lower_threshold"), ("upper", "upper_threshold")):
                assert near(one[key], other.get(theirs_key)), (metric, key, one, other)
            assert (one["alert"] is not False) == other["alert"]
        assert [one["alert"] for one in rows] == [False, "above"], rows
        assert [one["rows"] for one in rows] == [200, 250]


def test_learned_where_it_is_not_installed(ours: Ask, houses: dict) -> None:
    said = ours(learned(houses, "direct_loss", sys.executable))["error"]
    assert said.startswith(f"This estimate is made by NannyML, which {sys.executable} does not have (No module named 'nannyml'). Install it there (pip install nannyml")


@pytest.mark.parametrize(("changed", "said"), [
    ({"columns": ["size", "garden"]}, "The reference (reference.parquet) has no column 'garden'. It has: size, place"),
    ({"columns": ["day"], "reference": "days.parquet"}, "Column 'day' holds times"),
    ({"windows": ["empty.parquet"]}, "The window (empty.parquet) has no rows."),
    ({"windows": ["gone.parquet"]}, "gone.parquet"),
    ({"windows": ["other.parquet"]}, "The window (other.parquet) has no column 'size', which the reference has."),
    ({"chunkRows": 5000}, "The reference has 1200 rows with all that is needed, and at least 5000 are needed"),
    ({"metrics": ["best"]}, "NannyML could not estimate: InvalidArgumentsException"),
])
def test_learned_from_bad_data(ours: Ask, houses: dict, changed: dict, said: str) -> None:
    folder = Path(houses["folder"])
    table = pandas.read_parquet(houses["reference"])
    table.assign(day=pandas.Timestamp("2026-01-01")).to_parquet(folder / "days.parquet", index=False)
    table.iloc[:0].to_parquet(folder / "empty.parquet", index=False)
    table[["rooms"]].to_parquet(folder / "other.parquet", index=False)
    data = {name: [str(folder / one) for one in value] if name == "windows" else str(folder / value) if name == "reference" else value for name, value in changed.items()}
    assert said in ours(learned(houses, "direct_loss", nannyml_python(), data=data))["error"]


def test_learned_can_be_stopped_and_takes_no_longer_than_allowed(ours: Ask, houses: dict) -> None:
    assert ours(learned(houses, "domain_classifier", nannyml_python(), after=1)) == {"stopped": True}
    assert "took longer than" in ours(learned(houses, "domain_classifier", nannyml_python(), options={"timeoutMilliseconds": 1}))["error"]
    assert "could not be started" in ours(learned(houses, "domain_classifier", "/nowhere/python"))["error"]
