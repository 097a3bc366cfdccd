"""Promise: `mlflow.autolog()` on scikit-learn works end to end: params, metrics, models that load again, nested search runs."""

import mlflow
import mlflow.sklearn
import numpy
import pytest
from mlflow import MlflowClient
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV


@pytest.fixture
def autolog():
    mlflow.sklearn.autolog()
    yield
    mlflow.sklearn.autolog(disable=True)


def test_autolog_of_a_fit(tracking, autolog):
    features, target = load_iris(return_X_y=True)
    with mlflow.start_run() as run:
        model = RandomForestClassifier(n_estimators=5, random_state=0).fit(features, target)
        model.score(features, target)
    found = mlflow.get_run(run.info.run_id)
    assert found.data.params["n_estimators"] == "5" and found.data.metrics["training_accuracy_score"] > 0.9
    assert found.data.tags["estimator_name"] == "RandomForestClassifier"
    assert [dataset.tags[0].value for dataset in found.inputs.dataset_inputs if dataset.tags][:1] == ["train"]
    [output] = found.outputs.model_outputs
    loaded = mlflow.sklearn.load_model(f"models:/{output.model_id}")
    assert numpy.array_equal(loaded.predict(features), model.predict(features))


def test_autolog_of_a_grid_search_nests_its_runs(tracking, autolog):
    features, target = load_iris(return_X_y=True)
    with mlflow.start_run() as run:
        GridSearchCV(LogisticRegression(max_iter=200), {"C": [0.1, 1, 10]}, cv=2).fit(features, target)
    children = mlflow.search_runs([tracking], filter_string=f"tags.mlflow.parentRunId = '{run.info.run_id}'", output_format="list")
    assert sorted(child.data.params["C"] for child in children) == ["0.1", "1", "10"]
    assert all("mean_test_score" in child.data.metrics for child in children)
    assert "best_cv_score" in mlflow.get_run(run.info.run_id).data.metrics


def test_a_logged_model_is_found_tagged_and_loaded(tracking):
    features, target = load_iris(return_X_y=True)
    model = LogisticRegression(max_iter=200).fit(features, target)
    with mlflow.start_run() as run:
        mlflow.log_params({"C": 1.0})
        mlflow.log_metric("acc", 0.97)
        info = mlflow.sklearn.log_model(model, name="classifier", input_example=features[:2], params={"kind": "linear"})
    logged = mlflow.get_logged_model(info.model_id)
    assert str(logged.status) == "LoggedModelStatus.READY" or logged.status == "READY"
    assert logged.name == "classifier" and logged.source_run_id == run.info.run_id and logged.params["kind"] == "linear"
    mlflow.set_logged_model_tags(info.model_id, {"stage": "candidate"})
    assert mlflow.get_logged_model(info.model_id).tags["stage"] == "candidate"
    found = mlflow.search_logged_models([tracking], filter_string="name = 'classifier' AND params.kind = 'linear'", output_format="list")
    assert [one.model_id for one in found] == [info.model_id]
    for uri in (info.model_uri, f"models:/{info.model_id}", f"runs:/{run.info.run_id}/classifier"):
        assert numpy.array_equal(mlflow.pyfunc.load_model(uri).predict(features), model.predict(features))
    MlflowClient().delete_logged_model(info.model_id)
    assert mlflow.search_logged_models([tracking], output_format="list") == []


def test_metrics_of_a_model_stay_with_it(tracking):
    with mlflow.start_run():
        model = mlflow.create_external_model(name="external")
        mlflow.log_metric("f1", 0.5, step=1, model_id=model.model_id)
        mlflow.log_metrics({"f1": 0.7, "auc": 0.9}, step=2, model_id=model.model_id)
    assert {(metric.key, metric.value, metric.step) for metric in mlflow.get_logged_model(model.model_id).metrics} == {("f1", 0.5, 1), ("f1", 0.7, 2), ("auc", 0.9, 2)}
    best = mlflow.search_logged_models([tracking], filter_string="metrics.f1 > 0.6", order_by=[{"field_name": "metrics.f1", "ascending": False}], output_format="list")
    assert [one.model_id for one in best] == [model.model_id]


def test_datasets_are_inputs(tracking):
    import pandas

    frame = pandas.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
    dataset = mlflow.data.from_pandas(frame, source="https://example.org/data.csv", name="tiny", targets="y")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training")
        mlflow.log_input(dataset, context="training")
    [found] = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    assert found.dataset.name == "tiny" and found.dataset.digest == dataset.digest and found.tags[0].value == "training"
    matching = lambda text: len(mlflow.search_runs([tracking], filter_string=text, output_format="list"))
    assert matching("dataset.name = 'tiny' AND dataset.context = 'training'") == 1 and matching("datasets.digest IN ('nope')") == 0
