"""Promise: what was acknowledged is still there after a crash, and nobody without the token gets anything."""

import signal

import mlflow
import pytest
import requests
from conftest import Server, start
from mlflow import MlflowClient


def test_sigkill_loses_nothing_that_was_acknowledged(tmp_path):
    store = tmp_path / "project" / ".slipway"
    running = start(store)
    mlflow.set_tracking_uri(running.uri)
    client = MlflowClient()
    run = client.create_run("0")
    for step in range(300):
        client.log_metric(run.info.run_id, "m", step, step=step)
    running.stop(signal.SIGKILL)
    running = start(store)
    try:
        mlflow.set_tracking_uri(running.uri)
        assert [point.value for point in MlflowClient().get_metric_history(run.info.run_id, "m")] == list(range(300))
    finally:
        assert running.stop() == 0


def test_a_second_engine_on_the_same_store_is_refused(server: Server):
    with pytest.raises(RuntimeError, match="(?i)store|engine"):
        start(server.store)


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 401),
    ({"Authorization": "Bearer wrong"}, 401),
    ({"Authorization": "Bearer client-token-of-the-tests"}, 200),
    ({"Authorization": "Bearer root-token-of-the-tests"}, 200),
    ({"Authorization": "Bearer client-token-of-the-tests", "Origin": "https://evil.example"}, 403),
    ({"Authorization": "Bearer client-token-of-the-tests", "Origin": "null"}, 403),
    ({"Authorization": "Bearer client-token-of-the-tests", "Host": "evil.example"}, 403),
    ({"Authorization": "Bearer client-token-of-the-tests", "Host": "127.0.0.1.evil.example"}, 403),
])
def test_who_may_ask(server: Server, headers, status):
    answer = requests.get(f"{server.url}/api/2.0/mlflow/experiments/get", params={"experiment_id": "0"}, headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert answer.json()["error_code"] == "UNAUTHENTICATED"


def test_netrc_is_named_when_it_overrides(server: Server):
    answer = requests.get(f"{server.url}/api/2.0/mlflow/experiments/get", params={"experiment_id": "0"}, auth=("someone", "else"))
    assert answer.status_code == 401 and ".netrc" in answer.json()["message"]


def test_the_client_token_opens_nothing_of_slipways_own(server: Server):
    for path in ("/slipway/v1/experiments", "//slipway/v1/experiments", "/slipway/v1/events"):
        answer = requests.get(server.url + path, headers={"Authorization": "Bearer client-token-of-the-tests"})
        assert answer.status_code == 403, path
    assert requests.get(f"{server.url}/slipway/v1/experiments", headers=server.root_headers).status_code == 200


def test_health_needs_no_token(server: Server):
    assert requests.get(f"{server.url}/health").text == "OK"
    assert requests.get(f"{server.url}/version").status_code == 200


def test_unknown_endpoints_and_wrong_bodies_answer_json(server: Server):
    unknown = requests.get(f"{server.url}/api/2.0/mlflow/nope", headers=server.root_headers)
    assert unknown.status_code == 404 and unknown.json()["error_code"] == "ENDPOINT_NOT_FOUND"
    url = f"{server.url}/api/2.0/mlflow/runs/create"
    plain = requests.post(url, data="{}", headers={**server.root_headers, "Content-Type": "text/plain"})
    assert plain.status_code == 400 and "Content-Type must be one of ['application/json']" in plain.json()["message"]
    broken = requests.post(url, data='{"a": ', headers={**server.root_headers, "Content-Type": "application/json"})
    assert broken.status_code == 400 and "not valid JSON" in broken.json()["message"]
    typed = requests.post(url, json={"experiment_id": 0}, headers=server.root_headers)
    assert typed.status_code == 400 and "Value was of type 'int'" in typed.json()["message"]
    double = requests.post(f"{server.url}/api/2.0/mlflow/experiments/search", json='{"max_results": 1}', headers=server.root_headers)
    assert double.status_code == 200
