"""Promise: a version is served by a graph only where the graph answers as the version's own predict does, else by the user's Python; either way
the answers are those of `mlflow models serve`. Real models of the real libraries, scored by what a deployment's front process scores with.
"""

import io
import json
import os
import pickle
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Iterator

import mlflow
import numpy
import pandas
import pytest
from conftest import NODE, ROOT
from lightgbm import LGBMClassifier
from mlflow.models import infer_signature
from mlflow.pyfunc.scoring_server import predictions_to_json
from skl2onnx import to_onnx
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from xgboost import XGBClassifier, XGBRegressor

IRIS = load_iris(as_frame=True)
DIABETES = load_diabetes(as_frame=True)
SPECIES = numpy.array(["setosa", "versicolor", "virginica"])
TYPES = {"f": "float64", "i": "int64", "b": "bool", "O": "string"}


class Preparing:
    """The Node process that prepares models, with one cache for all."""

    def __init__(self, root: Path):
        self.root = root
        program = root / "prepareModel.js"
        subprocess.run([str(ROOT / "node_modules/.bin/esbuild"), str(ROOT / "test/clients/prepareModel.ts"), "--bundle", "--platform=node", "--external:onnxruntime-node", f"--outfile={program}", "--log-level=warning"], check=True, cwd=ROOT)
        self.process = subprocess.Popen([NODE, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "NODE_PATH": str(ROOT / "node_modules")})

    def prepare(self, folder: Path, rows=None, python: str | None = sys.executable) -> dict:
        asked = {"folder": str(folder), "cache": str(self.root / "cache"), "dist": str(ROOT / "dist")}
        if python is not None:
            asked["python"] = python
        if rows is not None:
            asked["rows"] = rows if isinstance(rows, dict) else wire(rows)
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def save(self, name: str, flavor, model, data, **options) -> Path:
        """Saves a model as a run would log it, with its signature and five rows as its input example."""
        folder = self.root / name
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if isinstance(data, pandas.DataFrame):
                options.setdefault("signature", infer_signature(data, model.predict(data)))
            flavor.save_model(model, str(folder), input_example=data[:5], pip_requirements=["mlflow"], **options)
        return folder

    def close(self) -> None:
        self.process.stdin.close()
        assert self.process.wait(timeout=20) == 0


def wire(rows) -> dict:
    """Rows as the front process hands them to a model."""
    if isinstance(rows, numpy.ndarray):
        return {"rows": len(rows), "tensors": [{"name": "", "type": str(rows.dtype), "shape": rows.shape[1:], "data": rows.ravel().tolist()}]}
    return {"rows": len(rows), "tensors": [{"name": str(name), "type": TYPES[rows[name].dtype.kind] if rows[name].dtype.kind in TYPES else "string", "shape": [], "data": rows[name].tolist()} for name in rows.columns]}


def served_by_mlflow(predicted) -> list:
    """What `mlflow models serve` would put into "predictions"."""
    text = io.StringIO()
    predictions_to_json(predicted, text)
    return json.loads(text.getvalue())["predictions"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preparing]:
    preparing = Preparing(tmp_path_factory.mktemp("conversion"))
    yield preparing
    preparing.close()


def same(got: dict, expected, *, way: str) -> None:
    """The way that was taken, and the answers to both requests."""
    assert got.get("report", got).get("way") == way, got.get("report", got)
    wanted = served_by_mlflow(expected)
    for answer in got["answers"]:
        predictions = json.loads(answer)["predictions"]
        if isinstance(numpy.ravel(wanted)[0], (numpy.floating, float)) and not isinstance(wanted[0], dict):
            numpy.testing.assert_allclose(predictions, wanted, rtol=1e-4, atol=1e-5)
        else:
            assert predictions == wanted
            assert type(predictions[0]) is type(wanted[0])


def people() -> pandas.DataFrame:
    random = numpy.random.default_rng(0)
    return pandas.DataFrame({"age": random.integers(18, 80, 120), "income": random.normal(5e4, 2e4, 120).round(2), "plan": random.choice(["free", "pro", "team"], 120)})


