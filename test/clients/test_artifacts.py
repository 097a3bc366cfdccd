"""Promise: artifacts go up and come down unchanged, whatever they are called, and nothing leaves the store's folder."""

import os

import mlflow
import pytest
import requests
from conftest import Server, start
from mlflow import MlflowClient


def test_files_and_folders_go_up_and_down(tracking, tmp_path):
    source = tmp_path / "source"
    (source / "deep" / "er").mkdir(parents=True)
    big = os.urandom(3_000_000)
    (source / "big.bin").write_bytes(big)
    (source / "deep" / "er" / "ünï cödé #1 100%.txt".replace("#", "n")).write_text("hello ✓")
    (source / "empty.json").write_text("")
    with mlflow.start_run() as run:
        mlflow.log_artifacts(str(source), "data")
        mlflow.log_artifact(str(source / "big.bin"))
    client = MlflowClient()
    assert [(one.path, one.is_dir, one.file_size) for one in client.list_artifacts(run.info.run_id)] == [("big.bin", False, 3_000_000), ("data", True, None)]
    assert [one.path for one in client.list_artifacts(run.info.run_id, "data")] == ["data/big.bin", "data/deep", "data/empty.json"]
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="data", dst_path=str(fetched))
    assert (fetched / "data" / "big.bin").read_bytes() == big and (fetched / "data" / "empty.json").read_bytes() == b""
    assert [path.read_text() for path in (fetched / "data" / "deep" / "er").iterdir()] == ["hello ✓"]


def test_text_dict_table_and_figure(tracking):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with mlflow.start_run() as run:
        mlflow.log_text("plain", "notes/a.txt")
        mlflow.log_dict({"k": [1, 2]}, "config.json")
        mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "table.json")
        mlflow.log_table({"x": [3], "y": ["c"]}, "table.json")
        figure = pyplot.figure()
        mlflow.log_figure(figure, "plot.png")
        pyplot.close(figure)
    uri = run.info.artifact_uri
    assert mlflow.artifacts.load_text(f"{uri}/notes/a.txt") == "plain" and mlflow.artifacts.load_dict(f"{uri}/config.json") == {"k": [1, 2]}
    assert list(mlflow.load_table("table.json", run_ids=[run.info.run_id])["y"]) == ["a", "b", "c"]
    assert [one.path for one in MlflowClient().list_artifacts(run.info.run_id)] == ["config.json", "notes", "plot.png", "table.json"]


def test_deleting_an_artifact(tracking):
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    with mlflow.start_run() as run:
        mlflow.log_text("a", "keep.txt")
        mlflow.log_text("b", "folder/gone.txt")
    get_artifact_repository(run.info.artifact_uri).delete_artifacts("folder")
    assert [one.path for one in MlflowClient().list_artifacts(run.info.run_id)] == ["keep.txt"]


@pytest.mark.parametrize("path", ["..%2F..%2Fslipway.db", "%2e%2e/%2e%2e/slipway.db", "..%252F..%252Fslipway.db", "a%5C..%5Cb", "%2Fetc%2Fpasswd", "a%00b", "C%3A/x"])
def test_paths_that_leave_the_root_are_refused(server: Server, path):
    url = f"{server.url}/api/2.0/mlflow-artifacts/artifacts/{path}"
    for method in ("GET", "PUT", "DELETE"):
        request = requests.Request(method, url, headers=server.root_headers, data=b"x").prepare()
        request.url = url
        answer = requests.Session().send(request)
        assert answer.status_code in (400, 404), (method, answer.text)
        assert "SQLite format" not in answer.text
    listed = requests.get(f"{server.url}/api/2.0/mlflow-artifacts/artifacts", params={"path": "../"}, headers=server.root_headers)
    assert listed.status_code == 400 and listed.json()["message"] == "Invalid path"


def test_links_out_of_the_root_are_refused(server: Server, tracking, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    with mlflow.start_run() as run:
        mlflow.log_text("x", "x.txt")
    folder = server.store / "artifacts" / tracking / run.info.run_id / "artifacts"
    (folder / "link").symlink_to(tmp_path)
    answer = requests.get(f"{server.url}/get-artifact", params={"run_id": run.info.run_id, "path": "link/secret.txt"}, headers=server.root_headers)
    assert answer.status_code == 400 and "secret" not in answer.text.replace("secret.txt", "")
    plain = requests.get(f"{server.url}/get-artifact", params={"run_id": run.info.run_id, "path": "x.txt"}, headers=server.root_headers)
    assert plain.text == "x" and plain.headers["x-content-type-options"] == "nosniff" and plain.headers["content-disposition"].startswith("attachment")


def test_an_artifact_root_of_ones_own(tmp_path, monkeypatch):
    root = tmp_path / "elsewhere"
    running = start(tmp_path / "project" / ".slipway", "--default-artifact-root", str(root))
    try:
        mlflow.set_tracking_uri(running.uri)
        mlflow.set_experiment("own root")
        with mlflow.start_run() as run:
            mlflow.log_text("mine", "a.txt")
        assert (root / run.info.experiment_id / run.info.run_id / "artifacts" / "a.txt").read_text() == "mine"
        assert [one.path for one in MlflowClient().list_artifacts(run.info.run_id)] == ["a.txt"]
    finally:
        assert running.stop() == 0


def test_a_store_can_be_moved(tmp_path):
    running = start(tmp_path / "before" / ".slipway")
    mlflow.set_tracking_uri(running.uri)
    with mlflow.start_run(experiment_id="0") as run:
        mlflow.log_text("moved", "a.txt")
    assert running.stop() == 0
    (tmp_path / "before").rename(tmp_path / "after")
    running = start(tmp_path / "after" / ".slipway")
    try:
        mlflow.set_tracking_uri(running.uri)
        assert mlflow.artifacts.load_text(f"{mlflow.get_run(run.info.run_id).info.artifact_uri}/a.txt") == "moved"
    finally:
        assert running.stop() == 0
