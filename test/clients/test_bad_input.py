"""Promise: what can't be kept is refused with what to do, and nothing logged before or beside it is lost."""

import math

import mlflow
import pytest
import requests
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

TEN_MB = "x" * (10 << 20)


@pytest.mark.parametrize("log", [mlflow.log_param, mlflow.set_tag])
def test_ten_megabytes_are_refused_with_the_way_out_and_nothing_is_lost(tracking, log):
    with mlflow.start_run() as run:
        mlflow.log_metric("before", 1)
        with pytest.raises(MlflowException, match="artifact.*mlflow.log_text|mlflow.log_text"):
            log("big", TEN_MB)
        mlflow.log_metric("after", 2)
        mlflow.log_text(TEN_MB, "big.txt")
    kept = MlflowClient().get_run(run.info.run_id)
    assert kept.info.status == "FINISHED" and kept.data.metrics == {"before": 1, "after": 2}
    assert "big" not in kept.data.params and "big" not in kept.data.tags
    assert len(mlflow.artifacts.load_text(f"{run.info.artifact_uri}/big.txt")) == len(TEN_MB)


def test_a_batch_with_one_value_too_large_is_refused_as_a_whole(tracking):
    client = MlflowClient()
    run = client.create_run(tracking).info.run_id
    with pytest.raises(MlflowException, match="maximum length"):
        client.log_batch(run, params=[mlflow.entities.Param("small", "1"), mlflow.entities.Param("big", TEN_MB)])
    assert client.get_run(run).data.params == {}


@pytest.mark.parametrize("key", ["val/loss", "a/b/c", "genauigkeit_äöü", "точность", "精度/验证", "p 95: ms-1.0"])
def test_slashes_and_unicode_in_names_come_back_as_they_were(tracking, key):
    with mlflow.start_run() as run:
        for step in range(3):
            mlflow.log_metric(key, step / 2, step=step)
        mlflow.log_param(key, "wert ✓")
    client = MlflowClient()
    assert [point.value for point in client.get_metric_history(run.info.run_id, key)] == [0, 0.5, 1]
    assert client.get_run(run.info.run_id).data.params == {key: "wert ✓"}
    found = client.search_runs([tracking], f"metrics.`{key}` > 0.9")
    assert [one.info.run_id for one in found] == [run.info.run_id]


@pytest.mark.parametrize("key", ["../up", "/root", "a//b", "a/../b", "emoji 🎯", "semi;colon"])
def test_names_that_would_leave_their_folder_are_refused_in_words(tracking, server, key):
    client = MlflowClient()
    run = client.create_run(tracking).info.run_id
    answer = requests.post(f"{server.url}/api/2.0/mlflow/runs/log-metric", json={"run_id": run, "key": key, "value": 1, "timestamp": 1}, headers=server.root_headers)
    assert answer.status_code == 400 and "Names may" in answer.json()["message"]
    assert client.get_run(run).data.metrics == {}


def test_nan_and_infinities_are_kept_apart(tracking, server):
    values = [1.0, math.nan, math.inf, -math.inf, 2.0]
    with mlflow.start_run() as run:
        for step, value in enumerate(values):
            mlflow.log_metric("loss", value, step=step)
    points = MlflowClient().get_metric_history(run.info.run_id, "loss")
    assert len(points) == 5 and math.isnan(points[1].value)
    assert points[2].value >= 1.7e308 and points[3].value <= -1.7e308
    raw = requests.post(f"{server.url}/api/2.0/mlflow/runs/log-metric", headers={**server.root_headers, "Content-Type": "application/json"},
                        data='{"run_id": "%s", "key": "raw", "value": NaN, "timestamp": 1}' % run.info.run_id)
    assert raw.status_code == 200, raw.text
    assert math.isnan(MlflowClient().get_run(run.info.run_id).data.metrics["raw"])
    wrong = requests.post(f"{server.url}/api/2.0/mlflow/runs/log-metric", json={"run_id": run.info.run_id, "key": "raw", "value": "many", "timestamp": 1}, headers=server.root_headers)
    assert wrong.status_code == 400 and "'value'" in wrong.json()["message"]


def test_a_body_larger_than_the_engine_takes_is_told(tracking, server):
    run = MlflowClient().create_run(tracking).info.run_id
    answer = requests.post(f"{server.url}/api/2.0/mlflow/runs/set-tag", json={"run_id": run, "key": "k", "value": "x" * (33 << 20)}, headers=server.root_headers)
    assert answer.status_code == 413 and "mlflow.log_text" in answer.json()["message"]
    assert requests.get(f"{server.url}/health").text == "OK"