def chooser(handle_unknown: str):
    """A pipeline with a column of text, and labels that are text."""
    rows = people()
    columns = ColumnTransformer([("numbers", StandardScaler(), ["age", "income"]), ("texts", OneHotEncoder(handle_unknown=handle_unknown), ["plan"])])
    return make_pipeline(columns, LogisticRegression()).fit(rows, numpy.where((rows.income > 5e4) ^ (rows.plan == "free"), "stays", "goes"))


def test_forest_with_text_labels(models: Preparing) -> None:
    """The classic: its graph is compared at thresholds too, and the second time nothing of Python is started."""
    forest = RandomForestClassifier(30, random_state=0).fit(IRIS.data, SPECIES[IRIS.target])
    folder = models.save("forest", mlflow.sklearn, forest, IRIS.data, serialization_format="cloudpickle")
    got = models.prepare(folder, IRIS.data)
    same(got, forest.predict(IRIS.data), way="converted")
    assert got["served"]["feed"] == "matrix" and got["served"]["classes"] == list(SPECIES) and got["served"]["missing"] is True
    assert got["report"]["rows"] > 261 and got["report"]["difference"] < 1e-6
    assert got["report"]["message"].startswith("It was converted to ONNX, which answers as the original on the 5 rows of the input example and ")
    again = models.prepare(folder, IRIS.data, python="/nowhere/python")
    assert again["report"] == {**got["report"], "cached": True} and again["said"] == [] and again["answers"] == got["answers"]


def test_regressor(models: Preparing) -> None:
    """Where predict refuses missing values, the served model says so."""
    model = GradientBoostingRegressor(n_estimators=20, random_state=0).fit(DIABETES.data, DIABETES.target)
    got = models.prepare(models.save("boosted", mlflow.sklearn, model, DIABETES.data, serialization_format="cloudpickle"), DIABETES.data)
    same(got, model.predict(DIABETES.data), way="converted")
    assert got["served"]["missing"] is False


def test_missing_values(models: Preparing) -> None:
    """Where predict takes them, the graph sends them the same ways."""
    rows = IRIS.data.mask(numpy.random.default_rng(0).random(IRIS.data.shape) < 0.2)
    model = HistGradientBoostingClassifier(max_iter=8).fit(rows, IRIS.target)
    folder = models.save("missing", mlflow.sklearn, model, IRIS.data, serialization_format="cloudpickle")
    sent = wire(rows)
    for tensor in sent["tensors"]:
        tensor["data"] = [None if numpy.isnan(value) else value for value in tensor["data"]]
    got = models.prepare(folder, sent)
    same(got, model.predict(rows), way="converted")
    assert got["served"]["missing"] is True


def test_pipeline_with_text(models: Preparing) -> None:
    """One input per column, texts among them, also such as the encoder never saw."""
    model = chooser("ignore")
    rows = people()
    rows.loc[0, "plan"] = "gold"
    got = models.prepare(models.save("chooser", mlflow.sklearn, model, people(), serialization_format="cloudpickle"), rows)
    same(got, model.predict(rows), way="converted")
    assert got["served"]["feed"] == "columns"


def test_conversion_that_differs(models: Preparing) -> None:
    """An encoder that refuses texts it never saw, which its graph would pass: Python answers, and says why it does."""
    model = chooser("error")
    got = models.prepare(models.save("strict", mlflow.sklearn, model, people(), serialization_format="cloudpickle"), people())
    same(got, model.predict(people()), way="python")
    assert "the original refuses a text that column plan never had" in got["report"]["message"]
    assert got["served"]["kind"] == "python"


def test_arrays(models: Preparing) -> None:
    """A signature of a tensor, of a model that refuses missing values."""
    rows = IRIS.data.to_numpy()
    model = LogisticRegression(max_iter=500).fit(rows, IRIS.target)
    got = models.prepare(models.save("arrays", mlflow.sklearn, model, rows, serialization_format="cloudpickle", signature=infer_signature(rows, model.predict(rows))), rows)
    same(got, model.predict(rows), way="converted")
    assert got["served"]["missing"] is False


