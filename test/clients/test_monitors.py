"""Promises about monitors: each row of the traffic is in one window, drift and lost quality become one alert each, and nothing is said of what could not be computed."""

import json
import signal
import threading
import time

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from conftest import start
from deployed import FRAME, TARGET, deploying, register, stable, until, watching
from sklearn.linear_model import LogisticRegression

MODEL = LogisticRegression(max_iter=500).fit(FRAME, TARGET)
RANDOM = np.random.default_rng(7)
WIDTH = "petal width (cm)"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    with deploying(tmp_path_factory.mktemp("monitors")) as made:
        with mlflow.start_run():
            register(MODEL, "iris", FRAME)
        pd.concat([FRAME, TARGET], axis=1).to_csv(made.root / "train.csv", index=False)
        yield made


def drifted(rows: int) -> pd.DataFrame:
    return stable(rows).assign(**{WIDTH: lambda frame: frame[WIDTH] + 3})


def test_drift_is_told_when_it_lasts_and_closes_when_it_is_over(watch, project) -> None:
    watched = watch("drifting", reference="train.csv", window={"rows": 60}, minimum_rows=50, alerts={"least": 2, "of": 3})
    watched.begin()
    watched.send(stable(60))
    [first] = watched.after(1)
    assert first["state"] == "ok" and first["reference"] == {"kind": "file", "name": "train.csv", "rows": 150}
    assert {column["name"] for column in first["columns"]} == set(FRAME.columns)
    watched.send(drifted(60))
    assert watched.after(2)[-1]["state"] == "warning"
    assert watched.alerts() == []
    watched.send(drifted(60))
    last = watched.after(3)[-1]
    assert [column["name"] for column in last["columns"] if column["drifted"]] == [WIDTH]
    [alert] = until(watched.alerts)
    assert alert["level"] == "warning" and alert["state"] == "open" and alert["columns"] == [WIDTH] and alert["told_at"] is not None
    assert alert["text"] == f"1 of 4 columns drift: {WIDTH}."
    listed = project.slipway("monitor", "list")
    assert listed.returncode == 1 and "drift: 1 of 4 columns" in listed.stdout
    said = project.slipway("monitor", "acknowledge", alert["alert_id"][:8], "--note", "the new sensor", "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["notes"][0]["text"] == "the new sensor"
    for _ in range(3):
        watched.send(stable(60))
    assert [window["rows"] for window in watched.after(6)] == [60] * 6
    [closed] = until(lambda: [one for one in watched.alerts() if one["state"] == "closed"])
    assert closed["alert_id"] == alert["alert_id"] and len(watched.alerts()) == 1
    assert project.slipway("monitor", "show", watched.name).returncode == 0


def test_the_scores_of_a_window_are_those_of_the_same_rows_as_a_file(watch, project) -> None:
    watched = watch("same", reference="train.csv", window={"rows": 80}, drift={"correction": "none"})
    watched.begin()
    rows = drifted(80).round(3)
    watched.send(rows)
    [window] = watched.after(1)
    rows.to_csv(project.root / "current.csv", index=False)
    said = project.slipway("drift", "train.csv", "current.csv", "--json", "--columns", ",".join(FRAME.columns))
    expected = {column["name"]: column for column in json.loads(said.stdout)["columns"]}
    assert window["state"] == "too_few" and window["columns"] == [], "a window below the minimum is told, not judged"
    watched.say({"reference": "train.csv", "window": {"rows": 80}, "minimum_rows": 80, "drift": {"correction": "none"}})
    watched.send(rows)
    found = {column["name"]: column for column in watched.after(2)[-1]["columns"]}
    for name in FRAME.columns:
        assert found[name]["score"] == pytest.approx(expected[name]["score"], rel=1e-9) and found[name]["method"] == expected[name]["method"]


def test_labels_that_come_late_say_how_right_the_answers_were(watch) -> None:
    watched = watch("late", reference="train.csv", window={"rows": 50}, minimum_rows=50, quality={"min": 0.9, "min_labels": 30}, alerts={"least": 1, "of": 1})
    watched.begin()
    chosen = RANDOM.integers(0, len(FRAME), 100)
    rows = FRAME.iloc[chosen].reset_index(drop=True)
    # One window after the other: one that ends among rows that come holds all of its last millisecond.
    ids = watched.send(rows[:50])
    watched.after(1)
    ids += watched.send(rows[50:])
    assert all(window["quality"] is None for window in watched.after(2))
    predicted = MODEL.predict(FRAME.iloc[chosen])
    # Of the second window every other one is labelled wrong; they come newest first, and before those of the first window.
    wrong = [(id, int(p) if at % 2 else int((p + 1) % 3)) for at, (id, p) in enumerate(zip(ids[50:], predicted[50:]))]
    watched.traffic.truth({"feedback": [{"id": id, "truth": truth} for id, truth in reversed(wrong)]})
    bad = until(lambda: [w for w in watched.windows() if w["quality"] is not None])[0]
    assert bad["from"] == watched.windows()[1]["from"] and bad["quality"]["labelled"] == 50 and bad["quality"]["realised"]["value"] == 0.5 and bad["state"] == "critical"
    [alert] = until(watched.alerts)
    assert alert["kind"] == "realised_quality" and alert["level"] == "critical" and "0.5 on 50 labelled rows" in alert["text"]
    watched.traffic.truth({"feedback": [{"id": id, "truth": int(p)} for id, p in zip(ids, predicted)]})
    until(lambda: [w["quality"]["realised"]["value"] for w in watched.windows() if w["quality"]] == [1.0, 1.0])
    until(lambda: watched.alerts()[0]["state"] == "closed")


def test_lost_accuracy_is_estimated_before_labels_come(watch, project) -> None:
    rest = FRAME.iloc[1::2]
    rest.assign(species=TARGET.iloc[1::2]).to_parquet(project.root / "rest.parquet")
    watched = watch("estimated", reference="train.csv", quality={"data": "rest.parquet", "label": "species"}, window={"rows": 75}, minimum_rows=50, alerts={"least": 1, "of": 1})
    watched.begin()
    watched.send(rest)
    # The same rows that it was learned from: the estimate is what they are known to be, as far as calibration goes.
    quality = watched.after(1)[-1]["quality"]
    expected = (MODEL.predict(rest) == TARGET.iloc[1::2]).mean()
    assert quality["metric"] == "accuracy" and quality["reference"] == pytest.approx(expected) and quality["realised"] is None
    assert quality["estimated"]["value"] == pytest.approx(expected, abs=0.05) and quality["estimated"]["low"] <= quality["estimated"]["value"] <= quality["estimated"]["high"]
    # Halfway between the classes it is sure of nothing.
    middle = pd.DataFrame(np.tile((FRAME[TARGET == 1].mean() + FRAME[TARGET == 2].mean()) / 2, (75, 1)), columns=FRAME.columns) + RANDOM.normal(0, 0.02, (75, 4))
    watched.send(middle)
    window = watched.after(2)[-1]
    assert window["quality"]["estimated"]["value"] < 0.8 and window["state"] == "critical"
    [alert] = [one for one in until(watched.alerts) if one["kind"] == "estimated_quality"]
    assert alert["level"] == "critical" and alert["text"].startswith("Accuracy is estimated at 0.")


def test_windows_that_passed_while_no_engine_ran_are_judged_by_the_next_one(watch, project) -> None:
    watched = watch("asleep", reference="train.csv", window={"rows": 100}, minimum_rows=50)
    watched.begin()
    watched.send(stable(100))
    watched.after(1)
    assert project.server.stop(signal.SIGKILL) != 0
    for rows in (100, 100, 50):
        watched.send(stable(rows))
    project.server = start(project.root / ".slipway")
    mlflow.set_tracking_uri(project.server.uri)
    windows = watched.after(3)
    assert [window["rows"] for window in windows] == [100, 100, 100]
    assert all(a["to"] <= b["from"] for a, b in zip(windows, windows[1:]))
    assert until(lambda: watched.monitor()["stage"]) == "50 of 100 rows of the next window have come"


def test_without_a_reference_the_first_thousand_rows_are_the_baseline_and_no_training_data(watch) -> None:
    watched = watch("baseline", window={"rows": 200})
    watched.begin()
    assert until(lambda: watched.monitor()["stage"]) == "0 of 1000 rows have come that the next ones are compared with"
    for part in range(5):
        watched.traffic.ask(f"b-{part}", stable(200))
    watched.traffic.ask("after", stable(200))
    [window] = watched.after(1)
    assert window["reference"] == {"kind": "baseline", "name": "baseline: the first 1,000 rows of the traffic", "rows": 1000}
    assert window["rows"] == 200 and window["state"] == "ok"


def test_what_can_not_be_compared_is_a_problem_and_no_window_is_lost(watch, project) -> None:
    watched = watch("broken", reference="nowhere.csv", window={"rows": 60}, minimum_rows=50)
    watched.begin()
    watched.send(stable(60))
    problem = until(lambda: watched.monitor()["problem"])
    assert "nowhere.csv is not there" in problem and watched.windows() == [] and watched.monitor()["state"] == "failed"
    watched.say({"reference": "train.csv", "window": {"rows": 60}, "minimum_rows": 50})
    watched.begin()
    [window] = watched.after(1)
    assert window["rows"] == 60 and watched.monitor()["problem"] is None
    FRAME.rename(columns=lambda name: f"other {name}").to_csv(project.root / "other.csv", index=False)
    watched.say({"reference": "other.csv", "window": {"rows": 60}, "minimum_rows": 50})
    watched.send(stable(60))
    assert watched.after(2)[-1]["state"] == "failed", "nothing could be compared: that is no 'no drift'"


def test_ten_thousand_requests_are_in_one_window_each_while_windows_are_computed(watch) -> None:
    watched = watch("busy", reference="train.csv", window={"rows": 500})
    watched.begin()
    failed: list[str] = []

    def ask(thread: int) -> None:
        session = requests.Session()
        for at in range(2_500):
            try:
                watched.traffic.ask(f"{thread}-{at}", stable(1), session)
            except (AssertionError, requests.RequestException) as error:
                failed.append(str(error))

    threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    # A window holds all rows of its last millisecond, so the last one may still wait for some; what has just come is counted when it is on the disk.
    def counted() -> int:
        waits = (watched.monitor()["stage"] or "").removesuffix(" of 500 rows of the next window have come")
        return sum(window["rows"] for window in watched.windows()) + int(waits) if waits.isdigit() else 0

    until(lambda: counted() == 10_000, lambda: (counted(), watched.monitor()))
    windows = watched.windows()
    assert all(a["to"] <= b["from"] for a, b in zip(windows, windows[1:]))


def test_rows_that_break_the_schema_are_told_by_column_and_rule(watch, project) -> None:
    watched = watch("schema", reference="train.csv", schema="iris", window={"rows": 60}, minimum_rows=50, alerts={"least": 1, "of": 1})
    # A label of the training data is no input of the model.
    schema = {"file": "train.csv", "columns": {"target": {"type": "integer"}, WIDTH: {"type": "number", "max": 2.5}}}
    said = {"monitors": {"schema": {"deployment": "schema", "reference": "train.csv", "schema": "iris", "window": {"rows": 60}, "minimum_rows": 50, "alerts": {"least": 1, "of": 1}}}}
    assert 'no schema "iris"' in watched.begin(2)
    (project.root / "slipway.yaml").write_text(json.dumps(said | {"data": {"iris": schema}}))
    watched.begin()
    watched.send(stable(60))
    [window] = watched.after(1)
    assert window["violations"] == [] and window["state"] == "ok"
    rows = stable(60)
    rows.loc[:3, WIDTH] = 9.0
    watched.send(rows)
    [violation] = watched.after(2)[-1]["violations"]
    assert violation["column"] == WIDTH and violation["rule"] == "max" and violation["count"] == 4 and violation["examples"][0]["value"] == "9.0"
    [alert] = [one for one in until(watched.alerts) if one["kind"] == "data"]
    assert alert["columns"] == [WIDTH] and alert["level"] == "warning" and "A rule of the schema is broken" in alert["text"]


def test_errors_that_rise_while_inputs_stay_are_concept_drift(watch) -> None:
    watched = watch("concept", reference="train.csv", window={"rows": 100}, quality={"min": 0.1, "min_labels": 30})
    watched.begin()
    chosen = [RANDOM.integers(0, len(FRAME), 100) for _ in range(6)]
    for part, rows in enumerate(chosen):
        watched.traffic.ask(f"part-{part}", FRAME.iloc[rows].reset_index(drop=True))
    watched.after(6)
    predicted = [MODEL.predict(FRAME.iloc[rows]) for rows in chosen]
    # Of the last two parts half of the answers are wrong now; the newest labels come first.
    told = [{"id": f"part-{part}", "row": row, "truth": int(p) if part < 4 or row % 2 else int((p + 1) % 3)} for part in reversed(range(6)) for row, p in enumerate(predicted[part])]
    watched.traffic.truth({"feedback": told})
    [alert] = until(lambda: [one for one in watched.alerts() if one["kind"] == "concept"], watched.monitor)
    assert alert["level"] == "critical" and alert["text"].startswith("Answers are wrong more often than they were (ADWIN, 600 labelled answers)")
    windows = watched.windows()
    [seen] = [at for at, window in enumerate(windows) if "concept" in window]
    assert seen in (4, 5) and windows[seen]["concept"]["before"] == pytest.approx(0, abs=0.2)
    assert not any(column["drifted"] for window in windows for column in window["columns"]), "the inputs are the same"
    # The labels were wrong: nothing has risen.
    watched.traffic.truth({"feedback": [{"id": f"part-{part}", "row": row, "truth": int(p)} for part in (4, 5) for row, p in enumerate(predicted[part])]})
    until(lambda: all(one["state"] == "closed" for one in watched.alerts() if one["kind"] == "concept"))


def test_who_watches_nothing_is_told_so(project) -> None:
    said = project.slipway("monitor", "start", "nobody", "--deployment", "nothing")
    assert said.returncode == 1 and 'Nothing is deployed as "nothing"' in said.stderr
    said = project.slipway("monitor", "start", "nobody")
    assert said.returncode == 2 and 'no monitor "nobody"' in said.stderr
    assert project.slipway("monitor", "show", "nobody").returncode == 1
    assert project.slipway("monitor", "start", "nobody", "--every", "soon").returncode == 2
