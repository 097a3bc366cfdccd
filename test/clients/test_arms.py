"""Promise: several versions share one address, a bad one is taken back by itself, and nobody who asks loses an answer meanwhile."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import mlflow
import psutil
import pytest
import requests
from gate_project import GateProject
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier

FRAME, TARGET = load_iris(return_X_y=True, as_frame=True)
ROW = {"dataframe_split": FRAME.head(1).to_dict(orient="split")}
PATIENCE = 60
GOOD, OTHER, CONSTANT, RAISING = "iris/1", "iris/2", "iris/3", "iris/4"


class Raising(mlflow.pyfunc.PythonModel):
    """A model that loads, and fails on everything that it is asked."""

    def predict(self, context, model_input):
        raise ValueError("it does not know this flower")


class Deployed:
    """The deployment "iris" of a project, with the versions above."""

    def __init__(self, project: GateProject):
        self.project = project
        self.url = json.loads(self.slipway("deploy", GOOD, "--json").stdout)["url"]

    def slipway(self, *arguments: str, code: int = 0):
        said = self.project.slipway(*arguments, *(["--python", self.project.python] if arguments[0] == "deploy" else []))
        assert said.returncode == code, said.stderr
        return said

    @property
    def folder(self) -> Path:
        return self.project.root / ".slipway" / "deployments" / "iris"

    def stands(self) -> dict:
        """What the front says of its arms and its rollout, as the engine reads it."""
        return json.loads((self.folder / "arms.json").read_text())

    def arms(self) -> dict[str, dict]:
        listed = json.loads(self.slipway("ps", "--json").stdout)
        return {f"{arm['model']}/{arm['version']}": arm for arm in next(one for one in listed if one["name"] == "iris")["arms"]}

    def ask(self, count: int, key=None) -> list[str]:
        """The versions that have answered so many requests."""
        with requests.Session() as session:
            answers = [session.post(f"{self.url}/invocations", json=ROW, headers={} if key is None else {"x-slipway-key": key(number)}, timeout=PATIENCE) for number in range(count)]
        assert {answer.status_code for answer in answers} == {200}, answers[0].text
        return [answer.headers["x-slipway-version"] for answer in answers]

    def alone(self) -> None:
        """Back to the first version, and nothing else."""
        for arm, found in self.arms().items():
            if arm == GOOD and found["role"] != "champion":
                self.slipway("deploy", GOOD, "--name", "iris", "--as", "champion")
        for arm, found in self.arms().items():
            if arm != GOOD:
                model, version = arm.split("/")
                self.post("arms/remove", {"model": model, "version": version})

    def add(self, version: str, rollout: dict) -> None:
        """A canary that answers its first share when this returns."""
        project, (model, number) = self.project, version.split("/")
        added = self.post("arms", {"model": model, "version": number, "role": "challenger", "rollout": rollout, "root": str(project.root), "python": project.python, "env": project.environment()})
        assert added.ok, added.text
        until(lambda: self.arms()[version]["weight"] == rollout["steps"][0])

    def predicted(self, version: str) -> int:
        model, number = version.split("/")
        return mlflow.pyfunc.load_model(f"models:/{model}/{number}").predict(FRAME.head(1))[0]

    def labelled(self, count: int, truth) -> list[str]:
        """Asks for rows in turn and says what was true of each. Gives the versions that have answered."""
        rows = FRAME.to_dict(orient="records")
        with requests.Session() as session:
            versions, truths = [], []
            for number in range(count):
                self.sent = getattr(self, "sent", 0) + 1
                answer = session.post(f"{self.url}/invocations", json={"dataframe_records": [rows[number % len(rows)]]}, headers={"x-request-id": f"labelled-{self.sent}"}, timeout=PATIENCE)
                assert answer.status_code == 200, answer.text
                versions.append(answer.headers["x-slipway-version"])
                truths.append({"id": f"labelled-{self.sent}", "truth": truth(number % len(rows))})
            told = session.post(f"{self.url}/slipway/v1/feedback", json={"feedback": truths}, timeout=PATIENCE)
            assert told.status_code == 200 and told.json()["matched"] == count, told.text
        return versions

    def post(self, what: str, body: dict) -> requests.Response:
        server = self.project.server
        return requests.post(f"{server.url}/slipway/v1/deployments/iris/{what}", json=body, headers=server.root_headers, timeout=PATIENCE)


@pytest.fixture(name="shared", scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory):
    with GateProject(tmp_path_factory.mktemp("arms")) as project:
        signature = infer_signature(FRAME, RandomForestClassifier(n_estimators=2).fit(FRAME, TARGET).predict(FRAME))
        for model in (RandomForestClassifier(n_estimators=20, random_state=0), RandomForestClassifier(n_estimators=10, random_state=1), DummyClassifier(strategy="constant", constant=1)):
            with mlflow.start_run():
                mlflow.sklearn.log_model(model.fit(FRAME, TARGET), name="model", registered_model_name="iris", signature=signature, input_example=FRAME.head(3),
                                         pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
        with mlflow.start_run():
            mlflow.pyfunc.log_model(name="model", python_model=Raising(), registered_model_name="iris", signature=signature, pip_requirements=["mlflow"])
        deployed = Deployed(project)
        yield deployed
        deployed.slipway("undeploy", "iris")


@pytest.fixture(name="deployed")
def _deployed(shared: Deployed):
    yield shared
    shared.alone()


def until(found) -> None:
    """Waits for what another process brings about: each look asks it."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "it did not come"