@pytest.mark.parametrize("model", [XGBClassifier(n_estimators=8), XGBRegressor(n_estimators=8)], ids=["classifier", "regressor"])
def test_xgboost(models: Preparing, model) -> None:
    model.fit(IRIS.data, IRIS.target)
    got = models.prepare(models.save(type(model).__name__, mlflow.xgboost, model, IRIS.data), IRIS.data)
    same(got, model.predict(IRIS.data), way="converted")


def test_lightgbm(models: Preparing) -> None:
    model = LGBMClassifier(n_estimators=8, verbose=-1).fit(IRIS.data, SPECIES[IRIS.target])
    got = models.prepare(models.save("lightgbm", mlflow.lightgbm, model, IRIS.data), IRIS.data)
    same(got, model.predict(IRIS.data), way="converted")


def test_pytorch(models: Preparing) -> None:
    import torch

    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
    rows = IRIS.data.to_numpy("float32")
    folder = models.save("net", mlflow.pytorch, net, rows, serialization_format="pickle", signature=infer_signature(rows, net(torch.from_numpy(rows)).detach().numpy()))
    same(models.prepare(folder, rows), net(torch.from_numpy(rows)).detach().numpy(), way="converted")


SUMS = """
import mlflow

class Sums(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        print("what a model prints is no answer")
        return model_input.sum(axis=1)

mlflow.models.set_model(Sums())
"""


def test_pyfunc_of_ones_own(models: Preparing) -> None:
    """It answers with a Series, which mlflow's server makes records of."""
    folder = models.root / "own"
    (models.root / "sums.py").write_text(SUMS)
    mlflow.pyfunc.save_model(str(folder), python_model=str(models.root / "sums.py"), signature=infer_signature(IRIS.data), pip_requirements=["mlflow"])
    got = models.prepare(folder, IRIS.data)
    same(got, IRIS.data.sum(axis=1), way="python")
    assert got["report"]["message"] == "It is scored by Python, because no converter knows what its predict does."


def test_bare_pickle(models: Preparing) -> None:
    """The seed of it all: a model.pkl, and nothing beside it."""
    model = RandomForestRegressor(10, random_state=0).fit(IRIS.data, IRIS.target)
    (models.root / "model.pkl").write_bytes(pickle.dumps(model))
    got = models.prepare(models.root / "model.pkl", IRIS.data)
    same(got, model.predict(IRIS.data), way="converted")
    assert [one["name"] for one in got["served"]["signature"]["inputs"]] == list(IRIS.data.columns)


def test_bare_graph_with_a_zipmap(models: Preparing) -> None:
    """As skl2onnx leaves a classifier: probabilities become a tensor, without any Python."""
    model = LogisticRegression(max_iter=500).fit(IRIS.data, SPECIES[IRIS.target])
    rows = IRIS.data.to_numpy("float32")
    file = models.root / "zipped.onnx"
    file.write_bytes(to_onnx(model, rows[:1]).SerializeToString())
    got = models.prepare(file, rows, python=None)
    same(got, model.predict(rows), way="given")
    assert got["served"]["probabilities"] == "output_probability" and got["served"]["classes"] == list(SPECIES)
    assert got["served"]["signature"]["inputs"] == [{"name": "X", "type": "tensor", "dtype": "float32", "shape": [-1, 4], "required": True}]


def test_what_is_no_model(models: Preparing) -> None:
    """Each with a sentence that says what happened and what to do."""
    for name, content, said in (
        ("cut.onnx", b"\x08\x07\x12", "cut.onnx is no ONNX graph that can be run: "),
        ("cut.pkl", b"\x80\x04\x95nonsense", "cut.pkl is cut off, or no pickle (MemoryError). Register the version again from its file."),
        ("number.pkl", pickle.dumps(7), "it holds a int, which has no predict. Register the version again from its file."),
    ):
        (models.root / name).write_bytes(content)
        assert said in models.prepare(models.root / name)["problem"]
    (models.root / "lacking.pkl").write_bytes(b"\x80\x04cno_such_library\nModel\n.")
    assert "ModuleNotFoundError: No module named 'no_such_library'. Install what its requirements.txt names there" in models.prepare(models.root / "lacking.pkl")["problem"]
    assert models.prepare(models.root / "number.pkl", python=None)["problem"] == "Serving this model needs Python, and none was found. Say which with --python."
