"""Promise: every number of a gate is the one that scikit-learn, statsmodels, fairlearn and scipy give, on models that the unmodified client
registered, through `slipway gate --json`.
"""

import json
import math
import warnings

import mlflow
import numpy
import pandas
import pytest
from fairlearn import metrics as fairlearn
from gate_project import Echo, GateProject
from scipy import stats
from sklearn import metrics as sklearn
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier
from statsmodels.stats.contingency_tables import mcnemar

EXACT = {"rel": 1e-9, "abs": 1e-9}
SCORES = {
    "accuracy": sklearn.accuracy_score,
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "precision": sklearn.precision_score,
    "recall": sklearn.recall_score,
    "f1": sklearn.f1_score,
}
AMOUNTS = {
    "mae": sklearn.mean_absolute_error,
    "mse": sklearn.mean_squared_error,
    "rmse": sklearn.root_mean_squared_error,
    "r2": sklearn.r2_score,
}
FAIRNESS = {
    "demographic_parity_difference": fairlearn.demographic_parity_difference,
    "demographic_parity_ratio": fairlearn.demographic_parity_ratio,
    "equalized_odds_difference": fairlearn.equalized_odds_difference,
    "equalized_odds_ratio": fairlearn.equalized_odds_ratio,
}
ANY = {"min": -1e300}


def score(name: str, truth, given, *, positive=None) -> float:
    """A classification metric as scikit-learn has it: of the positive class, or the plain mean over classes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name in ("accuracy", "balanced_accuracy"):
            return SCORES[name](truth, given)
        average = {"average": "macro"} if positive is None else {"average": "binary", "pos_label": positive}
        return SCORES[name](truth, given, zero_division=0, **average)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    """A project with a model "echo" whose version 1 answers column `a` and version 2, the champion, column `b`."""
    with GateProject(tmp_path_factory.mktemp("gates")) as made:
        for column in ("a", "b"):
            with mlflow.start_run():
                mlflow.pyfunc.log_model(name="model", python_model=Echo(column), registered_model_name="echo", pip_requirements=["mlflow"])
        mlflow.MlflowClient().set_registered_model_alias("echo", "champion", "2")
        yield made


def judged(project: GateProject, frame: pandas.DataFrame, rules: dict, *, features=("a", "b"), version="echo/1", **evaluation) -> dict[str, dict]:
    """Checks by name, of a version that answers from the frame itself."""
    frame.to_csv(project.root / "rows.csv", index=False)
    name = version.split("/")[0]
    project.rules({name: {"evaluation": {"data": "rows.csv", "label": "y", **({"features": list(features)} if features else {}), **evaluation}, **rules}})
    _, report = project.gate(version)
    assert report["state"] in ("passed", "failed"), report["problem"]
    assert report["evaluation"]["rows"] == len(frame)
    assert all(check["message"] for check in report["checks"])
    return {check["name"]: check for check in report["checks"]}


def facts(check: dict) -> dict[str, float]:
    return {fact["name"]: fact["value"] for fact in check["facts"]}


def two_classes(seed: int, rows: int, rate: float = 0.4, error: float = 0.25) -> pandas.DataFrame:
    random = numpy.random.default_rng(seed)
    truth = (random.random(rows) < rate).astype(int)
    flip = lambda share: numpy.where(random.random(rows) < share, 1 - truth, truth)
    return pandas.DataFrame({
        "y": truth, "a": flip(error), "b": flip(error * 0.6),
        "sex": random.choice(["f", "m"], rows), "region": random.choice(["north", "south", "east", "west"], rows, p=[0.5, 0.3, 0.15, 0.05]),
    })


CASES = {
    "balanced": two_classes(1, 600),
    "rare": two_classes(2, 400, rate=0.03, error=0.1),
    "small": two_classes(3, 13),
    "all ties": two_classes(4, 200).assign(b=lambda frame: frame["a"]),
    "one class true": two_classes(5, 150).assign(y=0),
    "one class answered": two_classes(6, 150).assign(a=0),
    # A group with one row, with one class, without an answer of one kind: 40 of them, of 1 to 20 rows.
    "many small groups": two_classes(8, 300).assign(region=lambda frame: [f"s{int(40 * (row / 300) ** 2):02}" for row in frame.index]),
    "an empty group": two_classes(7, 300).assign(y=lambda frame: numpy.where(frame["region"] == "west", 0, frame["y"])),
}


@pytest.mark.parametrize("case", CASES)
def test_two_classes(project: GateProject, case: str) -> None:
    """Metrics, slices, McNemar and fairness equal the libraries', in degenerate data too."""
    frame = CASES[case]
    checks = judged(project, frame, {
        "metrics": {name: ANY for name in SCORES}, "champion": {},
        "slices": [{"column": "region", "metric": name, "min": 0, "min_rows": 1} for name in SCORES],
        "fairness": [{"column": column, **{name: (0 if name.endswith("ratio") else 1) for name in FAIRNESS}} for column in ("sex", "region")],
    }, positive=1)
    truth, a, b = frame["y"], frame["a"], frame["b"]
    for name in SCORES:
        assert checks[name]["value"] == pytest.approx(score(name, truth, a, positive=1), **EXACT), name
        for region, part in frame.groupby("region"):
            assert checks[f"{name} where region = {region}"]["value"] == pytest.approx(score(name, part["y"], part["a"], positive=1), **EXACT), (name, region)
    right, other = truth == a, truth == b
    table = [[(right & other).sum(), (right & ~other).sum()], [(~right & other).sum(), (~right & ~other).sum()]]
    told = facts(checks["not worse than v2"])
    assert (told["wins"], told["losses"]) == (table[0][1], table[1][0])
    assert told["p"] == pytest.approx(mcnemar(table, exact=True).pvalue, **EXACT)
    assert (checks["not worse than v2"]["outcome"] == "failed") == bool(told["p"] < 0.05 and table[1][0] > table[0][1])
    for column in ("sex", "region"):
        for name, measure in FAIRNESS.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = measure(truth, a, sensitive_features=frame[column])
            # fairlearn has no ratio where every rate is 0; rates that are all the same are a ratio of 1.
            expected = 1 if math.isnan(expected) and name == "demographic_parity_ratio" else expected
            if not math.isnan(expected):
                assert checks[f"{name} by {column}"]["value"] == pytest.approx(expected, **EXACT), (name, column)


