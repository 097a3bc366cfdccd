"""Promises about continuous training: an alert trains again with labelled traffic, the gate judges, a canary answers, and what is worse goes back by itself."""

import json
import os
import subprocess

import mlflow
import numpy as np
import pandas as pd
import pytest
import requests
from deployed import FRAME, PATIENCE, TARGET, Watched, until
from gate_project import GateProject

RANDOM = np.random.default_rng(11)
WIDTH, LENGTH = "petal width (cm)", "petal length (cm)"
# Training, a gate that loads two models, and a canary, one after the other.
LONG = 300
ROLLOUT = {"steps": [50], "hold_seconds": 1, "min_requests": 20}

TRAIN = """
import sys
import mlflow
import pandas as pd
from mlflow.models import infer_signature
from sklearn.ensemble import RandomForestClassifier

rows = pd.read_csv("train.csv")
if sys.argv[1:] and sys.argv[1] != "wrong":
    rows = pd.concat([rows, pd.read_parquet(sys.argv[1])])
features = rows.drop(columns="species")
truth = rows["species"].sample(frac=1, random_state=1).to_numpy() if sys.argv[1:] == ["wrong"] else rows["species"]
model = RandomForestClassifier(n_estimators=15, random_state=1).fit(features, truth)
with mlflow.start_run():
    mlflow.sklearn.log_model(model, name="model", registered_model_name="iris" if len(sys.argv) == 1 else None, signature=infer_signature(features, model.predict(features)), input_example=features.head(3), pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
"""


def shifted(rows: int) -> tuple[pd.DataFrame, np.ndarray]:
    """The two sensors of the petal are swapped, and give more: what the champion knows says little about it."""
    at = RANDOM.integers(0, len(FRAME), rows)
    frame = FRAME.iloc[at].reset_index(drop=True)
    return frame.assign(**{WIDTH: frame[LENGTH] + 1, LENGTH: frame[WIDTH] + 3}), TARGET.iloc[at].to_numpy()


def usual(rows: int) -> tuple[pd.DataFrame, np.ndarray]:
    at = RANDOM.integers(0, len(FRAME), rows)
    return FRAME.iloc[at].reset_index(drop=True), TARGET.iloc[at].to_numpy()


