"""Promise: experiments can be made, found, renamed, tagged, deleted and restored as with any MLflow server."""

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException


def test_the_default_experiment_is_there(tracking):
    default = mlflow.get_experiment("0")
    assert default.name == "Default" and default.lifecycle_stage == "active" and default.artifact_location == "mlflow-artifacts:/0"


def test_life_of_an_experiment(tracking):
    client = MlflowClient()
    made = client.create_experiment("life", tags={"a": "1"})
    client.set_experiment_tag(made, "b", "2")
    client.delete_experiment_tag(made, "a")
    client.rename_experiment(made, "second life")
    found = client.get_experiment_by_name("second life")
    assert found.experiment_id == made and found.tags == {"b": "2"}
    run = client.create_run(made)
    client.delete_experiment(made)
    assert client.get_experiment(made).lifecycle_stage == "deleted" and client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    with pytest.raises(MlflowException, match="must be in the 'active' state"):
        client.create_run(made)
    with pytest.raises(MlflowException) as told:
        client.create_experiment("second life")
    assert told.value.error_code == "RESOURCE_ALREADY_EXISTS"
    client.restore_experiment(made)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "active"


def test_names_are_unique_and_missing_ones_none(tracking):
    client = MlflowClient()
    client.create_experiment("only one")
    with pytest.raises(MlflowException, match="already exists") as told:
        client.create_experiment("only one")
    assert told.value.error_code == "RESOURCE_ALREADY_EXISTS"
    assert client.get_experiment_by_name("never") is None
    with pytest.raises(MlflowException, match="No Experiment with id=987654 exists"):
        client.get_experiment("987654")


def test_search_experiments(tracking):
    client = MlflowClient()
    made = [client.create_experiment(f"find-{i}", tags={"kind": "even" if i % 2 == 0 else "odd"}) for i in range(6)]
    client.delete_experiment(made[5])
    found = lambda text, **further: [one.name for one in client.search_experiments(filter_string=text, **further)]
    assert found("name LIKE 'find-%'", order_by=["name ASC"]) == [f"find-{i}" for i in range(5)]
    assert found("tags.kind = 'even' AND name ILIKE 'FIND%'", order_by=["name DESC"]) == ["find-4", "find-2", "find-0"]
    assert found("name LIKE 'find-%'", view_type=ViewType.DELETED_ONLY) == ["find-5"]
    page = client.search_experiments(filter_string="name LIKE 'find-%'", max_results=2, order_by=["name"])
    further = client.search_experiments(filter_string="name LIKE 'find-%'", max_results=9, order_by=["name"], page_token=page.token)
    assert [one.name for one in [*page, *further]] == [f"find-{i}" for i in range(5)] and not further.token
    with pytest.raises(MlflowException, match="Invalid attribute key 'nope'"):
        found("nope = 'x'")