def test_several_classes_and_rows_without_an_answer(project: GateProject) -> None:
    """Text labels, means over all classes, a class that is only answered, and answers that are missing."""
    random = numpy.random.default_rng(11)
    classes = ["ash", "beech", "cedar", "1"]
    frame = pandas.DataFrame({"y": random.choice(classes, 300), "b": random.choice(classes, 300)})
    frame["a"] = numpy.where(random.random(300) < 0.7, frame["y"], random.choice([*classes, "yew"], 300))
    frame.loc[random.random(300) < 0.1, "a"] = None
    frame["shard"] = random.integers(0, 60, 300)
    checks = judged(project, frame, {
        "metrics": {name: ANY for name in SCORES}, "champion": {"alpha": 0.5},
        "slices": [{"column": "shard", "metric": name, "min": 0, "min_rows": 1} for name in SCORES],
    })
    # A class that is no answer at all stands for those that are missing; it is none of the classes of the mean.
    given = frame["a"].fillna("(none)")
    labels = sorted(set(frame["y"]) | set(frame["a"].dropna()))
    for name in ("precision", "recall", "f1"):
        assert checks[name]["value"] == pytest.approx(SCORES[name](frame["y"], given, labels=labels, average="macro", zero_division=0), **EXACT)
        for shard, part in frame.groupby("shard"):
            present = sorted(set(part["y"]) | set(part["a"].dropna()))
            expected = SCORES[name](part["y"], part["a"].fillna("(none)"), labels=present, average="macro", zero_division=0)
            assert checks[f"{name} where shard = {shard}"]["value"] == pytest.approx(expected, **EXACT), (name, shard)
    assert checks["accuracy"]["value"] == pytest.approx((frame["y"] == given).mean(), **EXACT)
    assert checks["balanced_accuracy"]["value"] == pytest.approx(score("balanced_accuracy", frame["y"], given), **EXACT)
    assert facts(checks["accuracy"])["rows without an answer"] == frame["a"].isna().sum()


