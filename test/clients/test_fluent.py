"""Promise: an ordinary script that calls `mlflow` works unchanged, and finds again what it logged."""

import math

import mlflow
import pytest
import requests
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException


def test_a_run_keeps_params_metrics_and_tags(tracking):
    with mlflow.start_run(run_name="first", description="a note") as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "name": "forest ✓"})
        for step in range(5):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"acc": 0.9, "val/f1 score": 0.8}, step=4)
        mlflow.set_tags({"team": "blue", "lang": "日本語"})
    found = mlflow.get_run(run.info.run_id)
    assert found.info.status == "FINISHED" and found.info.run_name == "first" and found.info.end_time >= found.info.start_time
    assert found.data.params == {"lr": "0.1", "depth": "3", "name": "forest ✓"}
    assert found.data.metrics == {"loss": 0.2, "acc": 0.9, "val/f1 score": 0.8}
    assert found.data.tags["lang"] == "日本語" and found.data.tags["mlflow.note.content"] == "a note" and found.data.tags["mlflow.runName"] == "first"
    history = MlflowClient().get_metric_history(run.info.run_id, "loss")
    assert [(point.step, point.value) for point in history] == [(step, 1 / (step + 1)) for step in range(5)]


def test_a_run_without_a_name_gets_one(tracking):
    with mlflow.start_run() as run:
        pass
    assert 0 < len(run.info.run_name) <= 20 and run.info.run_name.count("-") == 2


def test_a_failing_script_leaves_a_failed_run(tracking):
    with pytest.raises(ZeroDivisionError), mlflow.start_run() as run:
        1 / 0
    assert mlflow.get_run(run.info.run_id).info.status == "FAILED"


def test_a_run_can_be_taken_up_again(tracking):
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1, step=0)
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metric("m", 2, step=1)
    assert mlflow.get_run(run.info.run_id).data.metrics == {"m": 2}