class Asking:
    """Asks on four connections until the end of the block: every answer has to come, and be right."""

    def __init__(self, deployed: Deployed):
        self.deployed, self.versions, self.broken, self.over = deployed, [], [], threading.Event()
        self.threads = [threading.Thread(target=self.ask) for _ in range(4)]

    def ask(self) -> None:
        with requests.Session() as session:
            while not self.over.is_set():
                try:
                    answer = session.post(f"{self.deployed.url}/invocations", json=ROW, timeout=PATIENCE)
                    if answer.status_code == 200:
                        self.versions.append(answer.headers["x-slipway-version"])
                    else:
                        self.broken.append(answer.text)
                except requests.RequestException as error:
                    self.broken.append(str(error))

    def more(self, count: int) -> None:
        seen = len(self.versions)
        until(lambda: len(self.versions) >= seen + count or self.broken)

    def __enter__(self) -> "Asking":
        for thread in self.threads:
            thread.start()
        self.more(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
        assert self.broken == []


def test_a_challenger_answers_its_share(deployed: Deployed) -> None:
    said = deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "challenger", "--weight", "30")
    assert f"{OTHER} was added with 30 % of the requests." in said.stderr
    arms = deployed.arms()
    assert [(arms[one]["role"], arms[one]["weight"]) for one in (GOOD, OTHER)] == [("champion", 70), ("challenger", 30)]
    assert arms[GOOD]["pid"] != arms[OTHER]["pid"] and psutil.pid_exists(arms[OTHER]["pid"])
    versions = deployed.ask(600)
    # Six standard deviations of 600 draws.
    assert set(versions) == {GOOD, OTHER} and abs(versions.count(OTHER) - 180) < 68
    # The same key is answered by the same version, and stays when the share grows.
    before = deployed.ask(40, key=str)
    assert deployed.ask(40, key=str) == before
    deployed.slipway("traffic", "iris", "2=60")
    after = deployed.ask(40, key=str)
    assert all(now == OTHER for was, now in zip(before, after) if was == OTHER) and after.count(OTHER) > before.count(OTHER)
    # Who names a version gets it, whatever its share.
    named = requests.post(f"{deployed.url}/v2/models/iris/versions/1/infer", json={"inputs": [{"name": "x", "datatype": "FP64", "shape": [1, 4], "data": FRAME.head(1).values.ravel().tolist()}]}, timeout=PATIENCE)
    assert (named.status_code, named.json()["model_version"], named.headers["x-slipway-version"]) == (200, "1", GOOD)
    assert requests.get(f"{deployed.url}/v1/models/iris/labels/challenger", timeout=PATIENCE).json()["model_version_status"][0]["version"] == "2"


def test_a_shadow_is_compared_and_never_heard(deployed: Deployed) -> None:
    deployed.slipway("deploy", CONSTANT, "--name", "iris", "--as", "shadow")
    with requests.Session() as session:
        answer = session.post(f"{deployed.url}/invocations", json={"dataframe_split": FRAME.to_dict(orient="split")}, timeout=PATIENCE)
    assert answer.headers["x-slipway-version"] == GOOD and answer.json()["predictions"] == TARGET.tolist()
    # A third of the flowers are of the class that it always answers.
    until(lambda: deployed.arms()[CONSTANT]["agreement"] == {"rows": 150, "same": 50})
    assert set(deployed.ask(20)) == {GOOD}