def amounts(seed: int, rows: int) -> pandas.DataFrame:
    random = numpy.random.default_rng(seed)
    truth = random.normal(50, 10, rows)
    return pandas.DataFrame({"y": truth, "a": truth + random.normal(0.3, 2.0, rows), "b": truth + random.normal(0, 1.9, rows), "band": random.integers(0, 3, rows)})


@pytest.mark.parametrize("metric", ["mae", "r2"])
def test_amounts_and_bootstrap(project: GateProject, metric: str) -> None:
    """Metrics of amounts are equal; the ends of the interval lie where scipy's resamples have them."""
    frame = amounts(21, 120)
    samples, alpha = 40_000, 0.1
    checks = judged(project, frame, {
        "metrics": {name: ANY for name in AMOUNTS}, "champion": {"metric": metric, "samples": samples, "alpha": alpha, "seed": 4_294_967_295},
        "slices": [{"column": "band", "metric": name, "min": -100, "min_rows": 1} for name in AMOUNTS],
    })
    for name, measure in AMOUNTS.items():
        assert checks[name]["value"] == pytest.approx(measure(frame["y"], frame["a"]), **EXACT)
        for band, part in frame.groupby("band"):
            assert checks[f"{name} where band = {band}"]["value"] == pytest.approx(measure(part["y"], part["a"]), **EXACT)
    sign = 1 if metric == "r2" else -1

    def gain(y, a, b, axis=-1):
        del axis
        return sign * (AMOUNTS[metric](y, a) - AMOUNTS[metric](y, b))

    told = facts(checks["not worse than v2"])
    assert told["gain"] == pytest.approx(gain(frame["y"], frame["a"], frame["b"]), **EXACT)
    peer = stats.bootstrap((frame["y"], frame["a"], frame["b"]), gain, paired=True, vectorized=False, method="percentile", n_resamples=4_000, confidence_level=1 - alpha, rng=5)
    for end, share in (("low", alpha / 2), ("high", 1 - alpha / 2)):
        below = (peer.bootstrap_distribution < told[end]).mean()
        assert abs(below - share) < 5 * math.sqrt(share * (1 - share) * (1 / samples + 1 / 4_000)), (end, below)
    assert (checks["not worse than v2"]["outcome"] == "failed") == (told["high"] < 0)


def test_bootstrap_over_seeds(project: GateProject) -> None:
    """Every seed draws other rows from the same distribution, and the same seed the same ones."""
    frame = two_classes(31, 200)
    ends = []
    for seed in (0, 1, 1):
        told = facts(judged(project, frame, {"champion": {"test": "bootstrap", "metric": "balanced_accuracy", "seed": seed, "samples": 5_000}}, positive=1)["not worse than v2"])
        ends.append((told["low"], told["high"]))
    assert ends[0] != ends[1] and ends[1] == ends[2]

    def gain(y, a, b, axis=-1):
        del axis
        return sklearn.balanced_accuracy_score(y, a) - sklearn.balanced_accuracy_score(y, b)

    peer = stats.bootstrap((frame["y"], frame["a"], frame["b"]), gain, paired=True, vectorized=False, method="percentile", n_resamples=3_000, rng=1)
    for low, high in ends:
        for end, share in ((low, 0.025), (high, 0.975)):
            below = (peer.bootstrap_distribution < end).mean()
            assert abs(below - share) < 5 * math.sqrt(share * (1 - share) * (1 / 5_000 + 1 / 3_000)), (end, below)


def test_amounts_without_an_answer(project: GateProject) -> None:
    """With NaN among the answers there is no error to measure: the gate fails and says so."""
    frame = amounts(22, 40)
    frame.loc[3, "a"] = numpy.nan
    checks = judged(project, frame, {"metrics": {"mae": {"max": 1e9}}, "champion": {}})
    assert checks["mae"]["outcome"] == "failed" and "NaN" in checks["mae"]["message"] and "value" not in checks["mae"]
    assert checks["not worse than v2"]["outcome"] == "failed"


