"""The front process of a deployment, asked by real clients, beside `mlflow models serve` where answers should be the same."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
import onnx
import pytest
import requests
from onnx import TensorProto, helper

from conftest import NODE, ROOT, is_up

COLUMNS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
SETOSA = [5.1, 3.5, 1.4, 0.2]
VIRGINICA = [6.7, 3.0, 5.2, 2.3]
RECORD = dict(zip(COLUMNS, SETOSA))
TYPES = {"float64": "double", "float32": "float", "int64": "long", "object": "string"}


@dataclass
class Deployment:
    """A running front process: `node dist/deployment.js FOLDER`."""

    process: subprocess.Popen
    folder: Path
    url: str
    said: list[str]

    def invoke(self, body, kind: str = "application/json", **options) -> requests.Response:
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return requests.post(f"{self.url}/invocations", data=data, headers={"content-type": kind} | options.pop("headers", {}), timeout=30, **options)

    def stop(self) -> int:
        """Ends it as the engine does and waits. Returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def traffic(self) -> list[dict]:
        """Every line of its log; it must have ended."""
        return [json.loads(line) for file in sorted((self.folder / "traffic").glob("*.jsonl")) for line in file.read_text().splitlines()]


def plan(file: Path, inputs: list[dict], **served) -> dict:
    """A plan with one arm, whose graph answers with its first output."""
    model = {"kind": "onnx", "file": str(file), "signature": {"inputs": inputs, "outputs": [], "params": []}, "feed": "matrix", "answer": "y", "labels": None, "probabilities": None, "classes": None} | served
    return {"name": "test", "host": "127.0.0.1", "port": 0, "arms": [{"model": "m", "version": "3", "role": "champion", "weight": 100, "served": model}]}


def column(name: str, kind: str, required: bool = True) -> dict:
    return {"name": name, "type": kind, "required": required}


def launch(folder: Path, content: dict) -> subprocess.Popen:
    folder.mkdir(exist_ok=True)
    (folder / "plan.json").write_text(json.dumps(content))
    return subprocess.Popen([NODE, str(ROOT / "dist" / "deployment.js"), str(folder)], stderr=subprocess.PIPE, text=True)


def deploy(folder: Path, content: dict) -> Deployment:
    process = launch(folder, content)
    said = []
    for line in process.stderr:
        said.append(line)
        if " answers at " in line:
            # Read on, so that it never waits for a full pipe.
            threading.Thread(target=said.extend, args=(process.stderr,), daemon=True).start()
            told = json.loads((folder / "process.json").read_text())
            assert told["pid"] == process.pid
            assert told["url"] == f"http://127.0.0.1:{told['port']}"
            return Deployment(process, folder, told["url"], said)
    raise RuntimeError(f"the deployment ended before it answered: {''.join(said)}")


@pytest.fixture(name="deployed")
def _deployed(tmp_path: Path) -> Iterator:
    """Deploys graphs; ends them all."""
    running: list[Deployment] = []

    def start(content: dict, name: str = "deployment") -> Deployment:
        running.append(deploy(tmp_path / name, content))
        return running[-1]

    yield start
    for deployment in running:
        if deployment.process.poll() is None:
            deployment.stop()


