"""Promise: clients of the Open Inference Protocol and of MLflow's scoring server, as their users install them, work with a deployment."""

import json
from typing import Iterator
from urllib.parse import urlsplit

import mlflow
import numpy as np
import pandas as pd
import pytest
import tritonclient.http as triton
from gate_project import GateProject
from mlflow.models import infer_signature
from mlflow.pyfunc.scoring_server.client import ScoringServerClient
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from tritonclient.utils import InferenceServerException

# Text goes in and comes out: BYTES both ways.
FRUIT = pd.DataFrame({"weight": [10.0, 12.5, 150.0, 155.25, 11.0, 160.0], "colour": ["rot", "grün", "rot", "grün", "", "rot"]})
KIND = np.array(["Beere", "Beere", "Äpfel", "Äpfel", "Beere", "Äpfel"])
MODEL = make_pipeline(ColumnTransformer([("colour", OneHotEncoder(handle_unknown="ignore"), ["colour"])], remainder="passthrough"), LogisticRegression(max_iter=1000)).fit(FRUIT, KIND)
BINARY = pytest.mark.parametrize("binary", [True, False], ids=["binary", "json"])


@pytest.fixture(scope="module", name="url")
def _url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`slipway deploy` of the pipeline."""
    with GateProject(tmp_path_factory.mktemp("clients")) as project:
        with mlflow.start_run():
            mlflow.sklearn.log_model(MODEL, name="model", registered_model_name="fruit", signature=infer_signature(FRUIT, MODEL.predict(FRUIT)), input_example=FRUIT,
                                     pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
        said = project.slipway("deploy", "fruit/1", "--json", "--python", project.python)
        assert said.returncode == 0, said.stderr
        yield json.loads(said.stdout)["url"]
        assert project.slipway("undeploy", "fruit").returncode == 0


@pytest.fixture(name="client")
def _client(url: str) -> Iterator[triton.InferenceServerClient]:
    with triton.InferenceServerClient(urlsplit(url).netloc, concurrency=4) as client:
        yield client


def inputs(frame: pd.DataFrame, binary: bool, shape: tuple[int, ...] = (-1,)) -> list[triton.InferInput]:
    """A tensor per column."""
    made = []
    for name, datatype, kind in (("weight", "FP64", np.float64), ("colour", "BYTES", np.object_)):
        values = frame[name].to_numpy().astype(kind).reshape(shape)
        made.append(triton.InferInput(name, list(values.shape), datatype))
        made[-1].set_data_from_numpy(values, binary_data=binary)
    return made


def labels(result: triton.InferResult, name: str | None = None) -> list[str]:
    """An output, the first if none is named; the client gives text as bytes when it came as such."""
    values = result.as_numpy(name or result.get_response()["outputs"][0]["name"])
    return [value.decode() if isinstance(value, bytes) else value for value in values]


def test_health_and_metadata(client):
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("fruit") and client.is_model_ready("fruit", "1")
    assert not client.is_model_ready("vegetable") and not client.is_model_ready("fruit", "2")
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    told = client.get_model_metadata("fruit")
    assert (told["name"], told["versions"]) == ("fruit", ["1"])
    assert [(one["name"], one["datatype"], one["shape"]) for one in told["inputs"]] == [("weight", "FP64", [-1]), ("colour", "BYTES", [-1])]
    assert told["outputs"][0]["datatype"] == "BYTES"


@BINARY
@pytest.mark.parametrize("shape", [(-1,), (-1, 1)], ids=["values", "columns"])
def test_tensors_are_answered_as_the_model_does(client, binary, shape):
    result = client.infer("fruit", inputs(FRUIT, binary, shape), request_id="mine-7")
    assert labels(result) == MODEL.predict(FRUIT).tolist()
    assert (result.get_response()["id"], result.get_response()["model_version"]) == ("mine-7", "1")


@BINARY
def test_outputs_are_given_as_they_are_asked_for(client, binary):
    label, probabilities = [one["name"] for one in client.get_model_metadata("fruit")["outputs"]]
    asked = [triton.InferRequestedOutput(probabilities, binary_data=binary), triton.InferRequestedOutput(label, binary_data=not binary)]
    result = client.infer("fruit", inputs(FRUIT, True), outputs=asked)
    assert labels(result, label) == MODEL.predict(FRUIT).tolist()
    assert np.abs(result.as_numpy(probabilities) - MODEL.predict_proba(FRUIT)).max() < 1e-5
    [only] = client.infer("fruit", inputs(FRUIT, True), outputs=asked[:1]).get_response()["outputs"]
    assert only["name"] == probabilities


def test_many_rows_many_requests_and_packed_ones(client):
    many = pd.concat([FRUIT] * 2000, ignore_index=True)
    expected = MODEL.predict(many).tolist()
    assert labels(client.infer("fruit", inputs(many, True))) == expected
    assert labels(client.infer("fruit", inputs(many, False), request_compression_algorithm="gzip")) == expected
    waiting = [client.async_infer("fruit", inputs(FRUIT.iloc[[at % 6]], True)) for at in range(60)]
    assert [labels(one.get_result())[0] for one in waiting] == MODEL.predict(FRUIT).tolist() * 10


@pytest.mark.parametrize("model, change, told", [
    ("vegetable", None, "vegetable"),
    ("fruit", triton.InferInput("weight", [6], "BYTES").set_data_from_numpy(np.array(["x"] * 6, dtype=np.object_)), "weight"),
    ("fruit", triton.InferInput("width", [6], "FP64").set_data_from_numpy(np.ones(6)), "weight"),
    ("fruit", triton.InferInput("weight", [5], "FP64").set_data_from_numpy(np.ones(5)), "rows"),
], ids=["model", "datatype", "name", "shape"])
def test_what_is_wrong_is_told(client, model, change, told):
    asked = inputs(FRUIT, True)
    if change is not None:
        asked[0] = change
    with pytest.raises(InferenceServerException, match=told):
        client.infer(model, asked)


def test_mlflows_own_client(url):
    address = urlsplit(url)
    client = ScoringServerClient(address.hostname, address.port)
    client.ping()
    assert client.get_version() == mlflow.__version__
    answer = client.invoke(FRUIT).get_predictions()
    assert answer.iloc[:, 0].tolist() == MODEL.predict(FRUIT).tolist()