def test_missing_values_of_a_real_model(project: GateProject) -> None:
    """Emptying a column changes the metric by what scikit-learn's own model loses."""
    features, target = load_iris(return_X_y=True, as_frame=True)
    features.columns = ["sepal length", "sepal width", "petal length", "petal width"]
    model = DecisionTreeClassifier(max_depth=3, random_state=0).fit(features, target)
    signature = mlflow.models.infer_signature(features, model.predict(features))
    with mlflow.start_run():
        mlflow.sklearn.log_model(model, name="model", registered_model_name="tree", signature=signature, serialization_format="cloudpickle")
    checks = judged(project, features.assign(y=target), {"metrics": {"accuracy": ANY}, "missing_values": {"metric": "accuracy", "share": 1, "max_drop": 0.2}, "pickle": "fail"}, version="tree/1", features=None)
    whole = model.score(features, target)
    assert checks["accuracy"]["value"] == pytest.approx(whole, **EXACT)
    for column in features.columns:
        drop = whole - sklearn.accuracy_score(target, model.predict(features.assign(**{column: numpy.nan})))
        check = checks[f"accuracy without {column}"]
        assert check["value"] == pytest.approx(drop, **EXACT)
        assert check["outcome"] == ("failed" if drop > 0.2 else "passed")
    assert checks["pickles"]["outcome"] == "failed" and "model.pkl" in checks["pickles"]["message"]


@pytest.mark.parametrize("library", ["xgboost", "lightgbm", "torch"])
def test_models_of_other_libraries(project: GateProject, library: str) -> None:
    """A version is judged by what its own library predicts, class numbers or one number per class."""
    features, truth = load_iris(return_X_y=True, as_frame=True)
    features.columns = ["a", "b", "c", "d"]
    if library == "torch":
        import torch

        torch.manual_seed(0)
        fitted = torch.nn.Sequential(torch.nn.Linear(4, 1), torch.nn.Flatten(0))
        inputs = features.to_numpy("float32")
        predicted = fitted(torch.from_numpy(inputs)).detach().numpy()
        logged = {"pytorch_model": fitted, "signature": mlflow.models.infer_signature(inputs, predicted), "serialization_format": "pickle"}
        mlflow_of, metrics = mlflow.pytorch, {"mae": lambda: sklearn.mean_absolute_error(truth, predicted)}
    else:
        import lightgbm
        import xgboost

        fitted = {"xgboost": xgboost.XGBClassifier(n_estimators=4), "lightgbm": lightgbm.LGBMClassifier(n_estimators=4, verbose=-1)}[library].fit(features, truth)
        predicted = fitted.predict(features)
        logged = {{"xgboost": "xgb_model", "lightgbm": "lgb_model"}[library]: fitted, "signature": mlflow.models.infer_signature(features, predicted)}
        mlflow_of, metrics = getattr(mlflow, library), {"accuracy": lambda: sklearn.accuracy_score(truth, predicted), "f1": lambda: score("f1", truth, predicted)}
    with mlflow.start_run():
        mlflow_of.log_model(**logged, name="model", registered_model_name=library, pip_requirements=["mlflow"])
    checks = judged(project, features.assign(y=truth), {"metrics": {name: ANY for name in metrics}}, features=None if library != "torch" else list("abcd"), version=f"{library}/1", **({"task": "regression"} if library == "torch" else {}))
    for name, expected in metrics.items():
        assert "value" in checks[name], checks[name]["message"]
        assert checks[name]["value"] == pytest.approx(expected(), rel=1e-6 if library == "torch" else 1e-9), name


def test_the_document_is_json_without_nan(project: GateProject) -> None:
    """Reports are JSON that every parser reads."""
    frame = two_classes(41, 40)
    frame.to_csv(project.root / "rows.csv", index=False)
    project.rules({"echo": {"evaluation": {"data": "rows.csv", "label": "y", "features": ["a", "b"]}, "metrics": {"f1": {"min": 0}}}})
    said = project.slipway("gate", "echo/1", "--json", "--python", project.python)
    json.loads(said.stdout, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
