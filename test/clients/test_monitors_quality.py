"""Promises about what monitors say of quality: fairness window by window is fairlearn's, the metric of choice scikit-learn's and
NannyML's, the error of numbers before labels come NannyML's."""

import json

import mlflow
import numpy as np
import pandas as pd
import pytest
from deployed import deploying, register, until, watching
from fairlearn import metrics as fairlearn
from line_programs import nannyml_python, peers
from sklearn import metrics as sklearn
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

RANDOM = np.random.default_rng(14)
ROWS = 240


def people(rows: int, apart: float = 1.0) -> pd.DataFrame:
    """Incomes that lie further apart by sex the greater `apart` is."""
    sex = np.where(np.arange(rows) % 2 == 0, "F", "M")
    return pd.DataFrame({"income": RANDOM.normal(np.where(sex == "M", apart, -apart), 1.0), "debt": RANDOM.normal(0, 1, rows), "sex": sex})


def repaid(frame: pd.DataFrame) -> pd.Series:
    odds = 1.5 * frame["income"] - frame["debt"]
    return pd.Series(np.where(RANDOM.random(len(frame)) < 1 / (1 + np.exp(-odds)), "yes", "no"), name="repaid")


TRAIN = people(600, 0.0)
TRUTH = repaid(TRAIN)
MODEL = make_pipeline(make_column_transformer((OneHotEncoder(), ["sex"]), remainder="passthrough"), LogisticRegression()).fit(TRAIN, TRUTH)
# A graph of its own, which says how sure it is; the other one is served by Python.
AMOUNTS = ["income", "debt"]
SURE = LogisticRegression().fit(TRAIN[AMOUNTS], TRUTH)


def houses(rows: int, largest: float) -> tuple[pd.DataFrame, np.ndarray]:
    """Prices that are the harder to tell the larger a house is."""
    frame = pd.DataFrame({"size": RANDOM.uniform(20, largest, rows), "rooms": RANDOM.integers(1, 6, rows).astype(float)})
    return frame, (1000 * frame["size"] + 5000 * frame["rooms"] + RANDOM.normal(0, 30 * frame["size"])).to_numpy()


PRICES = LinearRegression().fit(*houses(500, 100.0))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    with deploying(tmp_path_factory.mktemp("monitors")) as made:
        with mlflow.start_run():
            frame, _ = houses(3, 100.0)
            register(PRICES, "house", frame)
            register(SURE, "risk", TRAIN[AMOUNTS])
            register(MODEL, "loan", TRAIN)
        TRAIN.assign(repaid=TRUTH).to_csv(made.root / "train.csv", index=False)
        yield made