@pytest.fixture(scope="module", name="iris_model")
def _iris_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with logistic regression of iris: model/ of MLflow and model.onnx."""
    import mlflow
    from mlflow.models import infer_signature
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    folder = tmp_path_factory.mktemp("iris")
    data, target = load_iris(return_X_y=True, as_frame=True)
    data.columns = COLUMNS
    model = LogisticRegression(max_iter=500).fit(data, target)
    mlflow.sklearn.save_model(model, str(folder / "model"), signature=infer_signature(data, model.predict(data)))
    onnx.save(to_onnx(model, initial_types=[("X", FloatTensorType([None, 4]))], options={"zipmap": False}), folder / "model.onnx")
    return folder


@pytest.fixture(scope="module", name="iris")
def _iris(iris_model: Path) -> Iterator[tuple[Deployment, str]]:
    """Logistic regression of iris, deployed, and the URL of `mlflow models serve` with the original."""
    folder = iris_model
    content = plan(folder / "model.onnx", [column(name, "double") for name in COLUMNS], answer="label", probabilities="probabilities", classes=["setosa", "versicolor", "virginica"])
    content["arms"][0]["model"] = "iris"
    deployment = deploy(folder / "deployment", content)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "mlflow"), "models", "serve", "-m", str(folder / "model"), "-h", "127.0.0.1", "-p", str(port), "--env-manager", "local"],
        stderr=subprocess.PIPE, text=True, start_new_session=True, env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"})
    said = []
    for line in server.stderr:
        said.append(line)
        if is_up(said):
            break
    else:
        raise RuntimeError(f"mlflow models serve ended: {''.join(said)}")
    threading.Thread(target=server.stderr.read, daemon=True).start()
    yield deployment, f"http://127.0.0.1:{port}"
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    assert deployment.stop() == 0


def without(name: str) -> dict:
    return {key: value for key, value in RECORD.items() if key != name}


TABLE = {"columns": COLUMNS, "data": [SETOSA, VIRGINICA]}
SAME = {
    "dataframe_split": {"dataframe_split": TABLE},
    "dataframe_split with an index": {"dataframe_split": TABLE | {"index": [7, 8]}},
    "dataframe_records": {"dataframe_records": [RECORD]},
    "another order": {"dataframe_split": {"columns": COLUMNS[::-1], "data": [VIRGINICA[::-1]]}},
    "an extra column": {"dataframe_records": [RECORD | {"extra": 1}]},
    "numbers in text": {"dataframe_records": [RECORD | {"petal_width": "0.2"}]},
    "a truth value for a number": {"dataframe_records": [RECORD | {"petal_width": True}]},
    "an integer beyond 2^64": {"dataframe_records": [RECORD | {"petal_width": 2**70}]},
    "params": {"dataframe_records": [RECORD], "params": {"a": 1}},
    "inputs of columns": {"inputs": {name: [value, value] for name, value in RECORD.items()}},
    "inputs of single values": {"inputs": RECORD},
    "inputs of records": {"inputs": [RECORD, RECORD]},
    "instances of records": {"instances": [RECORD, RECORD]},
    "instances of columns": {"instances": {name: [value] for name, value in RECORD.items()}},
    "a missing column": {"dataframe_records": [without("petal_width")]},
    "a missing and an extra column": {"dataframe_records": [without("petal_width") | {"extra": 1}]},
    "inputs without a column": {"inputs": {name: [value] for name, value in without("petal_width").items()}},
    "text for a number": {"dataframe_records": [RECORD, RECORD | {"petal_width": "wide"}]},
    "a list for a number": {"dataframe_records": [RECORD | {"petal_width": [1]}]},
    "an object for a number": {"dataframe_records": [RECORD | {"petal_width": {"a": 1}}]},
    "null": {"dataframe_records": [RECORD | {"petal_width": None}]},
    "NaN": {"dataframe_records": [RECORD | {"petal_width": float("nan")}]},
    "rows without names as inputs": {"inputs": [SETOSA]},
    "rows without names as instances": {"instances": [SETOSA]},
    "rows without names as records": {"dataframe_records": [SETOSA]},
    "uneven columns": {"inputs": {**{name: [1, 2] for name in COLUMNS}, "petal_width": [1]}},
    "uneven instances": {"instances": [RECORD, {"sepal_length": 1}]},
    "two formats": {"instances": [RECORD], "inputs": [RECORD]},
    "no format": {"data": [RECORD]},
    "a list": [RECORD],
    "a number": 5,
    "records that are one record": {"dataframe_records": RECORD},
    "no records": {"dataframe_records": []},
    "split that is a list": {"dataframe_split": [SETOSA]},
    "split without data": {"dataframe_split": {"columns": COLUMNS}},
    "split with an unknown key": {"dataframe_split": TABLE | {"extra": 1}},
    "a row that is too long": {"dataframe_split": {"columns": COLUMNS, "data": [SETOSA + [1]]}},
    "a row that is too short": {"dataframe_split": {"columns": COLUMNS, "data": [SETOSA, [1]]}},
    "no rows": {"dataframe_split": {"columns": COLUMNS, "data": []}},
}


@pytest.mark.parametrize("what", SAME)
def test_mlflow_answers_the_same(iris, what):
    deployment, mlflow_url = iris
    ours = deployment.invoke(SAME[what])
    theirs = requests.post(f"{mlflow_url}/invocations", json=None, data=json.dumps(SAME[what]), headers={"content-type": "application/json"}, timeout=30)
    assert ours.status_code == theirs.status_code, ours.text
    assert ours.headers["content-type"] == theirs.headers["content-type"]
    if theirs.ok:
        assert ours.text == theirs.text
    else:
        assert set(ours.json()) == {"error_code", "message"}
        assert ours.json()["error_code"] in ("BAD_REQUEST", "INVALID_PARAMETER_VALUE")


CSV = f"{','.join(COLUMNS)}\n5.1,3.5,1.4,0.2\n6.7,3.0,5.2,2.3\n"
BODIES = [
    (CSV, "text/csv"), (CSV, "text/csv; charset=utf-8"), (CSV, "text/csv; charset=latin-1"), (CSV, "text/csv; header=present"), (CSV.replace("0.2", "wide"), "text/csv"), (CSV.replace("0.2", ""), "text/csv"),
    ("", "text/csv"), (f"{','.join(COLUMNS)}\n", "text/csv"), ("<a/>", "application/xml"), ('{"a":', "application/json"), (b'{"a":"\xff"}', "application/json"),
]


@pytest.mark.parametrize("body, kind", BODIES)
def test_mlflow_takes_the_same_types(iris, body, kind):
    deployment, mlflow_url = iris
    ours = deployment.invoke(body, kind)
    theirs = requests.post(f"{mlflow_url}/invocations", data=body, headers={"content-type": kind}, timeout=30)
    assert (ours.status_code, ours.headers["content-type"]) == (theirs.status_code, theirs.headers["content-type"])
    if theirs.ok:
        assert ours.text == theirs.text


@pytest.mark.parametrize("path", ["/health", "/version", "/nothing", "/invocations"])
def test_mlflow_routes_are_the_same(iris, path):
    deployment, mlflow_url = iris
    ours, theirs = (requests.get(url + path, timeout=30) for url in (deployment.url, mlflow_url))
    assert (ours.status_code, ours.text, ours.headers["content-type"]) == (theirs.status_code, theirs.text, theirs.headers["content-type"])


def test_a_bad_value_is_told_with_its_column_and_row(iris):
    told = iris[0].invoke({"dataframe_records": [RECORD, RECORD | {"petal_width": "wide"}]}).json()["message"]
    assert "petal_width" in told and "'wide'" in told and "row 1" in told
    assert "petal_width" in iris[0].invoke({"dataframe_records": [without("petal_width")]}).json()["message"]
    assert "petal_width" in iris[0].invoke({"dataframe_records": [RECORD | {"petal_width": None}]}).json()["message"]


def test_each_of_many_at_once_gets_its_own_answer(iris):
    """Good and bad requests share the queue: bad ones fail alone."""
    deployment, _ = iris
    asked = [(SETOSA, 0), (VIRGINICA, 2), (["x", 1, 1, 1], None)] * 200

    def ask(row):
        answer = deployment.invoke({"dataframe_split": {"columns": COLUMNS, "data": [row]}})
        return answer.json()["predictions"][0] if answer.ok else None

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, [row for row, _ in asked])) == [expected for _, expected in asked]


def test_a_huge_batch_is_answered_whole(iris):
    rows = 100_000
    answer = iris[0].invoke({"dataframe_split": {"columns": COLUMNS, "data": [SETOSA, VIRGINICA] * (rows // 2)}})
    assert answer.json()["predictions"] == [0, 2] * (rows // 2)


def test_clients_that_hang_up_hurt_nobody(iris):
    deployment, _ = iris
    port = int(deployment.url.rsplit(":", 1)[1])
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"POST /invocations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"dataframe")
    assert deployment.invoke({"dataframe_records": [RECORD]}).json() == {"predictions": [0]}


def test_other_sites_get_nothing(iris):
    deployment, _ = iris
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert deployment.invoke({"dataframe_records": [RECORD]}, headers=headers).status_code == 403


def tensor(name: str, datatype: str, values: np.ndarray, raw: bytes | None = None) -> dict:
    described = {"name": name, "datatype": datatype, "shape": list(values.shape)}
    return described | ({"data": values.ravel().tolist()} if raw is None else {"parameters": {"binary_data_size": len(raw)}})


def infer_binary(url: str, model: str, request: dict, raw: bytes) -> tuple[dict, bytes]:
    """Asks with raw tensors, for raw tensors. Returns the JSON of the answer and the bytes behind it."""
    head = json.dumps(request | {"parameters": {"binary_data_output": True}}).encode()
    answer = requests.post(f"{url}/v2/models/{model}/infer", data=head + raw, headers={"Inference-Header-Content-Length": str(len(head)), "content-type": "application/octet-stream"}, timeout=30)
    assert answer.status_code == 200, answer.text
    length = int(answer.headers["Inference-Header-Content-Length"])
    return json.loads(answer.content[:length]), answer.content[length:]


def test_open_inference_v2(iris):
    url = iris[0].url
    assert requests.get(f"{url}/v2", timeout=30).json()["extensions"] == ["binary_tensor_data"]
    assert requests.get(f"{url}/v2/health/ready", timeout=30).json()["ready"] is True
    assert requests.get(f"{url}/v2/models/iris/versions/3/ready", timeout=30).json() == {"name": "iris", "ready": True}
    assert requests.get(f"{url}/v2/models/other/ready", timeout=30).status_code == 404
    described = requests.get(f"{url}/v2/models/iris", timeout=30).json()
    assert described["inputs"] == [{"name": name, "datatype": "FP64", "shape": [-1]} for name in COLUMNS]
    assert described["outputs"] == [{"name": "label", "datatype": "INT64", "shape": [-1]}, {"name": "probabilities", "datatype": "FP32", "shape": [-1, 3]}]

    rows = np.array([SETOSA, VIRGINICA])
    columns = {"id": "mine", "inputs": [tensor(name, "FP64", rows[:, at]) for at, name in enumerate(COLUMNS)], "outputs": [{"name": "label"}]}
    assert requests.post(f"{url}/v2/models/iris/infer", json=columns, timeout=30).json() == {"model_name": "iris", "model_version": "3", "id": "mine", "outputs": [{"name": "label", "datatype": "INT64", "shape": [2], "data": [0, 2]}]}

    matrix = rows.astype("<f4")
    answer, raw = infer_binary(url, "iris", {"inputs": [tensor("X", "FP32", matrix, matrix.tobytes())]}, matrix.tobytes())
    assert [output["parameters"]["binary_data_size"] for output in answer["outputs"]] == [16, 24]
    assert np.frombuffer(raw[:16], "<i8").tolist() == [0, 2]
    assert np.frombuffer(raw[16:], "<f4").reshape(2, 3).argmax(axis=1).tolist() == [0, 2]


@pytest.mark.parametrize("change, told", [
    ({"shape": [2]}, "petal_width"), ({"datatype": "FP16"}, "petal_width"), ({"datatype": "BYTES", "data": ["a"]}, "petal_width"), ({"name": "pet"}, "petal_width"), ({"data": []}, "petal_width"), ({"shape": [-1]}, "petal_width"),
])
def test_malformed_tensors_are_told_by_name(iris, change, told):
    inputs = [tensor(name, "FP64", np.array([1.0])) for name in COLUMNS]
    inputs[3] |= change
    answer = requests.post(f"{iris[0].url}/v2/models/iris/infer", json={"inputs": inputs}, timeout=30)
    assert answer.status_code == 400
    assert told in answer.json()["error"]


def test_tensorflow_serving_and_kserve_v1(iris):
    url = f"{iris[0].url}/v1/models"
    assert requests.get(url, timeout=30).json() == {"models": ["iris"]}
    assert requests.get(f"{url}/iris/versions/3", timeout=30).json() == {"model_version_status": [{"version": "3", "state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}], "name": "iris", "ready": True}
    signature = requests.get(f"{url}/iris/metadata", timeout=30).json()["metadata"]["signature_def"]["signature_def"]["serving_default"]
    assert set(signature["inputs"]) == set(COLUMNS) and set(signature["outputs"]) == {"label"}
    assert requests.post(f"{url}/iris:predict", json={"instances": [RECORD, RECORD]}, timeout=30).json() == {"predictions": [0, 0]}
    assert requests.post(f"{url}/iris/versions/3:predict", json={"instances": [SETOSA, VIRGINICA]}, timeout=30).json() == {"predictions": [0, 2]}
    assert requests.post(f"{url}/iris:predict", json={"inputs": {name: [[value]] for name, value in RECORD.items()}}, timeout=30).json() == {"outputs": [0]}
    [classes] = requests.post(f"{url}/iris:classify", json={"context": RECORD, "examples": [{}]}, timeout=30).json()["result"]
    assert max(classes, key=lambda pair: pair[1])[0] == "setosa"
    assert requests.post(f"{url}/iris:regress", json={"examples": [RECORD]}, timeout=30).json() == {"result": [0]}
    missing = requests.post(f"{url}/other:predict", json={"instances": [RECORD]}, timeout=30)
    assert (missing.status_code, missing.json()["error"][:35]) == (404, "Servable not found for request: Lat")
    assert requests.post(f"{url}/iris:predict", json={"instances": [], "inputs": []}, timeout=30).status_code == 400


def test_torchserve(iris):
    url = iris[0].url
    assert requests.get(f"{url}/ping", timeout=30).json() == {"status": "Healthy"}
    assert requests.post(f"{url}/predictions/iris", json=[SETOSA, VIRGINICA], timeout=30).json() == [0, 2]
    assert requests.post(f"{url}/predictions/iris/3", json=RECORD, timeout=30).json() == 0
    assert requests.post(f"{url}/predictions/iris", files={"data": json.dumps([RECORD])}, timeout=30).json() == [0]
    assert requests.post(f"{url}/predictions/iris", data=CSV, timeout=30).json() == [0, 2]
    assert requests.post(f"{url}/predictions/iris", json={"instances": [SETOSA]}, timeout=30).json() == {"predictions": [0]}
    assert requests.post(f"{url}/predictions/other", json=[SETOSA], timeout=30).json()["type"] == "ModelNotFoundException"


def test_metrics_and_description(iris):
    url = iris[0].url
    iris[0].invoke({"dataframe_records": [RECORD]})
    metrics = requests.get(f"{url}/metrics", timeout=30)
    assert metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    counted = [line for line in metrics.text.splitlines() if line.startswith("slipway_requests_total") and 'protocol="mlflow",code="200"' in line]
    assert len(counted) == 1 and float(counted[0].rsplit(" ", 1)[1]) >= 1
    described = requests.get(f"{url}/openapi.json", timeout=30).json()
    assert described["openapi"] == "3.1.0" and "/invocations" in described["paths"]
    assert described == requests.options(url, timeout=30).json()
    page = requests.get(url, timeout=30)
    assert "default-src 'none'" in page.headers["content-security-policy"] and "petal_width" in page.text


def graph(inputs: list, nodes: list, output, folder: Path) -> Path:
    """Saves a graph with the output `y`."""
    model = helper.make_model(helper.make_graph(nodes, "g", inputs, [output]), opset_imports=[helper.make_opsetid("", 15)], ir_version=9)
    onnx.save(model, folder / "graph.onnx")
    return folder / "graph.onnx"


def echo(folder: Path, kind: int, width: int = 1) -> Path:
    shape = ["rows", width]
    return graph([helper.make_tensor_value_info("x", kind, shape)], [helper.make_node("Identity", ["x"], ["y"])], helper.make_tensor_value_info("y", kind, shape), folder)


def test_whole_numbers_beyond_2_53_are_exact_in_every_protocol(deployed, tmp_path):
    url = deployed(plan(echo(tmp_path, TensorProto.INT64), [column("x", "long")])).url
    values = [2**53 + 1, -(2**63), 2**63 - 1, 5]
    assert requests.post(f"{url}/invocations", json={"dataframe_split": {"columns": ["x"], "data": [[value] for value in values]}}, timeout=30).json() == {"predictions": values}
    assert requests.post(f"{url}/v1/models/m:predict", json={"instances": values}, timeout=30).json() == {"predictions": values}
    assert requests.post(f"{url}/predictions/m", json=[{"x": value} for value in values], timeout=30).json() == values
    assert requests.post(f"{url}/v2/models/m/infer", json={"inputs": [{"name": "x", "shape": [4], "datatype": "INT64", "data": values}]}, timeout=30).json()["outputs"][0]["data"] == values
    raw = np.array(values, "<i8").tobytes()
    answer, data = infer_binary(url, "m", {"inputs": [{"name": "x", "shape": [4], "datatype": "INT64", "parameters": {"binary_data_size": len(raw)}}]}, raw)
    assert data == raw and answer["outputs"][0]["shape"] == [4]
    refused = requests.post(f"{url}/invocations", json={"dataframe_records": [{"x": 2**63}]}, timeout=30)
    assert refused.status_code == 400 and "column x" in refused.json()["message"] and str(2**63) in refused.json()["message"]
    assert requests.post(f"{url}/v2/models/m/infer", json={"inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "data": [1.5]}]}, timeout=30).status_code == 400


def test_text_columns(deployed, tmp_path):
    url = deployed(plan(echo(tmp_path, TensorProto.STRING), [column("x", "string")], feed="columns")).url
    assert requests.post(f"{url}/invocations", json={"dataframe_records": [{"x": "é"}, {"x": ""}]}, timeout=30).json() == {"predictions": ["é", ""]}
    raw = b"".join(struct.pack("<I", len(text)) + text for text in ("é".encode(), b""))
    _, data = infer_binary(url, "m", {"inputs": [{"name": "x", "shape": [2], "datatype": "BYTES", "parameters": {"binary_data_size": len(raw)}}]}, raw)
    assert data == raw
    assert requests.post(f"{url}/v1/models/m:predict", json={"instances": [{"x": {"b64": "w6k="}}]}, timeout=30).json() == {"predictions": ["é"]}
    for value in (None, 5):
        refused = requests.post(f"{url}/invocations", json={"dataframe_records": [{"x": value}]}, timeout=30)
        assert refused.status_code == 400 and "x" in refused.json()["message"]


def test_tensors_of_a_signature(deployed, tmp_path):
    shape = ["rows", 2, 2]
    file = graph([helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)], [helper.make_node("Neg", ["x"], ["y"])], helper.make_tensor_value_info("y", TensorProto.FLOAT, shape), tmp_path)
    url = deployed(plan(file, [{"name": "", "type": "tensor", "dtype": "float32", "shape": [-1, 2, 2], "required": True}], feed="tensors", missing=True)).url
    rows = [[[1, 2], [3, 4.5]]]
    assert requests.post(f"{url}/invocations", json={"inputs": rows}, timeout=30).text == '{"predictions": [[[-1.0, -2.0], [-3.0, -4.5]]]}'
    refused = requests.post(f"{url}/invocations", json={"inputs": [[1, 2]]}, timeout=30)
    assert refused.status_code == 400 and "(1, 2)" in refused.json()["message"] and "(-1, 2, 2)" in refused.json()["message"]
    assert requests.post(f"{url}/invocations", data='{"inputs": [[[NaN, 1], [1, 1]]]}', headers={"content-type": "application/json"}, timeout=30).text == '{"predictions": [[[NaN, -1.0], [-1.0, -1.0]]]}'


def test_a_model_scored_in_python_answers_the_same(iris, iris_model, deployed):
    """Another front before the original: protocols, signature and queue are the same, Python only predicts."""
    served = {"kind": "python", "python": sys.executable, "script": str(ROOT / "dist" / "python" / "slipway_score.py"), "folder": str(iris_model / "model"), "root": str(iris_model), "env": dict(os.environ),
              "signature": {"inputs": [column(name, "double") for name in COLUMNS], "outputs": [], "params": []}}
    content = plan(iris_model / "unused", [])
    content["arms"][0]["served"] = served
    deployment = deployed(content)
    for body in SAME.values():
        theirs, ours = iris[0].invoke(body), deployment.invoke(body)
        assert (ours.status_code, ours.json().get("predictions")) == (theirs.status_code, theirs.json().get("predictions"))
    assert requests.post(f"{deployment.url}/v1/models/m:predict", json={"instances": [SETOSA, VIRGINICA]}, timeout=30).json() == {"predictions": [0, 2]}
    assert deployment.stop() == 0
    logged = deployment.traffic()
    assert len(logged) == len(SAME) + 1


def test_an_answer_that_is_still_being_read_is_finished(deployed, tmp_path):
    """A slow reader of a large answer, while the deployment ends."""
    deployment = deployed(plan(echo(tmp_path, TensorProto.DOUBLE), [column("x", "double")]))
    rows = 400_000
    answer = requests.post(f"{deployment.url}/invocations", json={"inputs": [0.123456789] * rows}, stream=True, timeout=30)
    deployment.process.send_signal(signal.SIGTERM)
    assert answer.json()["predictions"] == [0.123456789] * rows
    assert deployment.process.wait(timeout=20) == 0


def test_sigterm_under_load_loses_no_answer_and_logs_each_once(deployed, tmp_path):
    deployment = deployed(plan(echo(tmp_path, TensorProto.DOUBLE), [column("x", "double")]))
    enough = threading.Event()
    answered: dict[str, float] = {}
    refused: list[int] = []

    def ask(worker: int) -> None:
        with requests.Session() as session:
            for at in range(10_000):
                name = f"w{worker}-{at}"
                try:
                    answer = session.post(f"{deployment.url}/invocations", json={"inputs": [float(at)]}, headers={"X-Request-Id": name}, timeout=30)
                except requests.ConnectionError:
                    return
                if not answer.ok:
                    refused.append(answer.status_code)
                    return
                assert answer.json() == {"predictions": [float(at)]}
                assert answer.headers["x-request-id"] == name
                answered[name] = float(at)
                if len(answered) > 500:
                    enough.set()

    with ThreadPoolExecutor(8) as pool:
        workers = [pool.submit(ask, worker) for worker in range(8)]
        assert enough.wait(timeout=60)
        assert deployment.stop() == 0
        for worker in workers:
            worker.result()
    assert set(refused) <= {503}
    logged = [line for line in deployment.traffic() if line["outcome"] == "answered"]
    assert len(logged) == len({line["id"] for line in logged})
    assert {line["id"]: line["inputs"]["x"][0] for line in logged} == answered
    assert all(line["outputs"]["y"] == line["inputs"]["x"] and line["model"] == "m" and line["version"] == "3" and line["latency_ms"] > 0 for line in logged)


def test_refused_and_hung_up_requests_are_logged_too(deployed, tmp_path):
    deployment = deployed(plan(echo(tmp_path, TensorProto.DOUBLE), [column("x", "double")]))
    assert deployment.invoke({"inputs": ["a"]}).status_code == 400
    with socket.create_connection(("127.0.0.1", int(deployment.url.rsplit(":", 1)[1]))) as connection:
        connection.sendall(b"POST /invocations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
        # It has begun to read when it answers another.
        assert requests.get(f"{deployment.url}/health", timeout=30).ok
    assert deployment.invoke({"inputs": [1.0]}).ok
    assert deployment.stop() == 0
    assert sorted((line["outcome"], line["status"]) for line in deployment.traffic()) == [("answered", 200), ("hung_up", 499), ("refused", 400)]


def test_a_model_that_cannot_be_loaded_is_told(tmp_path):
    file = echo(tmp_path, TensorProto.DOUBLE)
    whole = file.read_bytes()
    truncated = tmp_path / "truncated.onnx"
    truncated.write_bytes(whole[: len(whole) // 2])
    pickled = tmp_path / "pickle.onnx"
    pickled.write_bytes(b"\x80\x04cos\nsystem\n(S'false'\ntR.")
    for name in ("truncated.onnx", "pickle.onnx", "nothing.onnx"):
        process = launch(tmp_path / "deployment", plan(tmp_path / name, [column("x", "double")]))
        _, said = process.communicate(timeout=30)
        assert process.returncode == 1
        assert f"{tmp_path / name} cannot be loaded" in said
    assert not (tmp_path / "deployment" / "process.json").exists()


def test_a_plan_that_cannot_be_followed_is_told(tmp_path):
    content = plan(echo(tmp_path, TensorProto.DOUBLE), [column("x", "double")])
    for wrong, told in (({"arms": []}, "/arms"), ({"host": "0.0.0.0"}, "loopback only"), ({"port": "a"}, "/port")):
        process = launch(tmp_path / "deployment", content | wrong)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 1
        assert told in said
