"""Promises about what a monitor compares beside single input columns, and with what: the data set that the champion's run has logged, answers and truths, all columns together."""

import json

import mlflow
import numpy as np
import pandas as pd
import pytest
from deployed import FRAME, TARGET, deploying, register, stable, until, watching
from gate_project import GateProject
from line_programs import nannyml_python
from sklearn.linear_model import LinearRegression, LogisticRegression

MODEL = LogisticRegression(max_iter=500).fit(FRAME, TARGET)
LENGTH, WIDTH = ["petal length (cm)"], "petal width (cm)"
WIDTHS = LinearRegression().fit(FRAME[LENGTH], FRAME[WIDTH])
RANDOM = np.random.default_rng(11)
TABLE = pd.concat([FRAME, TARGET], axis=1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    with deploying(tmp_path_factory.mktemp("signals")) as made:
        TABLE.to_csv(made.root / "train.csv", index=False)
        for name in ("first", "second"):
            # As a script writes and reads it: the index is a column of the file, and the index of what was logged.
            TABLE.iloc[::-1].to_csv(made.root / f"{name}.csv")
            with mlflow.start_run():
                rest = mlflow.data.from_pandas(TABLE.iloc[:30], source="nowhere.csv", targets="target", name="held out")
                mlflow.log_input(rest, context="testing")
                mlflow.log_input(mlflow.data.from_pandas(pd.read_csv(made.root / f"{name}.csv", index_col=0), source=f"{name}.csv", targets="target", name=f"{name} flowers"), context="training")
                register(MODEL, "iris", FRAME)
        with mlflow.start_run():
            register(WIDTHS, "width", FRAME[LENGTH])
        yield made


def test_the_data_set_of_the_champions_run_is_the_reference_while_its_file_is_the_same(watch, project) -> None:
    watched = watch("logged", window={"rows": 60}, minimum_rows=50)
    watched.begin()
    watched.send(stable(60))
    [window] = watched.after(1)
    assert window["reference"] == {"kind": "dataset", "name": "first flowers", "rows": 150} and window["state"] == "ok"
    said = project.slipway("deploy", "iris/2", "--name", watched.name, "--as", "champion", "--python", project.python)
    assert said.returncode == 0, said.stderr
    watched.send(stable(60))
    assert watched.after(2)[-1]["reference"] == {"kind": "dataset", "name": "second flowers", "rows": 150}, "another champion has other training data"
    TABLE.iloc[:100].to_csv(project.root / "second.csv")
    watched.send(stable(60))
    # What was not compared with training data is never said to have been.
    stage = until(lambda: "60 of 1000 rows" in (found := watched.monitor()["stage"] or "") and found, watched.monitor)
    assert "second.csv has changed since the run logged it, or was read in another way: its digest is " in stage
    for part in range(5):
        watched.traffic.ask(f"more-{part}", stable(200))
    watched.send(stable(60))
    reference = watched.after(3)[-1]["reference"]
    assert reference["kind"] == "baseline" and reference["rows"] == 1000 and reference["reason"].startswith("second.csv has changed since the run logged it")
    shown = project.slipway("monitor", "show", watched.name)
    assert "(second.csv has changed since the run logged it" in shown.stdout
    TABLE.iloc[::-1].to_csv(project.root / "second.csv")
    watched.send(stable(60))
    assert watched.after(4)[-1]["reference"]["name"] == "second flowers", "it is back"


def as_files(project: GateProject, reference: pd.Series, current: pd.Series) -> dict:
    """What `slipway drift` says of two columns."""
    reference.rename("values").to_csv(project.root / "one.csv", index=False)
    current.rename("values").to_csv(project.root / "other.csv", index=False)
    [column] = json.loads(project.slipway("drift", "one.csv", "other.csv", "--json").stdout)["columns"]
    return column


def same(found: dict, expected: dict) -> None:
    assert found["score"] == pytest.approx(expected["score"], rel=1e-9)
    assert [found[key] for key in ("type", "method", "measure", "threshold", "drifted")] == [expected[key] for key in ("type", "method", "measure", "threshold", "drifted")]


def test_answers_and_truths_are_compared_with_labels_as_files_are(watch, project) -> None:
    watched = watch("answers", reference="train.csv", quality={"label": "target", "min_labels": 30}, window={"rows": 80}, minimum_rows=50, alerts={"least": 1, "of": 1})
    watched.begin()
    chosen = RANDOM.integers(50, len(FRAME), 80)
    ids = watched.send(FRAME.iloc[chosen].reset_index(drop=True))
    [window] = watched.after(1)
    [prediction] = window["answers"]
    assert prediction["role"] == "prediction" and prediction["against"] == "the label column target of train.csv"
    same(prediction, as_files(project, TARGET, pd.Series(MODEL.predict(FRAME.iloc[chosen]))))
    assert prediction["drifted"] is True and len(window["columns"]) == 4 and window["dataset"]["judged"] == 4, "it is none of the inputs"
    alert = until(lambda: next((one for one in watched.alerts() if one["kind"] == "drift"), None))
    assert "The predictions drift" in alert["text"] and alert["beside"] == ["prediction"]
    # Too few truths say nothing; then they say it of a window that was judged before.
    truths = TARGET.iloc[chosen].tolist()
    watched.traffic.truth({"feedback": [{"id": id, "truth": truth} for id, truth in list(zip(ids, truths))[:20]]})
    until(lambda: watched.windows()[0]["quality"]["labelled"] == 20, watched.windows)
    assert len(watched.windows()[0]["answers"]) == 1
    watched.traffic.truth({"feedback": [{"id": id, "truth": truth} for id, truth in zip(ids, truths)]})
    target = until(lambda: next((one for one in watched.windows()[0]["answers"] if one["role"] == "target"), None), watched.windows)
    same(target, as_files(project, TARGET, pd.Series(truths)))
    alert = until(lambda: next((one for one in watched.alerts() if one.get("beside") == ["prediction", "target"]), None), watched.alerts)
    assert "The predictions drift, the truths drift." in alert["text"]
    assert "predictions drift" in project.slipway("monitor", "show", watched.name).stdout


def test_without_labels_answers_are_compared_with_the_first_ones(watch, project) -> None:
    # No data set that its run has logged is the same any longer.
    TABLE.iloc[:9].to_csv(project.root / "first.csv")
    watched = watch("own", window={"rows": 100}, minimum_rows=50)
    watched.begin()
    first = stable(1000)
    for part in range(5):
        watched.traffic.ask(f"b-{part}", first[part * 200:][:200])
    rows = FRAME.iloc[RANDOM.integers(0, 60, 100)].reset_index(drop=True)
    until(lambda: "rows of the next window" in (watched.monitor()["stage"] or ""), watched.monitor)
    watched.traffic.ask("after", rows)
    [window] = watched.after(1)
    [prediction] = window["answers"]
    assert window["reference"]["kind"] == "baseline" and prediction["against"] == "the answers to the first rows of the traffic"
    # Of a baseline, which is small, more is asked.
    same(prediction, as_files(project, pd.Series(MODEL.predict(first)), pd.Series(MODEL.predict(rows))) | {"threshold": 0.01})
    assert prediction["drifted"] is True
    # Nothing is compared with what there is not.
    watched.say({"reference": "train.csv", "window": {"rows": 100}, "minimum_rows": 50})
    watched.send(stable(100))
    [prediction] = watched.after(2)[-1]["answers"]
    assert prediction["drifted"] is None and "Name its label column as quality.label" in prediction["reason"]


def test_columns_that_drift_together_are_told_by_nannyml_where_it_is_there(watch, project) -> None:
    said = {"reference": "train.csv", "drift": {"multivariate": "domain-classifier"}, "window": {"rows": 120}, "minimum_rows": 50, "alerts": {"least": 1, "of": 1}}
    watched = watch("together", **said)
    # Each column alone is as it was; what belongs together is not together any longer.
    torn = FRAME.apply(lambda column: column.sample(frac=1, random_state=len(column.name)).to_numpy())[:120]

    def learned(count: int) -> dict:
        return until(lambda: (windows := watched.windows()) and len(windows) == count and windows[-1].get("multivariate"), watched.windows, patience=240)

    watched.begin()
    watched.traffic.ask("without", torn)
    found = learned(1)
    assert found["drifted"] is None and found["value"] is None and "NannyML, which" in found["reason"], "that is no 'no drift'"
    assert watched.windows()[0]["state"] == "ok" and watched.alerts() == []
    assert "columns together: not available. " in project.slipway("monitor", "show", watched.name).stdout
    begun = project.slipway("monitor", "start", watched.name, "--python", nannyml_python())
    assert begun.returncode == 0, begun.stderr
    watched.traffic.ask("torn", torn)
    found = learned(2)
    assert found["drifted"] is True and found["value"] > found["upper"] == 0.65
    window = watched.windows()[-1]
    assert window["state"] == "warning" and not any(column["drifted"] for column in window["columns"])
    [alert] = until(watched.alerts)
    assert alert["text"] == "The columns together drift." and alert["kind"] == "drift" and alert["beside"] == ["multivariate"]
    watched.say(said | {"drift": {"multivariate": "pca"}})
    watched.traffic.ask("whole", FRAME.sample(120, random_state=1))
    found = learned(3)
    assert found["method"] == "pca" and found["value"] > 0 and found["reason"] is None


def test_amounts_are_compared_with_what_the_champion_answers_to_labelled_rows(watch, project) -> None:
    watched = watch("amounts", "width/1", reference="train.csv", quality={"label": WIDTH, "min_labels": 30}, window={"rows": 60}, minimum_rows=50)
    watched.begin()
    watched.send(stable(60)[LENGTH])
    [prediction] = watched.after(1)[0]["answers"]
    # Labels are no answers: amounts that come true vary more.
    assert prediction["drifted"] is None and "vary more than amounts that are predicted" in prediction["reason"]
    until(lambda: (quality := watched.windows()[0]["quality"]) and quality["estimated_reason"] != "Its error is being estimated.", watched.windows)
    rows = FRAME[LENGTH].sample(60, random_state=3) + 0.513
    ids = watched.send(rows)
    [prediction] = watched.after(2)[-1]["answers"]
    assert prediction["against"] == "what width/1 answers to train.csv"
    same(prediction, as_files(project, pd.Series(WIDTHS.predict(FRAME[LENGTH])), pd.Series(WIDTHS.predict(rows))))
    truths = (WIDTHS.predict(rows) + RANDOM.normal(0, 0.2, 60)).round(2).tolist()
    watched.traffic.truth({"feedback": [{"id": id, "truth": truth} for id, truth in zip(ids, truths)]})
    target = until(lambda: next((one for one in watched.windows()[1]["answers"] if one["role"] == "target"), None), watched.windows)
    same(target, as_files(project, FRAME[WIDTH], pd.Series(truths)))