def test_groups_that_are_treated_differently_are_told_with_names_and_numbers(watch, project) -> None:
    watched = watch("groups", model="loan/1", reference="train.csv", window={"rows": ROWS}, quality={"fairness": {"group": "sex", "max_difference": 0.2, "min_rows": 30}}, alerts={"least": 2, "of": 3})
    watched.begin()
    frames = [people(ROWS, 0.0), people(ROWS), people(ROWS)]
    for count, frame in enumerate(frames, start=1):
        watched.traffic.ask(f"part-{count}", frame)
        watched.after(count)
    windows = watched.windows()
    names = ("demographic_parity_difference", "demographic_parity_ratio", "equalized_odds_difference", "equalized_odds_ratio")
    for frame, window in zip(frames, windows):
        said = MODEL.predict(frame) == "yes"
        found = window["fairness"]
        assert found["column"] == "sex" and found["positive"] == "yes"
        # No label has come: who is selected is known, and nothing of right and wrong.
        for name in names[:2]:
            assert found["measures"][name] == pytest.approx(getattr(fairlearn, name)(said, said, sensitive_features=frame["sex"]), rel=1e-9)
        assert found["measures"]["equalized_odds_difference"] is None and [one["labelled"] for one in found["groups"]] == [0, 0]
        rates = {group: float(said[frame["sex"] == group].mean()) for group in ("F", "M")}
        assert {one["group"]: (one["rows"], one["selection"]) for one in found["groups"]} == {group: (ROWS // 2, pytest.approx(rate)) for group, rate in rates.items()}
    assert [window["state"] == "critical" for window in windows][1:] == [True, True]
    [alert] = until(lambda: [one for one in watched.alerts() if one["kind"] == "fairness"])
    assert alert["level"] == "critical" and alert["columns"] == ["sex"]
    assert alert["text"].startswith('"yes" is answered for ') and " % of M and " in alert["text"] and " % of F (sex): 0." in alert["text"] and alert["text"].endswith("apart, and 0.2 is allowed.")
    shown = project.slipway("monitor", "show", watched.name)
    assert shown.returncode == 1 and "fairness: sex" in shown.stdout
    # Labels of the last window come late.
    truth = repaid(frames[2])
    watched.traffic.truth({"feedback": [{"id": "part-3", "row": row, "truth": one} for row, one in enumerate(truth)]})
    measures = until(lambda: (found := watched.windows()[2]["fairness"]["measures"])["equalized_odds_difference"] is not None and found)
    said = MODEL.predict(frames[2])
    for name in names:
        assert measures[name] == pytest.approx(getattr(fairlearn, name)(truth == "yes", said == "yes", sensitive_features=frames[2]["sex"]), rel=1e-9), name
    # What nobody can be grouped by is said, and is no alert.
    watched.say({"reference": "train.csv", "window": {"rows": ROWS}, "quality": {"fairness": {"group": "region"}}})
    watched.traffic.ask("other", people(ROWS))
    assert 'no column "region". They have: ' in watched.after(4)[-1]["fairness"]["reason"]
    watched.say({"reference": "train.csv", "window": {"rows": ROWS}, "quality": {"fairness": {"group": "income"}}})
    watched.traffic.ask("amount", people(ROWS))
    assert "more than 20 different values" in watched.after(5)[-1]["fairness"]["reason"]


def test_the_error_of_numbers_is_estimated_as_nannyml_does_and_has_its_band_when_labels_come(watch, project, monkeypatch, tmp_path) -> None:
    frame, prices = houses(1000, 100.0)
    frame.assign(price=prices).to_parquet(project.root / "houses.parquet")
    options = {"reference": "houses.parquet", "quality": {"label": "price", "max_drop": 0.2}, "window": {"rows": 200}, "alerts": {"least": 1, "of": 1}}
    watched = watch("prices", model="house/1", **options)
    watched.begin()
    watched.traffic.ask("first", houses(200, 100.0)[0])
    # This Python has no NannyML: that is said with what to do, and drift is judged all the same.
    [first] = until(lambda: (found := watched.windows()) and "pip install nannyml" in found[0]["quality"].get("estimated_reason", "") and found, watched.windows, 180)
    assert first["state"] == "ok" and first["quality"]["metric"] == "rmse" and first["quality"]["estimated"] is None and len(first["columns"]) == 2
    monkeypatch.setattr(project, "python", nannyml_python())
    watched.begin()
    window, truth = houses(200, 200.0)
    answers = watched.traffic.ask("second", window)
    [quality] = until(lambda: [one["quality"] for one in watched.windows()[1:] if one["quality"]["estimated"] is not None], watched.windows, 300)
    [kept] = (project.root / ".slipway" / "monitors").glob("*-answered.parquet")
    reference = pd.read_parquet(kept)
    assert reference["slipway_prediction"].to_numpy() == pytest.approx(PRICES.predict(frame), rel=1e-5) and reference["slipway_truth"].to_numpy() == pytest.approx(prices)
    assert quality["reference"] == pytest.approx(np.sqrt(((reference["slipway_prediction"] - reference["slipway_truth"]) ** 2).mean()), rel=1e-9)
    file = tmp_path / "window.parquet"
    window.assign(slipway_prediction=answers).to_parquet(file)
    data = {"reference": str(kept), "windows": [str(file)], "columns": json.loads((kept.parent / f"{kept.name}.json").read_text())["inputs"], "prediction": "slipway_prediction", "truth": "slipway_truth", "metrics": ["rmse"], "chunkRows": 100}
    with peers() as peer:
        [theirs] = peer({"do": "learned", "what": "direct_loss", "data": data})["metrics"]["rmse"]
    assert quality["estimated"] == pytest.approx({"value": theirs["value"], "low": theirs["lower_confidence_boundary"], "high": theirs["upper_confidence_boundary"]}, rel=1e-9)
    # Half of these houses are larger than any that it knows the errors of: they are at least as hard as the largest.
    assert quality["estimated"]["value"] > 1.2 * quality["reference"]
    [alert] = until(lambda: [one for one in watched.alerts() if one["kind"] == "estimated_quality"])
    assert alert["text"].startswith("The error (rmse) is estimated at ")
    watched.traffic.truth({"feedback": [{"id": "second", "row": row, "truth": float(one)} for row, one in enumerate(truth)]})
    realised = until(lambda: watched.windows()[1]["quality"]["realised"])
    squares = (truth - np.array(answers)) ** 2
    error = np.sqrt(squares.var() / (4 * 200 * squares.mean()))
    assert realised == pytest.approx({"value": (value := np.sqrt(squares.mean())), "low": value - 3 * error, "high": value + 3 * error}, rel=1e-9)
    assert watched.windows()[1]["quality"]["estimated"] == quality["estimated"]


def test_the_metric_of_choice_is_estimated_and_comes_true(watch, project) -> None:
    options = {"reference": "train.csv", "window": {"rows": ROWS}, "alerts": {"least": 1, "of": 1}}
    watched = watch("chosen", model="risk/1", **options, quality={"label": "repaid", "metric": "f1"})
    watched.begin()

    def answered(count: int) -> tuple[pd.DataFrame, dict]:
        frame = people(ROWS, 0.5)[AMOUNTS]
        watched.traffic.ask(f"part-{count}", frame)
        return frame, watched.after(count)[-1]["quality"]

    def truths(count: int, truth: list) -> None:
        watched.traffic.truth({"feedback": [{"id": f"part-{count}", "row": row, "truth": one} for row, one in enumerate(truth)]})

    def realised(count: int, value: float) -> dict:
        return until(lambda: (found := watched.windows()[count - 1]["quality"])["realised"] is not None and found["realised"]["value"] == pytest.approx(value, rel=1e-5) and found, lambda: (value, watched.windows()[count - 1]["quality"]))

    frame, quality = answered(1)
    assert quality["metric"] == "f1" and quality["reference"] == pytest.approx(sklearn.f1_score(TRUTH, SURE.predict(TRAIN[AMOUNTS]), pos_label="yes"), rel=1e-9) and quality["realised"] is None, quality

    def scored(rows: pd.DataFrame, truth) -> dict:
        return {"probabilities": [None, SURE.predict_proba(rows)[:, 1].tolist()], "predicted": [int(one == "yes") for one in SURE.predict(rows)], "truth": [int(one == "yes") for one in truth]}

    with peers() as peer:
        theirs = peer({"do": "cbpe", "classes": ["no", "yes"], "metrics": ["f1"], "chunk": ROWS, "reference": scored(TRAIN[AMOUNTS], TRUTH), "window": scored(frame, ["no"] * ROWS)})["f1"][0]
    # What is served answers in single precision.
    assert [quality["estimated"][side] for side in ("value", "low", "high")] == pytest.approx([theirs[name] for name in ("value", "lower_confidence_boundary", "upper_confidence_boundary")], abs=1e-4)
    truth = list(repaid(frame))
    truths(1, truth)
    found = realised(1, sklearn.f1_score(truth, SURE.predict(frame), pos_label="yes"))
    assert found["labelled"] == ROWS and found["realised"]["low"] < found["realised"]["value"] < found["realised"]["high"] and found["estimated"] == quality["estimated"]
    # As many truths as before, but others.
    truth = ["no" if one == "yes" else "yes" for one in truth]
    truths(1, truth)
    realised(1, sklearn.f1_score(truth, SURE.predict(frame), pos_label="yes"))
    [alert] = until(lambda: [one for one in watched.alerts() if one["kind"] == "realised_quality"])
    assert alert["text"].startswith("F1 is 0.") and f"on {ROWS} labelled rows; it was 0." in alert["text"]
    watched.say(options | {"quality": {"label": "repaid", "metric": "log_loss"}})
    frame, quality = answered(2)
    assert quality["metric"] == "log_loss" and quality["reference"] == pytest.approx(sklearn.log_loss(TRUTH, SURE.predict_proba(TRAIN[AMOUNTS])), rel=1e-5)
    assert quality["estimated"] is None and quality["estimated_reason"] == "NannyML has no estimate of log_loss: labels tell it."
    truth = list(repaid(frame))
    truths(2, truth)
    realised(2, sklearn.log_loss(truth, SURE.predict_proba(frame)))


def test_numbers_are_judged_by_the_metric_of_choice(watch, project) -> None:
    frame, prices = houses(300, 100.0)
    frame.assign(price=prices).to_csv(project.root / "priced.csv", index=False)
    watched = watch("explained", model="house/1", reference="priced.csv", window={"rows": 200}, quality={"label": "price", "metric": "r2"})
    watched.begin()
    rows, truth = houses(200, 100.0)
    answers = watched.traffic.ask("first", rows)
    quality = until(lambda: (found := watched.windows()) and found[0]["quality"]["reference"] is not None and found[0]["quality"], watched.windows)
    assert quality["metric"] == "r2" and quality["reference"] == pytest.approx(sklearn.r2_score(prices, PRICES.predict(frame)), rel=1e-4) and "no estimate of r2" in quality["estimated_reason"]
    watched.traffic.truth({"feedback": [{"id": "first", "row": row, "truth": float(one)} for row, one in enumerate(truth)]})
    realised = until(lambda: watched.windows()[0]["quality"]["realised"])
    assert realised["value"] == pytest.approx(sklearn.r2_score(truth, answers), rel=1e-9) and realised["low"] < realised["value"] < realised["high"] <= 1