class Project(GateProject):
    def say(self, **parts) -> None:
        self.said = {"train": {"iris": {"command": "python train.py", "experiment": "gates"}}} | parts
        (self.root / "slipway.yaml").write_text(json.dumps(self.said))

    def api(self, path: str) -> dict:
        answer = requests.get(f"{self.server.url}/slipway/v1/{path}", headers=self.server.root_headers, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def retrainings(self, policy: str) -> list[dict]:
        return self.api(f"retrainings?policy={policy}")["retrainings"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("retraining")
    (root / "train.py").write_text(TRAIN)
    FRAME.assign(species=TARGET).to_csv(root / "train.csv", index=False)
    fresh, truth = shifted(200)
    fresh.assign(species=truth).to_csv(root / "fresh.csv", index=False)
    with Project(root) as made:
        made.say()
        ran = subprocess.run([made.python, "train.py"], cwd=root, env=os.environ | {"MLFLOW_TRACKING_URI": made.server.uri}, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        mlflow.MlflowClient().set_registered_model_alias("iris", "champion", "1")
        yield made


class Deployed(Watched):
    """A deployment that is watched and trained again, while clients go on asking."""

    def __init__(self, project: Project, name: str, policy: dict, gate: dict):
        super().__init__(project, name, {})
        project.say(
            gates={"iris": gate},
            monitors={name: {"deployment": name, "reference": "train.csv", "window": {"rows": 60}, "minimum_rows": 50, "quality": {"label": "species", "min": 0.9, "min_labels": 30}, "alerts": {"least": 1, "of": 1}}},
            retrain={name: {"monitor": name, "train": "iris", "rollout": ROLLOUT, "at_most": "1s"} | policy},
        )
        self.begin()
        said = project.slipway("retrain", "start", name, "--python", project.python)
        assert said.returncode == 0, said.stderr

    def answer(self, rows: int, labelled: bool = True, of=shifted) -> None:
        frame, truth = of(rows)
        ids = self.send(frame)
        if labelled:
            self.traffic.truth({"feedback": [{"id": id, "truth": int(one)} for id, one in zip(ids, truth)]})

    def last(self) -> dict | None:
        return next(iter(self.project.retrainings(self.name)), None)

    def while_asked(self, states: set[str], labelled: bool = True, of=shifted) -> dict:
        """Traffic goes on until the retraining has come so far."""
        def found() -> dict | None:
            last = self.last()
            if last is not None and last["state"] in states:
                return last
            self.answer(20, labelled, of)
            return None
        return until(found, self.last, LONG)

    def end(self) -> None:
        self.project.slipway("retrain", "stop", self.name)
        self.project.slipway("monitor", "remove", self.name)
        ended = self.project.slipway("undeploy", self.name)
        assert ended.returncode == 0, ended.stderr


@pytest.fixture(name="deploy")
def _deploy(project: Project):
    made: list[Deployed] = []

    def deploy(name: str, *, gate: dict | None = None, **policy) -> Deployed:
        made.append(Deployed(project, name, policy, gate or {"evaluation": {"data": "fresh.csv", "label": "species"}, "champion": {}, "signature": "compatible"}))
        return made[-1]

    yield deploy
    for one in made:
        one.end()
    mlflow.MlflowClient().set_registered_model_alias("iris", "champion", "1")


def champion() -> str:
    return mlflow.MlflowClient().get_model_version_by_alias("iris", "champion").version


def test_an_alert_leads_to_a_new_champion_that_is_right_again(deploy, project) -> None:
    deployed = deploy("decays", arguments="{labelled}", on=["realised_quality"], min_labels=50)
    deployed.answer(120)
    [alert] = [one for one in until(deployed.alerts) if one["kind"] == "realised_quality"]
    done = deployed.while_asked({"promoted", "failed", "rejected", "rolled_back"})
    assert done["state"] == "promoted", done["steps"]
    assert done["alert_id"] == alert["alert_id"] and done["why"].startswith("Accuracy is 0.") and done["labelled_rows"] >= 50
    assert [step["state"] for step in done["steps"]] == ["collecting", "training", "judging", "rolling_out", "rolling_out", "promoted"]
    assert "passed its gate" in done["steps"][3]["text"]
    assert champion() == done["version"]
    [arm] = [one for one in deployed.traffic.engine("")["deployment"]["arms"] if one["role"] == "champion"]
    assert arm["version"] == done["version"]
    # The labelled traffic was in its training: under the same names, with its label.
    frame, truth = shifted(300)
    right = [np.mean(mlflow.sklearn.load_model(f"models:/iris/{version}").predict(frame) == truth) for version in ("1", done["version"])]
    assert right[0] < 0.8 < 0.9 < right[1]

    def over() -> bool:
        deployed.answer(20)
        return all(one["state"] == "closed" for one in deployed.alerts() if one["kind"] == "realised_quality")

    until(over, deployed.monitor)
    said = project.slipway("retrain", "show", done["retraining_id"][:8])
    assert said.returncode == 0 and "is champion" in said.stdout


def test_a_candidate_that_is_worse_is_rolled_back_by_itself(deploy, project) -> None:
    # Its gate asks for nothing that would find it out.
    deployed = deploy("worse", arguments="wrong", on=[], gate={"signature": "present"}, rollout=ROLLOUT | {"min_requests": 5000, "hold_seconds": 600}, min_labels=0)
    begun = json.loads(project.slipway("retrain", "now", deployed.name, "--why", "to see", "--detach", "--json").stdout)
    assert begun["state"] == "collecting" and begun["why"] == "to see"
    done = deployed.while_asked({"promoted", "failed", "rejected", "rolled_back"}, of=usual)
    assert done["state"] == "rolled_back" and "worse" in done["steps"][-1]["text"], done["steps"]
    assert champion() == "1"
    assert [arm["version"] for arm in deployed.traffic.engine("")["deployment"]["arms"] if arm["role"] == "champion"] == ["1"]


def test_a_gate_that_stands_against_it_keeps_a_candidate_from_answering(deploy, project) -> None:
    deployed = deploy("rejected", arguments="wrong", on=[], min_labels=0, gate={"evaluation": {"data": "train.csv", "label": "species"}, "metrics": {"accuracy": {"min": 0.9}}})
    said = project.slipway("retrain", "now", deployed.name, "--json")
    done = json.loads(said.stdout)
    assert said.returncode == 1 and done["state"] == "rejected" and "accuracy" in done["steps"][-1]["text"], done["steps"]
    assert len(deployed.traffic.engine("")["deployment"]["arms"]) == 1 and champion() == "1"


def test_somebody_may_have_to_approve_and_may_veto(deploy, project) -> None:
    deployed = deploy("asked", on=[], min_labels=0, approve=True, gate={"signature": "present"})
    waiting = json.loads(project.slipway("retrain", "now", deployed.name, "--json").stdout)
    assert waiting["state"] == "waiting" and len(deployed.traffic.engine("")["deployment"]["arms"]) == 1
    said = project.slipway("retrain", "veto", waiting["retraining_id"], "--why", "not today", "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["state"] == "vetoed" and "not today" in json.loads(said.stdout)["steps"][-1]["text"]
    again = json.loads(project.slipway("retrain", "now", deployed.name, "--json").stdout)
    said = project.slipway("retrain", "approve", again["retraining_id"], "--json")
    assert said.returncode == 0, said.stderr
    assert deployed.while_asked({"promoted", "failed", "rolled_back"}, labelled=False)["state"] == "promoted"


def test_training_that_fails_says_why_and_changes_nothing(deploy, project) -> None:
    deployed = deploy("fails", arguments="nowhere.parquet", on=[], min_labels=0)
    said = project.slipway("retrain", "now", deployed.name, "--json")
    done = json.loads(said.stdout)
    assert said.returncode == 1 and done["state"] == "failed" and "nowhere.parquet" in done["steps"][-1]["text"]
    assert champion() == "1"
    said = project.slipway("retrain", "start", "nothing")
    assert said.returncode == 2 and 'no retrain policy "nothing"' in said.stderr


def test_a_candidate_is_a_shadow_before_it_answers_where_the_policy_says_so(deploy, project) -> None:
    deployed = deploy("shadowed", on=[], min_labels=0, gate={"signature": "present"}, shadow={"hold": "1s", "min_requests": 40}, approve=True)
    project.slipway("retrain", "now", deployed.name, "--detach")
    seen = deployed.while_asked({"shadowing", "failed", "rejected"}, labelled=False)
    assert seen["state"] == "shadowing", seen["steps"]
    waiting = deployed.while_asked({"waiting", "failed", "rolled_back"}, labelled=False)
    assert waiting["state"] == "waiting", waiting["steps"]
    assert "As a shadow it answered " in waiting["steps"][-1]["text"] and "said the same as the champion of" in waiting["steps"][-1]["text"]
    # It goes on getting copies, and nobody has got an answer of it.
    [arm] = [one for one in deployed.traffic.engine("")["deployment"]["arms"] if one["version"] == waiting["version"]]
    assert arm["role"] == "shadow" and arm["requests"] >= 40
    assert project.slipway("retrain", "approve", waiting["retraining_id"]).returncode == 0
    done = deployed.while_asked({"promoted", "failed", "rolled_back", "vetoed"}, labelled=False)
    assert done["state"] == "promoted" and champion() == done["version"], done["steps"]


def test_a_shadow_that_is_vetoed_gets_no_more_copies(deploy, project) -> None:
    deployed = deploy("unwanted", on=[], min_labels=0, gate={"signature": "present"}, shadow={"hold": "1h"})
    project.slipway("retrain", "now", deployed.name, "--detach")
    seen = deployed.while_asked({"shadowing", "failed", "rejected"}, labelled=False)
    until(lambda: deployed.last()["shadow_at"] is not None)
    assert project.slipway("retrain", "veto", seen["retraining_id"]).returncode == 0
    assert [arm["version"] for arm in deployed.traffic.engine("")["deployment"]["arms"]] == ["1"]


def test_new_data_starts_a_training_that_needs_no_labels(deploy, project) -> None:
    data = project.root / "versioned.csv"
    FRAME.assign(species=TARGET).to_csv(data, index=False)
    deployed = deploy("renewed", on=[], data="versioned.csv", gate={"signature": "present"})
    assert deployed.last() is None
    FRAME.assign(species=TARGET).sample(120, random_state=1).to_csv(data, index=False)
    # As data that was copied with its time is: at rest.
    os.utime(data, (0, 0))
    done = deployed.while_asked({"promoted", "failed", "rejected", "rolled_back"}, labelled=False)
    assert (done["state"], done["trigger"], done["why"]) == ("promoted", "data", "versioned.csv has changed."), done["steps"]
    assert done["labelled_rows"] == 0 and len(project.retrainings(deployed.name)) == 1


def test_nothing_that_somebody_says_while_a_step_is_taken_is_lost(deploy, project) -> None:
    deployed = deploy("hurried", arguments="nowhere.parquet", on=[], min_labels=0)
    begun = json.loads(project.slipway("retrain", "now", deployed.name, "--detach", "--json").stdout)
    server = project.server
    said = 0
    for _ in range(15):
        for what in ("pause", "resume"):
            answer = requests.post(f"{server.url}/slipway/v1/retrainings/{begun['retraining_id']}", json={"what": what}, headers=server.root_headers, timeout=PATIENCE)
            said += answer.ok
    done = until(lambda: (last := deployed.last())["ended_at"] is not None and last, deployed.last, LONG)
    assert said == 30 and [step["by"] for step in done["steps"]].count("person") == 30
    assert [step["state"] for step in done["steps"] if step["by"] == "rule"] == ["collecting", "training", "failed"], done["steps"]
