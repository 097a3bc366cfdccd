"""Promise: realised quality is what sklearn.metrics says of the rows whose truth has come, its band what NannyML says, and fairness what fairlearn
says; where they have no answer ours is null, never a number.
"""

import numpy
import pytest
from fairlearn import metrics as fairlearn
from line_programs import Ask, ours, peer
from sklearn import metrics as sklearn

SIZES = [12, 40, 333, 5000, 100_000]
RATES = ["accuracy", "balanced_accuracy", "precision", "recall", "f1", "log_loss", "roc_auc"]
ERRORS = ["mae", "mse", "rmse", "r2"]


def answers(rows: int, count: int, *, ties: bool = False) -> dict:
    random = numpy.random.default_rng(rows + count)
    scores = numpy.exp(random.normal(0, 1.5, (rows, count)))
    p = scores / scores.sum(axis=1, keepdims=True)
    truth = (p.cumsum(axis=1)[:, :-1] < random.random((rows, 1))).sum(axis=1)
    # Every class is there.
    truth[: 2 * count] = [*range(count)] * 2
    if ties and count == 2:
        p[:, 1] = numpy.round(p[:, 1], 1)
        p[:, 0] = 1 - p[:, 1]
    predicted = numpy.where(random.random(rows) < 0.9, p.argmax(axis=1), random.integers(0, count, rows))
    return {"do": "realised", "metrics": RATES, "classes": list("abcde"[:count]), "truth": truth.tolist(), "predicted": predicted.tolist(), "probabilities": p.T.tolist()}


def expected(ask: dict) -> dict[str, float]:
    """sklearn's."""
    truth, predicted, p = ask["truth"], ask["predicted"], numpy.transpose(ask["probabilities"])
    binary = len(ask["classes"]) == 2
    mean = {"average": "binary" if binary else "macro", "zero_division": 0}
    return {
        "accuracy": sklearn.accuracy_score(truth, predicted), "balanced_accuracy": sklearn.balanced_accuracy_score(truth, predicted),
        "precision": sklearn.precision_score(truth, predicted, **mean), "recall": sklearn.recall_score(truth, predicted, **mean), "f1": sklearn.f1_score(truth, predicted, **mean),
        "log_loss": sklearn.log_loss(truth, p), "roc_auc": sklearn.roc_auc_score(truth, p[:, 1]) if binary else sklearn.roc_auc_score(truth, p, multi_class="ovr"),
    }


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("ties", [False, True])
def test_classes(ours: Ask, peer: Ask, rows: int, count: int, ties: bool) -> None:
    ask = answers(rows, count, ties=ties)
    mine = ours(ask)["metrics"]
    assert {name: one["value"] for name, one in mine.items()} == pytest.approx(expected(ask), rel=1e-9)
    assert all(one["rows"] == rows for one in mine.values())
    # Among equal scores NannyML takes ranks as an unstable sort leaves them.
    known = ["accuracy", "precision", "recall", "f1", *([] if ties and count == 2 else ["roc_auc"])]
    theirs = peer({**ask, "metrics": known})
    for name in known:
        assert error_of(mine[name]) is None or theirs[name]["error"] == pytest.approx(error_of(mine[name]), rel=1e-9, abs=1e-12), (name, mine[name], theirs[name])


def test_a_million_rows(ours: Ask) -> None:
    ask = answers(1_000_000, 2)
    assert {name: one["value"] for name, one in ours(ask)["metrics"].items()} == pytest.approx(expected(ask), rel=1e-9)


def error_of(one: dict) -> float | None:
    """The standard error, from the side of the band that no limit has cut."""
    sides = [abs(one[side] - one["value"]) / 3 for side in ("low", "high") if one[side] not in (None, 0, 1)]
    return sides[0] if sides else None


@pytest.mark.parametrize("rows", [*SIZES, 2])
@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_amounts(ours: Ask, peer: Ask, rows: int, scale: float) -> None:
    random = numpy.random.default_rng(rows)
    truth = scale * (5 + random.gamma(2, 3, rows))
    predicted = truth + scale * random.standard_t(4, rows)
    ask = {"do": "realised", "metrics": ERRORS, "truth": truth.tolist(), "predicted": predicted.tolist()}
    mine = ours(ask)["metrics"]
    functions = {"mae": sklearn.mean_absolute_error, "mse": sklearn.mean_squared_error, "rmse": sklearn.root_mean_squared_error, "r2": sklearn.r2_score}
    assert {name: one["value"] for name, one in mine.items()} == pytest.approx({name: function(truth, predicted) for name, function in functions.items()}, rel=1e-9)
    theirs = peer({**ask, "metrics": ["mae", "mse", "rmse"]})
    for name in ("mae", "mse", "rmse"):
        assert error_of(mine[name]) == pytest.approx(theirs[name]["error"], rel=1e-9), name