def test_promotion_and_rollback_lose_nothing_and_take_effect_at_once(deployed: Deployed) -> None:
    deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "challenger", "--weight", "20")
    until(lambda: deployed.arms()[OTHER]["state"] == "ready")
    with Asking(deployed) as asking:
        deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "champion")
        assert set(deployed.ask(20)) == {OTHER}
        asking.more(100)
        arms = deployed.arms()
        assert (arms[OTHER]["role"], arms[OTHER]["weight"], arms[GOOD]["role"], arms[GOOD]["state"]) == ("champion", 100, "previous", "ready")
        said = deployed.slipway("rollback", "iris", "--why", "It was only a trial.")
        assert f"Rolled back to {GOOD}. It was only a trial." in said.stderr
        assert set(deployed.ask(20)) == {GOOD}
        asking.more(100)


def test_a_canary_that_fails_is_taken_back_and_nobody_pays_for_it(deployed: Deployed) -> None:
    with Asking(deployed) as asking:
        deployed.slipway("deploy", RAISING, "--name", "iris", "--as", "canary", "--steps", "50", "--hold", "600")
        until(lambda: (deployed.stands()["rollout"] or {}).get("state") == "rolled_back")
        asking.more(50)
    assert set(asking.versions) == {GOOD}
    stands = deployed.stands()
    assert stands["rollout"]["why"].startswith("It failed on ") and "5 % are allowed" in stands["rollout"]["why"]
    arm = deployed.arms()[RAISING]
    assert (arm["weight"], arm["role"]) == (0, "challenger") and arm["failures"] == arm["requests"] > 1 and "it does not know this flower" in arm["problem"]
    # Who asks for it by name hears what is wrong with it.
    refused = requests.post(f"{deployed.url}/v1/models/iris/versions/4:predict", json={"instances": FRAME.head(1).to_dict(orient="records")}, timeout=PATIENCE)
    assert refused.status_code == 400 and "it does not know this flower" in refused.text


def test_a_canary_that_holds_is_promoted_step_by_step(deployed: Deployed) -> None:
    with Asking(deployed) as asking:
        deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "canary", "--steps", "20,60", "--hold", "0", "--min-requests", "20")
        until(lambda: (deployed.stands()["rollout"] or {}).get("state") == "promoted")
        asking.more(50)
    assert [change["text"] for change in deployed.stands()["decisions"]][:3] == [
        f"{OTHER} was promoted. It held every step without more failures or delay than allowed.",
        f"{OTHER} gets 60 % of the requests, step 2 of 2.", f"{OTHER} gets 20 % of the requests, step 1 of 2."]
    assert deployed.arms()[OTHER]["role"] == "champion" and asking.versions[-1] == OTHER
    deployed.slipway("rollback", "iris")
    assert set(deployed.ask(20)) == {GOOD}


def test_two_in_the_morning(deployed: Deployed) -> None:
    """Ground truth says that the canary predicts worse: it is taken back, with the numbers, while nobody looks."""
    # Truth is to have the word here: on a busy machine one of two processes may be slow for reasons of its own.
    deployed.add(CONSTANT, {"steps": [50], "hold_seconds": 600, "max_latency_ratio": 1_000_000})
    rows = FRAME.to_dict(orient="records")
    with requests.Session() as session:
        for number in range(300):
            sent = session.post(f"{deployed.url}/invocations", json={"dataframe_records": [rows[number % 150]]}, headers={"x-request-id": f"night-{number}"}, timeout=PATIENCE)
            assert sent.status_code == 200, sent.text
        truths = [{"id": f"night-{number}", "truth": int(TARGET[number % 150])} for number in range(300)]
        # As often as one likes: the same truth counts once.
        for _ in range(2):
            told = session.post(f"{deployed.url}/slipway/v1/feedback", json={"feedback": truths}, timeout=PATIENCE)
            assert told.status_code == 200 and told.json()["accepted"] == 300, told.text
    until(lambda: (deployed.stands()["rollout"] or {}).get("state") == "rolled_back")
    rollout = deployed.stands()["rollout"]
    assert rollout["verdict"]["kind"] == "worse" and "It predicts worse than the champion: −" in rollout["why"] and "on 300 labelled rows, at an error rate of 5 %" in rollout["why"]
    assert set(deployed.ask(20)) == {GOOD}
    quality = deployed.arms()
    assert quality[GOOD]["quality"]["mean"] == 1 and quality[CONSTANT]["quality"]["mean"] < 0.6
    assert quality[GOOD]["quality"]["n"] + quality[CONSTANT]["quality"]["n"] == 300


