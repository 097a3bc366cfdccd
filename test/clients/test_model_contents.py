"""Promise: what Slipway says about the files of a version is what the unmodified client has put there."""

from pathlib import Path
from shutil import rmtree

import mlflow
import pytest
import requests
from conftest import Server
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)


def contents(server: Server, name: str, version: str) -> dict:
    answer = requests.get(f"{server.url}/slipway/v1/registry/contents", params={"name": name, "version": version}, headers=server.root_headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def registered(tracking: str) -> str:
    fitted = LogisticRegression(max_iter=500).fit(FRAME, TARGET)
    with mlflow.start_run():
        mlflow.sklearn.log_model(fitted, name="model", serialization_format="cloudpickle", registered_model_name="contents", signature=infer_signature(FRAME, fitted.predict(FRAME)), input_example=FRAME.head(2))
    return MlflowClient().search_model_versions("name = 'contents'")[0].version


def test_signature_size_and_pickles_are_those_of_the_files(server: Server, registered: str, tmp_path: Path):
    said = contents(server, "contents", registered)
    model = mlflow.pyfunc.load_model(f"models:/contents/{registered}").metadata
    copied = Path(mlflow.artifacts.download_artifacts(f"models:/contents/{registered}", dst_path=str(tmp_path)))
    there = {str(file.relative_to(copied)): file.stat().st_size for file in copied.rglob("*") if file.is_file() and file.name != "registered_model_meta"}
    assert said["state"] == "here" and said["problem"] is None
    assert {file["path"]: file["size"] for file in said["files"]} == there
    assert said["size"] == sum(there.values())
    assert [(field["name"], field["type"], field["required"]) for field in said["signature"]["inputs"]] == [(spec.name, spec.type.name, spec.required) for spec in model.signature.inputs]
    assert said["flavors"] == ["sklearn"]
    assert said["pickles"] == [path for path in there if path.endswith(".pkl")] != []
    assert any(line.startswith("scikit-learn==") for line in said["requirements"])
    assert said["input_example"] in there


def test_artifacts_that_are_gone_or_elsewhere_are_told(server: Server, registered: str):
    client = MlflowClient()
    location = contents(server, "contents", registered)["location"]
    rmtree(server.store / "artifacts" / location.removeprefix("mlflow-artifacts:/"))
    said = contents(server, "contents", registered)
    assert said["state"] == "gone" and said["files"] == [] and "deleted" in said["problem"]
    client.create_registered_model("far")
    client.create_model_version("far", "s3://bucket/model")
    assert contents(server, "far", "1")["state"] == "elsewhere"
    missing = requests.get(f"{server.url}/slipway/v1/registry/contents", params={"name": "far", "version": "9"}, headers=server.root_headers, timeout=20)
    assert missing.status_code == 404 and missing.json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_a_version_that_is_one_file_goes_by_its_name(server: Server, tracking: str, tmp_path: Path):
    (tmp_path / "tiny.onnx").write_bytes(b"\x08\x08\x12\x00")
    with mlflow.start_run() as run:
        mlflow.log_artifact(tmp_path / "tiny.onnx")
        mlflow.log_text("beside it", "secret.txt")
    client = MlflowClient()
    client.create_registered_model("one-file")
    client.create_model_version("one-file", f"{run.info.artifact_uri}/tiny.onnx", run.info.run_id)
    said = contents(server, "one-file", "1")
    assert [(file["path"], file["size"]) for file in said["files"]] == [("tiny.onnx", 4)]
    asked = [requests.get(f"{server.url}/model-versions/get-artifact", params={"name": "one-file", "version": "1", "path": path}, headers=server.root_headers, timeout=20) for path in ("tiny.onnx", "secret.txt")]
    assert asked[0].content == b"\x08\x08\x12\x00" and (asked[1].status_code, asked[1].json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_files_that_stand_elsewhere_are_not_ours_to_give(server: Server, tracking: str):
    client = MlflowClient()
    client.create_registered_model("far-file")
    client.create_model_version("far-file", "s3://bucket/model")
    answer = requests.get(f"{server.url}/model-versions/get-artifact", params={"name": "far-file", "version": "1", "path": "MLmodel"}, headers=server.root_headers, timeout=20)
    assert answer.status_code == 501 and "stand at s3://bucket/model, which only the mlflow client reads" in answer.json()["message"]