def test_bands_that_nannyml_lacks(ours: Ask) -> None:
    """R², balanced accuracy and log loss: the band is as wide as resampling makes it."""
    random = numpy.random.default_rng(1)
    draws = [random.integers(0, 2000, 2000) for _ in range(400)]
    truth = random.gamma(2, 3, 2000)
    predicted = truth + random.normal(0, 1 + truth / 5)
    r2 = ours({"do": "realised", "metrics": ["r2"], "truth": truth.tolist(), "predicted": predicted.tolist()})["metrics"]["r2"]
    assert error_of(r2) == pytest.approx(numpy.std([sklearn.r2_score(truth[rows], predicted[rows]) for rows in draws]), rel=0.15)
    ask = answers(2000, 3)
    mine = ours(ask)["metrics"]
    said, is_, p = (numpy.array(ask[name]) for name in ("predicted", "truth", "probabilities"))
    assert error_of(mine["balanced_accuracy"]) == pytest.approx(numpy.std([sklearn.balanced_accuracy_score(is_[rows], said[rows]) for rows in draws]), rel=0.15)
    assert error_of(mine["log_loss"]) == pytest.approx(numpy.std([sklearn.log_loss(is_[rows], p.T[rows], labels=[0, 1, 2]) for rows in draws]), rel=0.15)


def test_truths_that_have_not_come(ours: Ask) -> None:
    """Rows without a truth count for nothing; an answer that was not given is wrong; a probability that is not there is left out."""
    ask = answers(500, 2)
    late = {**ask, "truth": [None if row % 3 == 0 else truth for row, truth in enumerate(ask["truth"])]}
    come = [row for row in range(500) if row % 3 != 0]
    part = {**ask, "truth": [ask["truth"][row] for row in come], "predicted": [ask["predicted"][row] for row in come], "probabilities": [[column[row] for row in come] for column in ask["probabilities"]]}
    assert ours(late) == ours(part)
    silent = ours({**ask, "predicted": [None if row < 100 else code for row, code in enumerate(ask["predicted"])], "probabilities": [None, [None if row < 100 else p for row, p in enumerate(ask["probabilities"][1])]]})["metrics"]
    right = sum(ask["predicted"][row] == ask["truth"][row] for row in range(100, 500))
    assert silent["accuracy"]["value"] == pytest.approx(right / 500)
    assert silent["roc_auc"]["rows"] == silent["log_loss"]["rows"] == 400
    assert silent["roc_auc"]["value"] == pytest.approx(sklearn.roc_auc_score(ask["truth"][100:], ask["probabilities"][1][100:]))


def test_nothing_to_count(ours: Ask) -> None:
    nothing = {"value": None, "low": None, "high": None, "rows": 0}
    ask = answers(12, 3)
    for truth in ([None] * 12, []):
        said = ours({**ask, "truth": truth, "predicted": ask["predicted"][: len(truth)]})["metrics"]
        assert said == {name: {"metric": name, **nothing} for name in RATES}
    said = ours({"do": "realised", "metrics": ERRORS, "truth": [None, 1.0], "predicted": [2.0, None]})["metrics"]
    assert said == {name: {"metric": name, **nothing} for name in ERRORS}
    one = ours({"do": "realised", "metrics": ERRORS, "truth": [1.0], "predicted": [1.0]})["metrics"]
    assert one["mae"] == {"metric": "mae", "value": 0, "low": 0, "high": 0, "rows": 1} and one["r2"]["value"] is None
    alone = ours({**answers(40, 2), "truth": [1] * 40})["metrics"]
    assert alone["roc_auc"]["value"] is None and alone["accuracy"]["value"] is not None
    other_task = ours({"do": "realised", "metrics": RATES, "truth": [1.0, 2.0], "predicted": [1.0, 2.0]})["metrics"]
    assert all(one["value"] is None for one in other_task.values())


@pytest.mark.parametrize("rows", [40, 3000, 100_000])
def test_fairness(ours: Ask, rows: int) -> None:
    random = numpy.random.default_rng(rows)
    groups = random.choice(["a", "b", "c"], rows, p=[0.6, 0.3, 0.1])
    truth = (random.random(rows) < numpy.where(groups == "a", 0.5, 0.3)).astype(int)
    predicted = (random.random(rows) < numpy.where(groups == "c", 0.2, 0.4) + 0.3 * truth).astype(int)
    said = ours({"do": "realised", "metrics": [], "classes": ["no", "yes"], "truth": truth.tolist(), "predicted": predicted.tolist(), "groups": groups.tolist()})["fairness"]
    for name in ("demographic_parity_difference", "demographic_parity_ratio", "equalized_odds_difference", "equalized_odds_ratio"):
        assert said["measures"][name] == pytest.approx(getattr(fairlearn, name)(truth, predicted, sensitive_features=groups), rel=1e-9), name
    selection = fairlearn.MetricFrame(metrics=fairlearn.selection_rate, y_true=truth, y_pred=predicted, sensitive_features=groups).by_group
    assert {one["group"]: one["selection"] for one in said["groups"]} == pytest.approx(selection.to_dict())