def test_a_canary_is_compared_on_days_that_both_have_seen(deployed: Deployed) -> None:
    """The champion was right for long, before the world changed: that is no merit against a canary that came after it."""
    constant = int(deployed.predicted(CONSTANT))
    before = deployed.labelled(450, lambda row: int(TARGET[row]))
    assert set(before) == {GOOD}
    until(lambda: (deployed.arms()[GOOD]["quality"] or {"n": 0})["n"] >= 450)
    deployed.add(CONSTANT, {"steps": [50], "hold_seconds": 600, "max_latency_ratio": 1_000_000})
    # From now on the constant is right twice in three, and the champion once.
    seen = deployed.labelled(450, lambda row: constant if row % 3 else (constant + 1) % 3)
    assert set(seen) == {GOOD, CONSTANT}
    until(lambda: (deployed.stands()["rollout"] or {})["verdict"]["labelled"] == 450)
    rollout = deployed.stands()["rollout"]
    assert rollout["state"] == "running" and rollout["verdict"]["difference"] > 0.2, rollout
    good = deployed.arms()[GOOD]
    assert good["quality"]["n"] >= 450 + seen.count(GOOD) and good["quality"]["mean"] > 0.6 and good["compared"]["n"] == seen.count(GOOD) and good["compared"]["mean"] < 0.5


def test_a_challenger_whose_process_is_killed_costs_nobody_an_answer(deployed: Deployed) -> None:
    deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "challenger", "--weight", "50")
    until(lambda: deployed.arms()[OTHER]["state"] == "ready")
    with Asking(deployed) as asking:
        os.kill(deployed.arms()[OTHER]["pid"], signal.SIGKILL)
        asking.more(100)
        seen = len(asking.versions)
        until(lambda: OTHER in asking.versions[seen:])


def test_arms_outlive_their_front(deployed: Deployed) -> None:
    deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "canary", "--steps", "40,90", "--hold", "600")
    until(lambda: deployed.arms()[OTHER]["weight"] == 40)
    before = deployed.arms()[GOOD]["pid"]
    os.kill(before, signal.SIGKILL)
    until(lambda: deployed.arms()[GOOD]["pid"] not in (None, before))
    stands = deployed.stands()
    assert (stands["rollout"]["state"], stands["rollout"]["step"]) == ("running", 0)
    until(lambda: OTHER in deployed.ask(20))
    # A person has the last word: a rollout is over when somebody sets weights.
    deployed.slipway("traffic", "iris", "challenger=10")
    assert deployed.stands()["rollout"] is None and deployed.arms()[OTHER]["weight"] == 10


def test_what_does_not_fit_is_told(deployed: Deployed) -> None:
    deployed.slipway("deploy", OTHER, "--name", "iris", "--as", "challenger")
    for wrong, why in (
        (("traffic", "iris", "2=60", "1=60"), "The shares add up to 120 %"),
        (("traffic", "iris", "9=10"), 'iris has no arm "9"'),
        (("deploy", OTHER, "--name", "iris", "--as", "shadow"), "is challenger in iris already"),
        (("deploy", CONSTANT, "--name", "iris", "--as", "canary", "--steps", "50,20", "--python", deployed.project.python), "ascend"),
        (("deploy", CONSTANT, "--name", "iris", "--as", "shadow", "--hold", "3"), "go with --as canary"),
        (("deploy", "iris/9", "--name", "iris", "--as", "challenger"), "iris has no version 9"),
        (("rollback", "iris"), "nothing to roll back"),
    ):
        said = deployed.project.slipway(*wrong)
        assert said.returncode in (1, 2) and why in said.stderr, said.stderr
    assert deployed.post("arms/remove", {"model": "iris", "version": "1"}).json()["message"].startswith("iris/1 is the champion of iris.")
    assert deployed.slipway("traffic", "iris", "2=half", code=2).stderr
