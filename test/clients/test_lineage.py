"""Promise: what the unmodified client logs, registers and loads stands in lineage, from either end."""

import mlflow
import pytest
import requests
from conftest import Server
from mlflow import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)
COMMIT = "3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3"

Chain = dict[str, str]


def lineage(server: Server, node: str) -> dict:
    answer = requests.get(f"{server.url}/slipway/v1/lineage", params={"node": node}, headers=server.root_headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def edges(answer: dict) -> set[tuple[str, str]]:
    return {(edge["from"], edge["to"]) for edge in answer["edges"]}


@pytest.fixture
def chain(tracking: str, request: pytest.FixtureRequest) -> Chain:
    """A run on a dataset whose model was registered, called champion, loaded by that name and measured in another run. Ids of its nodes."""
    name = request.node.name.replace("_", "-")
    data = mlflow.data.from_pandas(FRAME.assign(target=TARGET, test=name.count("l")), targets="target", name="iris")
    with mlflow.start_run(tags={"mlflow.source.name": "train.py", "mlflow.source.git.commit": COMMIT}) as run:
        mlflow.log_input(data, context="training")
        logged = mlflow.sklearn.log_model(LogisticRegression(max_iter=500).fit(FRAME, TARGET), name="model", serialization_format="cloudpickle", registered_model_name=name)
    client = MlflowClient()
    client.set_registered_model_alias(name, "champion", "1")
    with mlflow.start_run() as judge:
        model = mlflow.pyfunc.load_model(f"models:/{name}@champion")
        # The client links a run to a model that it loaded with the first number that it logs of it.
        mlflow.log_metric("accuracy", float((model.predict(FRAME) == TARGET).mean()), model_id=model.metadata.model_id)
    return {
        "data": f"dataset:{data.digest}", "commit": f"commit:{COMMIT}", "source": "source:train.py", "run": f"run:{run.info.run_id}", "model": f"model:{logged.model_id}",
        "version": f"version:{name}/1", "alias": f"alias:{name}@champion", "judge": f"run:{judge.info.run_id}", "name": name,
    }


def links(chain: Chain) -> set[tuple[str, str]]:
    """From data and code to the alias."""
    to_run = {(chain[source], chain["run"]) for source in ("data", "commit", "source")}
    return to_run | {(chain["run"], chain["model"]), (chain["model"], chain["version"]), (chain["version"], chain["alias"])}


def test_the_whole_chain_stands_at_either_end(server: Server, chain: Chain):
    assert edges(lineage(server, chain["alias"])) == links(chain)
    # What came of a run is all that came of it: the run that loaded the model too.
    assert edges(lineage(server, chain["run"])) == links(chain) | {(chain["model"], chain["judge"])}
    assert edges(lineage(server, chain["data"])) == {link for link in links(chain) if link[0] not in (chain["commit"], chain["source"])} | {(chain["model"], chain["judge"])}


def test_a_run_that_loaded_a_model_comes_from_it(server: Server, chain: Chain):
    found = edges(lineage(server, chain["judge"]))
    assert {(chain["model"], chain["judge"]), (chain["run"], chain["model"]), (chain["data"], chain["run"])} <= found
    assert (chain["version"], chain["alias"]) not in found


def test_a_moved_alias_and_a_deleted_run_are_told_at_once(server: Server, chain: Chain):
    client = MlflowClient()
    client.create_model_version(chain["name"], source=f"models:/{chain['name']}/1")
    client.set_registered_model_alias(chain["name"], "champion", "2")
    client.delete_run(chain["run"].removeprefix("run:"))
    answer = lineage(server, chain["alias"])
    copy = f"version:{chain['name']}/2"
    assert {(chain["version"], copy), (copy, chain["alias"])} <= edges(answer)
    assert (chain["version"], chain["alias"]) not in edges(answer)
    assert {node["id"]: node["state"] for node in answer["nodes"]}[chain["run"]] == "deleted"


def test_nested_runs_come_from_their_parent(server: Server, tracking: str):
    with mlflow.start_run() as parent, mlflow.start_run(nested=True) as child:
        pass
    assert edges(lineage(server, f"run:{child.info.run_id}")) >= {(f"run:{parent.info.run_id}", f"run:{child.info.run_id}")}