def test_nested_runs_name_their_parent(tracking):
    with mlflow.start_run() as parent, mlflow.start_run(nested=True) as child:
        pass
    assert mlflow.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id
    assert mlflow.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
    found = mlflow.search_runs([tracking], filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list")
    assert [run.info.run_id for run in found] == [child.info.run_id]


def test_not_a_number_and_infinities_survive(tracking):
    with mlflow.start_run() as run:
        mlflow.log_metric("nan", math.nan)
        mlflow.log_metric("up", math.inf)
        mlflow.log_metric("down", -math.inf)
        for step, value in enumerate([1.0, math.nan, 3.0]):
            mlflow.log_metric("mixed", value, step=step)
    metrics = mlflow.get_run(run.info.run_id).data.metrics
    assert math.isnan(metrics["nan"]) and metrics["up"] >= 1.79e308 and metrics["down"] <= -1.79e308 and metrics["mixed"] == 3.0
    values = [point.value for point in MlflowClient().get_metric_history(run.info.run_id, "mixed")]
    assert values[0] == 1.0 and math.isnan(values[1]) and values[2] == 3.0


@pytest.mark.parametrize("key", ["μ/δ", "précision", "损失", "a b:c-d.e_f", "1st"])
def test_unicode_and_odd_metric_names(tracking, key):
    with mlflow.start_run() as run:
        mlflow.log_metric(key, 1.5, step=2)
    assert mlflow.get_run(run.info.run_id).data.metrics == {key: 1.5}
    found = mlflow.search_runs([tracking], filter_string=f"metrics.`{key}` > 1", output_format="list")
    assert [one.info.run_id for one in found] == [run.info.run_id]


@pytest.mark.parametrize("key", ["../up", "a//b", "/root", "a/./b", "bad#name", "."])
def test_bad_names_are_refused_with_a_reason(tracking, key):
    with mlflow.start_run() as run:
        with pytest.raises(MlflowException, match="Names may") as told:
            mlflow.log_metric(key, 1)
        assert told.value.error_code == "INVALID_PARAMETER_VALUE"
    assert mlflow.get_run(run.info.run_id).data.metrics == {}


def test_params_never_change(tracking):
    with mlflow.start_run() as run:
        mlflow.log_param("p", "a")
        mlflow.log_param("p", "a")
        with pytest.raises(MlflowException, match="Changing param values is not allowed. Param with key='p' was already logged with value='a' for run ID="):
            mlflow.log_param("p", "b")
        with pytest.raises(MlflowException, match="Params were already logged="):
            mlflow.log_params({"p": "c", "other": "1"})
    assert mlflow.get_run(run.info.run_id).data.params == {"p": "a"}


def test_batches_hold_to_their_limits(tracking):
    client = MlflowClient()
    run = client.create_run(tracking)
    client.log_batch(run.info.run_id, [Metric("m", step, 1000 + step, step) for step in range(900)], [Param(f"p{i}", str(i)) for i in range(50)], [RunTag(f"t{i}", "v") for i in range(50)])
    found = client.get_run(run.info.run_id)
    assert found.data.metrics == {"m": 899} and len(found.data.params) == 50 and len(client.get_metric_history(run.info.run_id, "m")) == 900


def test_too_large_a_batch_is_refused(server, tracking):
    # The client splits its batches, so this one is sent by hand.
    run = MlflowClient().create_run(tracking)
    params = [{"key": f"q{i}", "value": "1"} for i in range(101)]
    answer = requests.post(f"{server.url}/api/2.0/mlflow/runs/log-batch", json={"run_id": run.info.run_id, "params": params}, headers=server.root_headers)
    assert answer.status_code == 400
    assert answer.json()["message"] == "A batch logging request can contain at most 100 params. Got 101 params. Please split up params across multiple requests and try again."


def test_a_huge_param_is_told_plainly(tracking):
    with mlflow.start_run() as run:
        with pytest.raises(MlflowException, match="exceeds the maximum length of 6000 characters.*artifact"):
            mlflow.log_param("big", "x" * 10_000_000)
        mlflow.log_param("long", "y" * 7000)
    assert mlflow.get_run(run.info.run_id).data.params == {"long": "y" * 6000}


def test_exact_duplicates_of_points_are_dropped(tracking):
    client = MlflowClient()
    run = client.create_run(tracking)
    for _ in range(3):
        client.log_metric(run.info.run_id, "m", 1.0, timestamp=5000, step=7)
    client.log_metric(run.info.run_id, "m", 2.0, timestamp=5000, step=7)
    assert [point.value for point in client.get_metric_history(run.info.run_id, "m")] == [1.0, 2.0]


def test_the_latest_value_is_the_one_of_the_last_step(tracking):
    client = MlflowClient()
    run = client.create_run(tracking)
    for step, value in [(5, 50.0), (2, 20.0), (9, 90.0), (1, 10.0)]:
        client.log_metric(run.info.run_id, "m", value, timestamp=10_000 - step, step=step)
    assert client.get_run(run.info.run_id).data.metrics == {"m": 90.0}
    assert [point.step for point in client.get_metric_history(run.info.run_id, "m")] == [9, 5, 2, 1]


def test_asynchronous_logging_arrives(tracking):
    with mlflow.start_run() as run:
        for step in range(200):
            mlflow.log_metric("m", step, step=step, synchronous=False)
        mlflow.log_params({f"p{i}": i for i in range(20)}, synchronous=False).wait()
        mlflow.flush_async_logging()
    assert len(MlflowClient().get_metric_history(run.info.run_id, "m")) == 200
    assert len(mlflow.get_run(run.info.run_id).data.params) == 20


def test_renaming_is_a_tag_and_a_tag_renames(tracking):
    client = MlflowClient()
    run = client.create_run(tracking, run_name="one")
    client.update_run(run.info.run_id, name="two")
    assert client.get_run(run.info.run_id).data.tags["mlflow.runName"] == "two"
    client.set_tag(run.info.run_id, "mlflow.runName", "three")
    assert client.get_run(run.info.run_id).info.run_name == "three"
    with pytest.raises(MlflowException, match="different values"):
        client.create_run(tracking, run_name="a", tags={"mlflow.runName": "b"})


def test_run_context_of_the_environment_becomes_tags(tracking, monkeypatch):
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", '{"slipway.origin": "terminal"}')
    with mlflow.start_run() as run:
        pass
    assert mlflow.get_run(run.info.run_id).data.tags["slipway.origin"] == "terminal"


def test_tags_can_be_deleted(tracking):
    with mlflow.start_run() as run:
        mlflow.set_tag("gone", "1")
        mlflow.delete_tag("gone")
        with pytest.raises(MlflowException, match="No tag with name: gone"):
            mlflow.delete_tag("gone")
    assert "gone" not in mlflow.get_run(run.info.run_id).data.tags
