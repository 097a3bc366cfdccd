"""Promise: the unmodified client sees no difference between Slipway's model registry and that of a real `mlflow server`.

Tests that take `registry` run against both, with the same assertions; those that take `server` are about what only Slipway has.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator

import mlflow
import numpy
import pytest
import requests
from conftest import Server, is_up, start
from mlflow import MlflowClient
from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

# Stages are deprecated, and still asked for.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated since 2.9.0:FutureWarning")

START_SECONDS = 120
FEATURES, TARGET = load_iris(return_X_y=True)


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `mlflow server` on SQLite. Gives its address."""
    folder = tmp_path_factory.mktemp("peer")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")} | {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    process = subprocess.Popen(
        [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
         "--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder / "artifacts")],
        env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    # A server that never says that it is ready is ended, which ends the loop below.
    watchdog = threading.Timer(START_SECONDS, lambda: os.killpg(process.pid, signal.SIGKILL))
    watchdog.start()
    said = []
    for line in process.stdout:
        said.append(line)
        if is_up(said):
            break
    else:
        raise RuntimeError(f"mlflow server ended before it was ready: {''.join(said)}")
    watchdog.cancel()
    # Its log is read to the end, so that a full pipe never holds it up.
    reader = threading.Thread(target=process.stdout.read)
    reader.start()
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)
    reader.join(timeout=30)


@pytest.fixture(params=["slipway", "mlflow"])
def registry(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MlflowClient]:
    """The client of one of the two servers; `mlflow` itself points there too, in an experiment of the test's own."""
    uri = request.getfixturevalue("server").uri if request.param == "slipway" else request.getfixturevalue("peer")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment(re.sub(r"\W+", "-", request.node.nodeid))
    yield MlflowClient()
    while mlflow.active_run():
        mlflow.end_run()


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """A name for a model that no other test has."""
    return re.sub(r"\W+", "-", request.node.name)


def refused(call, *arguments, **named) -> MlflowException:
    with pytest.raises(MlflowException) as caught:
        call(*arguments, **named)
    return caught.value


def version_of(client: MlflowClient, name: str, source: str = "s3://bucket/model", **named) -> ModelVersion:
    """A version with a source that no server looks into; the model is made where there is none."""
    if not client.search_registered_models(f"name = '{name}'"):
        client.create_registered_model(name)
    return client.create_model_version(name, source, **named)


def logged_model(registered: str | None = None) -> tuple[LogisticRegression, object, str]:
    """A fitted model, what log_model says of it, and its run."""
    model = LogisticRegression(max_iter=200).fit(FEATURES, TARGET)
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(model, name="model", registered_model_name=registered, pip_requirements=["scikit-learn"])
    return model, info, run.info.run_id


def numbers(versions) -> list[int]:
    return [int(version.version) for version in versions]


# Registered models


def test_a_registered_model_comes_back_as_it_was_made(registry, name):
    made = registry.create_registered_model(name, tags={"team": "growth", "größe": "✓"}, description="Predicts churn")
    assert (made.name, made.description, made.tags) == (name, "Predicts churn", {"team": "growth", "größe": "✓"})
    found = registry.get_registered_model(name)
    assert (found.name, found.description, found.tags, found.aliases, found.latest_versions) == (name, "Predicts churn", {"team": "growth", "größe": "✓"}, {}, [])
    assert found.creation_timestamp == found.last_updated_timestamp == made.creation_timestamp


def test_a_name_is_taken_once(registry, name):
    registry.create_registered_model(name)
    error = refused(registry.create_registered_model, name)
    assert error.error_code == "RESOURCE_ALREADY_EXISTS" and error.message == f"RESOURCE_ALREADY_EXISTS: Registered Model (name={name}) already exists."


@pytest.mark.parametrize(("wrong", "message"), [
    ("a/b", "Invalid model name 'a/b'. Names cannot contain '/' or ':'."),
    ("a:b", "Invalid model name 'a:b'. Names cannot contain '/' or ':'."),
    ("..", "must not resolve to other names"),
    ("", "Registered model name cannot be empty"),
    ("  ", "Registered model name cannot be empty|Missing value for required parameter 'name'"),
])
def test_names_that_are_none_are_refused(registry, wrong, message):
    error = refused(registry.create_registered_model, wrong)
    assert error.error_code == "INVALID_PARAMETER_VALUE" and (message in error.message or re.search(message, error.message) or "Missing value" in error.message)


@pytest.mark.parametrize("call", [
    lambda client: client.get_registered_model("nobody"),
    lambda client: client.rename_registered_model("nobody", "somebody"),
    lambda client: client.update_registered_model("nobody", "x"),
    lambda client: client.delete_registered_model("nobody"),
    lambda client: client.set_registered_model_tag("nobody", "a", "b"),
    lambda client: client.delete_registered_model_tag("nobody", "a"),
    lambda client: client.delete_registered_model_alias("nobody", "a"),
    lambda client: client.get_model_version_by_alias("nobody", "a"),
    lambda client: client.get_latest_versions("nobody"),
    lambda client: client.create_model_version("nobody", "s3://bucket/model"),
])
def test_what_is_not_there_is_named(registry, call):
    error = refused(call, registry)
    assert (error.error_code, error.message) == ("RESOURCE_DOES_NOT_EXIST", "RESOURCE_DOES_NOT_EXIST: Registered Model with name=nobody not found")


@pytest.mark.parametrize("call", [
    lambda client, name: client.get_model_version(name, "7"),
    lambda client, name: client.update_model_version(name, "7", "x"),
    lambda client, name: client.delete_model_version(name, "7"),
    lambda client, name: client.set_model_version_tag(name, "7", "a", "b"),
    lambda client, name: client.delete_model_version_tag(name, "7", "a"),
    lambda client, name: client.transition_model_version_stage(name, "7", "Staging"),
    lambda client, name: client.set_registered_model_alias(name, "a", "7"),
    lambda client, name: client.get_model_version_download_uri(name, "7"),
])
def test_a_version_that_is_not_there_is_named(registry, name, call):
    version_of(registry, name)
    error = refused(call, registry, name)
    assert (error.error_code, error.message) == ("RESOURCE_DOES_NOT_EXIST", f"RESOURCE_DOES_NOT_EXIST: Model Version (name={name}, version=7) not found")


def test_a_rename_takes_everything_along(registry, name):
    version_of(registry, name, tags={"k": "v"})
    registry.set_registered_model_tag(name, "team", "growth")
    registry.set_registered_model_alias(name, "champion", "1")
    registry.create_registered_model(f"{name}-taken")
    error = refused(registry.rename_registered_model, name, f"{name}-taken")
    assert error.error_code == "RESOURCE_ALREADY_EXISTS" and f"Registered Model (name={name}-taken) already exists." in error.message
    registry.rename_registered_model(name, f"{name}-new")
    renamed = registry.get_registered_model(f"{name}-new")
    assert (renamed.name, renamed.tags, dict(renamed.aliases)) == (f"{name}-new", {"team": "growth"}, {"champion": "1"})
    assert registry.get_model_version_by_alias(f"{name}-new", "champion").tags == {"k": "v"}
    assert numbers(registry.search_model_versions(f"name = '{name}-new'")) == [1]
    assert refused(registry.get_registered_model, name).error_code == "RESOURCE_DOES_NOT_EXIST"
    registry.rename_registered_model(f"{name}-new", f"{name}-new")
    assert numbers(registry.search_model_versions(f"name = '{name}-new'")) == [1]


def test_a_description_is_changed_and_taken_away(registry, name):
    registry.create_registered_model(name, description="one")
    assert registry.update_registered_model(name, "two").description == "two"
    assert not registry.update_registered_model(name, "").description
    version = version_of(registry, name, description="first")
    assert version.description == "first"
    assert registry.update_model_version(name, "1", "second").description == "second"
    assert registry.get_model_version(name, "1").description == "second"


def test_a_deleted_model_leaves_its_name_free(registry, name):
    version_of(registry, name, tags={"k": "v"})
    registry.set_registered_model_alias(name, "champion", "1")
    registry.delete_registered_model(name)
    assert registry.search_model_versions(f"name = '{name}'") == [] and registry.search_registered_models(f"name = '{name}'") == []
    again = version_of(registry, name)
    assert again.version in ("1", 1) and again.tags == {} and registry.get_registered_model(name).aliases == {}


# Versions


def test_versions_are_counted_and_ready(registry, name):
    with mlflow.start_run() as run:
        pass
    first = version_of(registry, name)
    second = registry.create_model_version(name, "s3://bucket/other", run_id=run.info.run_id, run_link="https://example.org/run", tags={"k": "v", "n": 3}, description="d")
    assert [int(first.version), int(second.version)] == [1, 2]
    assert (first.status, first.current_stage, first.run_id, first.run_link, first.description, first.source) == ("READY", "None", "", "", "", "s3://bucket/model")
    found = registry.get_model_version(name, "2")
    assert (found.run_id, found.run_link, found.tags, found.description, found.source) == (run.info.run_id, "https://example.org/run", {"k": "v", "n": "3"}, "d", "s3://bucket/other")
    assert registry.get_model_version_download_uri(name, "2") == "s3://bucket/other"
    model = registry.get_registered_model(name)
    assert model.last_updated_timestamp == second.creation_timestamp and numbers(model.latest_versions) == [2]


def test_a_number_is_never_given_again(registry, name):
    for _ in range(3):
        version_of(registry, name)
    registry.set_registered_model_alias(name, "champion", "3")
    registry.delete_model_version(name, "3")
    assert refused(registry.get_model_version, name, "3").error_code == "RESOURCE_DOES_NOT_EXIST"
    assert refused(registry.get_model_version_by_alias, name, "champion").message.endswith("Registered model alias champion not found.")
    assert registry.get_registered_model(name).aliases == {} and numbers(registry.search_model_versions(f"name = '{name}'")) == [2, 1]
    assert int(version_of(registry, name).version) == 4


def test_many_versions_at_once_have_numbers_of_their_own(registry, name):
    registry.create_registered_model(name)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda at: registry.create_model_version(name, f"s3://bucket/{at}"), range(12)))
    assert sorted(numbers(made)) == list(range(1, 13))


@pytest.mark.parametrize(("source", "message"), [
    ("/etc/passwd", "To use a local path as a model version source, the run_id request parameter has to be specified"),
    ("file:///etc/passwd", "To use a local path as a model version source"),
    ("relative/model", "To use a local path as a model version source"),
    ("s3://bucket/a/../../b", "an absolute path must be provided without relative path references present"),
    ("s3://bucket/%2e%2e/b", "an absolute path must be provided without relative path references present"),
    ("mlflow-artifacts:/0/some-run/artifacts/model", "The run_id request parameter must identify the resource that contains the source."),
    ("runs:/some-run/model", "The run_id request parameter must identify the resource that contains the source."),
    ("models:/m-00000000000000000000000000000000", "The model_id request parameter must identify the resource that contains the source."),
    ("models:/", "The model_id request parameter must identify the resource that contains the source."),
])
def test_a_source_belongs_to_a_run_or_a_model(registry, name, source, message):
    registry.create_registered_model(name)
    error = refused(registry.create_model_version, name, source)
    assert error.error_code == "INVALID_PARAMETER_VALUE" and message in error.message
    assert registry.search_model_versions(f"name = '{name}'") == []


def test_a_source_inside_its_run_is_taken_and_one_of_another_run_is_not(registry, name):
    registry.create_registered_model(name)
    runs = []
    for _ in range(2):
        with mlflow.start_run() as run:
            mlflow.log_text("x", "model/file.txt")
        runs.append(run.info)
    inside = f"{runs[0].artifact_uri}/model"
    assert registry.create_model_version(name, inside, run_id=runs[0].run_id).source == inside
    assert registry.create_model_version(name, f"runs:/{runs[0].run_id}/model", run_id=runs[0].run_id).run_id == runs[0].run_id
    for source, run_id in [(inside, runs[1].run_id), (f"runs:/{runs[0].run_id}/model", runs[1].run_id), (inside, "0" * 32), (inside, None)]:
        assert "must identify the resource that contains the source" in refused(registry.create_model_version, name, source, run_id=run_id).message


def test_a_version_of_a_version_is_the_same_model(registry, name):
    version_of(registry, name, "s3://bucket/first")
    registry.set_registered_model_alias(name, "champion", "1")
    copy = registry.copy_model_version(f"models:/{name}@champion", f"{name}-prod")
    assert copy.source == f"models:/{name}/1" and registry.get_model_version_download_uri(f"{name}-prod", "1") == "s3://bucket/first"
    assert refused(registry.create_model_version, name, f"models:/{name}/9").error_code == "RESOURCE_DOES_NOT_EXIST"
    assert "Registered model alias nope not found." in refused(registry.create_model_version, name, f"models:/{name}@nope").message
    latest = registry.create_model_version(name, f"models:/{name}/latest")
    assert latest.source == f"models:/{name}/1"


# Tags


def test_tags_of_models_and_versions(registry, name):
    version_of(registry, name)
    registry.set_registered_model_tag(name, "a", "1")
    registry.set_registered_model_tag(name, "a", "2")
    registry.set_registered_model_tag(name, "b/c d.e-f", "")
    assert registry.get_registered_model(name).tags == {"a": "2", "b/c d.e-f": ""}
    registry.delete_registered_model_tag(name, "a")
    registry.delete_registered_model_tag(name, "never")
    assert registry.get_registered_model(name).tags == {"b/c d.e-f": ""}
    registry.set_model_version_tag(name, "1", "validated", "true")
    registry.set_model_version_tag(name, key="other", value=3, version="1")
    assert registry.get_model_version(name, "1").tags == {"validated": "true", "other": "3"}
    registry.delete_model_version_tag(name, "1", "validated")
    registry.delete_model_version_tag(name, "1", "never")
    assert registry.get_model_version(name, "1").tags == {"other": "3"}


@pytest.mark.parametrize(("key", "value", "message"), [
    ("k" * 251, "v", "'key' exceeds the maximum length of 250 characters"),
    ("k", "v" * 100_001, "'value' exceeds the maximum length of 100000 characters"),
    ("../k", "v", "This name would resolve to '../k'"),
    ("semi;colon", "v", "Names may only contain alphanumerics"),
])
def test_tags_have_limits(registry, name, key, value, message):
    version_of(registry, name)
    for call in (lambda: registry.set_registered_model_tag(name, key, value), lambda: registry.set_model_version_tag(name, "1", key, value)):
        error = refused(call)
        assert error.error_code == "INVALID_PARAMETER_VALUE" and message in error.message
    assert registry.get_registered_model(name).tags == {} and registry.get_model_version(name, "1").tags == {}


def test_the_longest_tag_is_kept_whole(registry, name):
    version_of(registry, name)
    registry.set_registered_model_tag(name, "k" * 250, "v" * 5_000)
    registry.set_model_version_tag(name, "1", "k" * 250, "v" * 100_000)
    assert registry.get_registered_model(name).tags == {"k" * 250: "v" * 5_000} and len(registry.get_model_version(name, "1").tags["k" * 250]) == 100_000


# Aliases


def test_an_alias_moves(registry, name):
    for _ in range(2):
        version_of(registry, name)
    registry.set_registered_model_alias(name, "champion", "1")
    registry.set_registered_model_alias(name, "9", "1")
    registry.set_registered_model_alias(name, "größter", "1")
    assert sorted(registry.get_model_version(name, "1").aliases) == ["9", "champion", "größter"]
    registry.set_registered_model_alias(name, "champion", "2")
    assert numbers([registry.get_model_version_by_alias(name, "champion")]) == [2]
    assert dict(registry.get_registered_model(name).aliases) == {"9": "1", "champion": "2", "größter": "1"}
    registry.delete_registered_model_alias(name, "champion")
    registry.delete_registered_model_alias(name, "champion")
    error = refused(registry.get_model_version_by_alias, name, "champion")
    assert (error.error_code, error.message) == ("INVALID_PARAMETER_VALUE", "INVALID_PARAMETER_VALUE: Registered model alias champion not found.")
    assert registry.get_model_version(name, "2").aliases == []


@pytest.mark.parametrize(("alias", "message"), [
    ("v9", "Version alias name 'v9' is reserved."),
    ("V9", "Version alias name 'V9' is reserved."),
    ("latest", "'latest' alias name (case insensitive) is reserved."),
    ("Latest", "'latest' alias name (case insensitive) is reserved."),
    ("a b", "Invalid alias name: 'a b'. Names may only contain alphanumerics, underscores (_), and dashes (-)."),
    ("a/b", "Invalid alias name: 'a/b'."),
    ("a" * 256, "'Registered model alias name' exceeds the maximum length of 255 characters"),
])
def test_aliases_that_read_as_something_else_are_refused(registry, name, alias, message):
    version_of(registry, name)
    error = refused(registry.set_registered_model_alias, name, alias, "1")
    assert error.error_code == "INVALID_PARAMETER_VALUE" and message in error.message
    assert registry.get_registered_model(name).aliases == {}


def test_latest_is_the_newest_of_all_stages(registry, name):
    for _ in range(3):
        version_of(registry, name)
    registry.transition_model_version_stage(name, "2", "Production")
    registry.transition_model_version_stage(name, "3", "Archived")
    assert numbers([registry.get_model_version_by_alias(name, "latest")]) == [3]
    registry.create_registered_model(f"{name}-empty")
    assert refused(registry.get_model_version_by_alias, f"{name}-empty", "latest").error_code == "RESOURCE_DOES_NOT_EXIST"


# Stages


def test_stages_and_what_they_archive(registry, name):
    for _ in range(3):
        version_of(registry, name)
    assert registry.transition_model_version_stage(name, "1", "staging").current_stage == "Staging"
    registry.transition_model_version_stage(name, "2", "Staging")
    assert sorted(numbers(registry.get_latest_versions(name))) == [2, 3] and numbers(registry.get_latest_versions(name, ["STAGING"])) == [2]
    moved = registry.transition_model_version_stage(name, "3", "Staging", archive_existing_versions=True)
    assert moved.current_stage == "Staging"
    assert {int(one.version): one.current_stage for one in registry.search_model_versions(f"name = '{name}'")} == {1: "Archived", 2: "Archived", 3: "Staging"}
    assert {int(one.version): one.current_stage for one in registry.get_registered_model(name).latest_versions} == {2: "Archived", 3: "Staging"}
    error = refused(registry.transition_model_version_stage, name, "3", "champion")
    assert error.error_code == "INVALID_PARAMETER_VALUE" and "Invalid Model Version stage: champion. Value must be one of None, Staging, Production, Archived." in error.message
    assert refused(registry.get_latest_versions, name, ["champion"]).error_code == "INVALID_PARAMETER_VALUE"


def test_only_active_stages_archive(tracking, name):
    # The same words as upstream, which sends them with status 500: there the client asks again and then tells of the retries only.
    version_of(MlflowClient(), name)
    error = refused(MlflowClient().transition_model_version_stage, name, "1", "None", archive_existing_versions=True)
    assert "Model version transition cannot archive existing model versions because 'None' is not an Active stage. Valid stages are ['Staging', 'Production']" in error.message


# Search


@pytest.fixture
def crowd(registry, name) -> str:
    """Four models under one prefix, which is given; the first has versions."""
    for at, (end, tags) in enumerate([("a", {"team": "growth"}), ("B", {"team": "Growth", "x": "1"}), ("c", {"x": "2"}), ("d", {})]):
        registry.create_registered_model(f"{name}-{end}", tags=tags)
        if at == 0:
            for version in range(1, 5):
                registry.create_model_version(f"{name}-a", f"s3://bucket/{version}", run_id=None if version < 3 else "r" * 32, tags={"n": str(version), "odd": str(version % 2)})
            registry.delete_model_version(f"{name}-a", "2")
    return name


@pytest.mark.parametrize(("clause", "expected"), [
    ("name LIKE '{}-%'", "Bacd"),
    ("name LIKE '{}-b'", ""),
    ("name ILIKE '{}-b'", "B"),
    ("name = '{}-a'", "a"),
    ("name != '{}-a' AND name LIKE '{}-%'", "Bcd"),
    ("name IN ('{}-a', '{}-d')", "ad"),
    ("name NOT IN ('{}-a', '{}-d') AND name LIKE '{}-%'", "Bc"),
    ("name LIKE '{}-%' AND tags.team = 'growth'", "a"),
    ("name LIKE '{}-%' AND tags.team ILIKE 'growth'", "Ba"),
    ("name LIKE '{}-%' AND tag.team != 'growth'", "B"),
    ("name LIKE '{}-%' AND tags.x = '1' AND tags.team = 'Growth'", "B"),
    ("attribute.name LIKE '{}-%' AND tags.`x` LIKE '%'", "Bc"),
])
def test_registered_models_are_found(registry, crowd, clause, expected):
    found = registry.search_registered_models(clause.replace("{}", crowd))
    assert [one.name.removeprefix(f"{crowd}-") for one in found] == list(expected)


@pytest.mark.parametrize(("order", "expected"), [
    (["name DESC"], "dcaB"),
    (["last_updated_timestamp ASC"], None),
    (["timestamp DESC", "name ASC"], None),
])
def test_registered_models_are_ordered(registry, crowd, order, expected):
    found = registry.search_registered_models(f"name LIKE '{crowd}-%'", order_by=order)
    if expected is None:
        times = [one.last_updated_timestamp for one in found]
        assert times == sorted(times, reverse="DESC" in order[0]) and len(times) == 4
    else:
        assert [one.name.removeprefix(f"{crowd}-") for one in found] == list(expected)


def test_pages_of_registered_models_and_versions(registry, crowd):
    names, token = [], None
    for _ in range(3):
        page = registry.search_registered_models(f"name LIKE '{crowd}-%'", max_results=2, page_token=token)
        names += [one.name.removeprefix(f"{crowd}-") for one in page]
        token = page.token
        if not token:
            break
    assert names == list("Bacd")
    page = registry.search_model_versions(f"name = '{crowd}-a'", max_results=2)
    rest = registry.search_model_versions(f"name = '{crowd}-a'", max_results=2, page_token=page.token)
    assert numbers(page) + numbers(rest) == [4, 3, 1] and not rest.token


@pytest.mark.parametrize(("clause", "expected"), [
    ("name = '{}-a'", [4, 3, 1]),
    ("name LIKE '{}%' AND version_number > 1", [4, 3]),
    ("name = '{}-a' AND version_number = 2", []),
    ("name = '{}-a' AND version_number >= '3'", [4, 3]),
    ("name = '{}-a' AND run_id = 'rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr'", [4, 3]),
    ("name = '{}-a' AND run_id IN ('rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr', 'x')", [4, 3]),
    ("name = '{}-a' AND source_path = 's3://bucket/1'", [1]),
    ("name = '{}-a' AND source_path LIKE 's3://%/3'", [3]),
    ("name = '{}-a' AND tags.odd = '1'", [3, 1]),
    ("name = '{}-a' AND tags.odd = '1' AND tags.n = '3'", [3]),
])
def test_versions_are_found(registry, crowd, clause, expected):
    assert numbers(registry.search_model_versions(clause.replace("{}", crowd))) == expected


def test_versions_are_ordered(registry, crowd):
    assert numbers(registry.search_model_versions(f"name = '{crowd}-a'", order_by=["version_number ASC"])) == [1, 3, 4]
    registry.update_model_version(f"{crowd}-a", "1", "touched")
    assert numbers(registry.search_model_versions(f"name = '{crowd}-a'")) == [1, 4, 3]
    assert numbers(registry.search_model_versions(f"name = '{crowd}-a'", order_by=["creation_timestamp DESC"])) == [4, 3, 1]


@pytest.mark.parametrize(("search", "clause", "order", "message"), [
    ("models", "description = 'x'", [], "Invalid attribute key 'description' specified. Valid keys are '{'name'}'"),
    ("models", "metrics.a > 1", [], "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')"),
    ("models", "name > 'a'", [], "Invalid comparator"),
    ("models", "name = 'a' OR name = 'b'", [], "Invalid clause(s) in filter string"),
    ("models", "", ["creation_time DESC"], "Invalid order by key 'creation_time' specified."),
    ("versions", "status = 'READY'", [], "Invalid attribute key 'status' specified."),
    ("versions", "source_path IN ('a')", [], "Only ['name', 'run_id'] attributes support comparison with a list of quoted string values."),
    ("versions", "", ["run_id DESC"], "'run_id' specified."),
])
def test_what_a_search_does_not_know_is_refused(registry, search, clause, order, message):
    call = registry.search_registered_models if search == "models" else registry.search_model_versions
    error = refused(call, clause, order_by=order)
    assert error.error_code == "INVALID_PARAMETER_VALUE" and message in error.message


def test_prompts_are_found_only_when_they_are_asked_for(registry, name):
    prompt = mlflow.genai.register_prompt(name=name, template="Summarise {{text}}", commit_message="first")
    assert (int(prompt.version), prompt.template) == (1, "Summarise {{text}}")
    mlflow.genai.set_prompt_alias(name, alias="live", version=1)
    assert mlflow.genai.load_prompt(f"prompts:/{name}@live").template == "Summarise {{text}}"
    assert registry.search_registered_models(f"name = '{name}'") == [] and registry.search_model_versions(f"name = '{name}'") == []
    assert [one.name for one in registry.search_registered_models(f"name = '{name}' AND tags.`mlflow.prompt.is_prompt` = 'true'")] == [name]
    assert [one.name for one in mlflow.genai.search_prompts(f"name = '{name}'")] == [name]
    error = refused(registry.create_registered_model, name)
    assert error.error_code == "RESOURCE_ALREADY_EXISTS" and "the name is already taken by a prompt" in error.message


# Models that are really there


def test_log_model_registers_and_every_uri_loads(registry, name):
    model, info, run_id = logged_model(name)
    _, newer, _ = logged_model(name)
    first = registry.get_model_version(name, "1")
    assert (first.run_id, first.source, first.status) == (run_id, f"models:/{info.model_id}", "READY")
    assert int(info.registered_model_version) == 1 and int(newer.registered_model_version) == 2
    registry.set_registered_model_alias(name, "champion", "1")
    registry.transition_model_version_stage(name, "1", "Staging")
    expected = model.predict(FEATURES)
    for uri in ("/1", "@champion", "/latest", "/Staging"):
        assert numpy.array_equal(mlflow.pyfunc.load_model(f"models:/{name}{uri}").predict(FEATURES), expected), uri
    assert mlflow.models.get_model_info(f"models:/{name}@champion").model_id == info.model_id
    linked = json.loads(mlflow.get_logged_model(info.model_id).tags["mlflow.modelVersions"])
    assert {(one["name"], int(one["version"])) for one in linked} == {(name, 1)}
    assert registry.get_model_version_download_uri(name, "1") == mlflow.get_logged_model(info.model_id).artifact_location


def test_a_model_of_a_run_is_registered_by_any_of_its_uris(registry, name):
    model, info, run_id = logged_model()
    by_run = mlflow.register_model(f"runs:/{run_id}/model", name)
    by_model = mlflow.register_model(f"models:/{info.model_id}", name, tags={"by": "id"})
    by_version = mlflow.register_model(f"models:/{name}/1", f"{name}-prod")
    assert [int(one.version) for one in (by_run, by_model, by_version)] == [1, 2, 1]
    assert by_run.run_id == by_model.run_id == run_id and by_model.tags == {"by": "id"}
    for uri in (f"models:/{name}/1", f"models:/{name}/2", f"models:/{name}-prod/1"):
        assert numpy.array_equal(mlflow.pyfunc.load_model(uri).predict(FEATURES), model.predict(FEATURES)), uri
    assert "Unable to find a logged_model" in refused(mlflow.register_model, f"runs:/{run_id}/other", name).message


def test_files_of_a_version_are_read_by_its_name(registry, name):
    _, info, _ = logged_model(name)
    address = f"{mlflow.get_tracking_uri()}/model-versions/get-artifact"
    found = requests.get(address, params={"name": name, "version": "1", "path": "MLmodel"}, timeout=20)
    assert found.status_code == 200 and f"model_id: {info.model_id}" in found.text
    assert found.headers["x-content-type-options"] == "nosniff" and "MLmodel" in found.headers["content-disposition"]
    said = [requests.get(address, params={"name": name, "version": "1"} | asked, timeout=20) for asked in ({"path": "../MLmodel"}, {"path": "MLmodel", "version": "9"}, {"path": "MLmodel", "name": "nobody"})]
    assert [(answer.status_code, answer.json()["error_code"]) for answer in said] == [
        (400, "INVALID_PARAMETER_VALUE"), (404, "RESOURCE_DOES_NOT_EXIST"), (404, "RESOURCE_DOES_NOT_EXIST")]
    # Upstream answers this one with a page.
    assert requests.get(address, params={"name": name, "version": "1"}, timeout=20).status_code == 400


def test_a_version_outlives_its_run_and_says_when_its_files_are_gone(registry, name, request):
    model, info, run_id = logged_model(name)
    registry.delete_run(run_id)
    assert registry.get_model_version(name, "1").run_id == run_id
    assert numpy.array_equal(mlflow.pyfunc.load_model(f"models:/{name}/1").predict(FEATURES), model.predict(FEATURES))
    location = mlflow.get_logged_model(info.model_id).artifact_location
    uri = mlflow.get_tracking_uri()
    gone = requests.delete(f"{uri}/api/2.0/mlflow-artifacts/artifacts/{location.removeprefix('mlflow-artifacts:/')}", timeout=20)
    assert gone.status_code == 200, gone.text
    assert registry.get_model_version(name, "1").status == "READY"
    with pytest.raises((MlflowException, OSError), match="MLmodel|[Nn]o such|not (be )?f(ound|ind)"):
        mlflow.pyfunc.load_model(f"models:/{name}/1")
    assert refused(mlflow.pyfunc.load_model, f"models:/{name}/9").error_code == "RESOURCE_DOES_NOT_EXIST"
    assert "Registered model alias nope not found." in refused(mlflow.pyfunc.load_model, f"models:/{name}@nope").message


# On the wire


def wire(url: str, headers: dict[str, str], prefix: str, calls) -> list[tuple[int, object]]:
    """Sends calls one after the other. Gives status and answer of each, without times and without what upstream adds to errors."""
    answers = []
    for method, path, body in calls:
        named = {"params": body} if method == "GET" else {"json": body}
        answer = requests.request(method, f"{url}{prefix}/2.0/mlflow{path}", headers=headers, timeout=20, **named)
        text = re.sub(r'"(creation_timestamp|last_updated_timestamp)":\s*\d+', r'"\1": 0', answer.text)
        content = json.loads(text)
        for added in ("sqlstate", "error_class"):
            content.pop(added, None)
        answers.append((answer.status_code, content))
    return answers


WIRE = [
    ("POST", "/registered-models/create", {"name": "m", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}),
    ("POST", "/registered-models/create", {"name": "m"}),
    ("POST", "/registered-models/create", {}),
    ("POST", "/registered-models/create", {"name": 3}),
    ("POST", "/registered-models/create", {"name": "  "}),
    ("POST", "/model-versions/create", {"name": "m", "source": "s3://b/x"}),
    ("POST", "/model-versions/create", {"name": "m"}),
    ("POST", "/model-versions/create", {"name": "m", "source": "models:/m/1"}),
    ("POST", "/model-versions/create", {"name": "m", "source": "models:/m/1", "run_id": "other"}),
    ("POST", "/model-versions/create", {"name": "m", "source": "runs:/abc/model", "run_id": "abc"}),
    ("POST", "/model-versions/create", {"name": "m", "source": "ssh://h/x", "description": "d", "run_link": "l", "tags": [{"key": "k", "value": "v"}]}),
    ("POST", "/registered-models/alias", {"name": "m", "alias": "9", "version": "1"}),
    ("POST", "/registered-models/alias", {"name": "m", "alias": "champion", "version": "1"}),
    ("POST", "/registered-models/alias", {"name": "m", "alias": "champion", "version": "x"}),
    ("POST", "/registered-models/alias", {"name": "m", "alias": "champion", "version": 1}),
    ("POST", "/registered-models/alias", {"name": "m", "alias": "champion"}),
    ("GET", "/registered-models/alias", {"name": "m", "alias": "champion"}),
    ("GET", "/registered-models/alias", {"name": "m", "alias": "LATEST"}),
    ("GET", "/registered-models/get", {"name": "m"}),
    ("GET", "/registered-models/search", {}),
    ("GET", "/model-versions/search", {}),
    ("GET", "/model-versions/search", {"max_results": 0}),
    ("GET", "/model-versions/search", {"filter": "version_number > 3", "order_by": "version_number ASC"}),
    ("GET", "/model-versions/get", {"name": "m", "version": "1"}),
    ("GET", "/model-versions/get", {"name": "m", "version": "x"}),
    ("POST", "/registered-models/get-latest-versions", {"name": "m"}),
    ("GET", "/registered-models/get-latest-versions", {"name": "m", "stages": ["None", "Production"]}),
    ("GET", "/model-versions/get-download-uri", {"name": "m", "version": "2"}),
    ("GET", "/model-versions/get-download-uri", {"name": "m"}),
    ("GET", "/model-versions/get-download-uri", {"version": "1"}),
    ("POST", "/model-versions/transition-stage", {"name": "m", "version": "1", "stage": "STAGING"}),
    ("POST", "/model-versions/transition-stage", {"name": "m", "version": "1"}),
    ("PATCH", "/model-versions/update", {"name": "m", "version": "1"}),
    ("PATCH", "/model-versions/update", {"name": "m", "version": "1", "description": "d"}),
    ("PATCH", "/registered-models/update", {"name": "m", "description": "d"}),
    ("PATCH", "/registered-models/update", {"name": "m"}),
    ("POST", "/model-versions/set-tag", {"name": "m", "version": "1", "key": "k"}),
    ("DELETE", "/model-versions/delete-tag", {"name": "m", "version": "1", "key": "zz"}),
    ("POST", "/registered-models/rename", {"name": "m"}),
    ("POST", "/registered-models/rename", {"name": "m", "new_name": "n"}),
    ("GET", "/registered-models/get", {"name": "n"}),
    ("DELETE", "/model-versions/delete", {"name": "n", "version": "1"}),
    ("DELETE", "/model-versions/delete", {"name": "n", "version": "1"}),
    ("GET", "/registered-models/get", {"name": "n"}),
    ("DELETE", "/registered-models/delete", {"name": "n"}),
    ("DELETE", "/registered-models/delete", {"name": "n"}),
]


@pytest.mark.parametrize("prefix", ["/api", "/ajax-api"])
def test_answers_on_the_wire_are_the_same(server: Server, peer: str, prefix):
    # Searches here have no filter: nothing of other tests may stand in their answers.
    mine = f"wire{prefix.replace('/', '-')}"
    calls = json.loads(json.dumps(WIRE).replace('"name": "m"', f'"name": "{mine}"').replace('"new_name": "n"', f'"new_name": "{mine}-n"').replace('"name": "n"', f'"name": "{mine}-n"').replace("models:/m/", f"models:/{mine}/"))
    for call in calls:
        if call[1].endswith("-models/search") or (call[1].endswith("-versions/search") and "max_results" not in call[2]):
            call[2]["filter"] = " AND ".join([f"name = '{mine}'", *([call[2]["filter"]] if "filter" in call[2] else [])])
    ours, theirs = wire(server.url, server.root_headers, prefix, calls), wire(peer, {}, prefix, calls)
    for call, our, their in zip(calls, ours, theirs, strict=True):
        assert our == their, call


# What only Slipway has


def audit(server: Server, name: str, **query) -> list[dict]:
    answer = requests.get(f"{server.url}/slipway/v1/registry/audit", params={"name": name, **query}, headers=server.root_headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()["entries"]


def call(server: Server, method: str, path: str, body: dict, headers: dict[str, str] | None = None) -> None:
    answer = requests.request(method, f"{server.url}/api/2.0/mlflow{path}", json=body, headers={**server.root_headers, **(headers or {})}, timeout=20)
    assert answer.status_code == 200, answer.text


def test_the_log_says_who_moved_which_alias_and_why(server: Server, tracking, name):
    client = MlflowClient()
    for _ in range(2):
        version_of(client, name)
    client.set_registered_model_alias(name, "champion", "1")
    client.set_model_version_tag(name, "2", "slipway.reason", "F1 0.91 against 0.88 on May's data")
    client.set_registered_model_alias(name, "champion", "2")
    assert client.get_model_version(name, "2").tags == {}, "a reason is good for one move"
    call(server, "POST", "/registered-models/alias", {"name": name, "alias": "champion", "version": "1"}, {"x-slipway-user": "ada", "x-slipway-reason": "zur%C3%BCck: 5 % Fehler"})
    client.delete_registered_model_alias(name, "champion")
    moves = [entry for entry in reversed(audit(server, name)) if entry["action"].startswith("alias")]
    assert [(entry.get("was"), entry.get("became"), entry["reason"]) for entry in moves] == [
        (None, "1", ""), ("1", "2", "F1 0.91 against 0.88 on May's data"), ("2", "1", "zur%C3%BCck: 5 % Fehler"), ("1", None, "")]
    assert [entry["action"] for entry in moves] == ["alias_set", "alias_set", "alias_set", "alias_deleted"]
    assert moves[2]["who"] == "ada" and moves[0]["who"] and moves[0]["client"].startswith("mlflow-python-client/")
    assert all(entry["alias"] == "champion" and entry["name"] == name for entry in moves)


def test_a_reason_may_be_in_any_language(server: Server, tracking, name):
    version_of(MlflowClient(), name)
    call(server, "POST", "/registered-models/alias", {"name": name, "alias": "champion", "version": "1"}, {"x-slipway-reason": "zur%C3%BCck %E2%9C%93"})
    assert audit(server, name)[0]["reason"] == "zurück ✓"


def test_two_clients_at_once_the_last_one_wins_and_both_are_logged(server: Server, tracking, name):
    client = MlflowClient()
    for _ in range(2):
        version_of(client, name)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: MlflowClient().set_registered_model_alias(name, "champion", str(at % 2 + 1)), range(16)))
    moves = [entry for entry in reversed(audit(server, name)) if entry["action"] == "alias_set"]
    assert len(moves) == 16 and sorted(entry["became"] for entry in moves) == ["1"] * 8 + ["2"] * 8
    assert [entry.get("was") for entry in moves] == [None, *[entry["became"] for entry in moves[:-1]]], "each move says what was there right before it"
    assert str(client.get_model_version_by_alias(name, "champion").version) == moves[-1]["became"]


def test_the_log_stays_when_the_model_is_renamed_and_deleted(server: Server, tracking, name):
    client = MlflowClient()
    version_of(client, name)
    client.set_registered_model_alias(name, "champion", "1")
    client.rename_registered_model(name, f"{name}-new")
    client.transition_model_version_stage(f"{name}-new", "1", "Production")
    client.delete_registered_model(f"{name}-new")
    expected = ["model_created", "version_created", "alias_set", "model_renamed", "stage_moved", "alias_deleted", "model_deleted"]
    for one in (name, f"{name}-new"):
        assert [entry["action"] for entry in reversed(audit(server, one))] == expected
    first = requests.get(f"{server.url}/slipway/v1/registry/audit", params={"name": name, "max_results": 4}, headers=server.root_headers, timeout=20).json()
    rest = audit(server, name, page_token=first["next_page_token"])
    assert [entry["action"] for entry in [*first["entries"], *rest]] == expected[::-1]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_route_changes_the_log_and_the_client_token_does_not_read_it(server: Server, method):
    url = f"{server.url}/slipway/v1/registry/audit"
    assert requests.request(method, url, json={"id": 1}, headers=server.root_headers, timeout=20).status_code == 404
    assert requests.get(url, headers={"Authorization": "Bearer client-token-of-the-tests"}, timeout=20).status_code == 403


def test_sigkill_loses_no_move_that_was_acknowledged(tmp_path, monkeypatch, name):
    running = start(tmp_path / "project" / ".slipway")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", running.uri)
    client = MlflowClient(running.uri)
    for version in range(1, 21):
        version_of(client, name)
        client.set_registered_model_alias(name, "champion", str(version))
    running.stop(signal.SIGKILL)
    running = start(running.store)
    try:
        client = MlflowClient(running.uri)
        assert dict(client.get_registered_model(name).aliases) == {"champion": "20"} and len(client.search_model_versions(f"name = '{name}'")) == 20
        assert len(audit(running, name)) == 1 + 20 + 20
    finally:
        assert running.stop() == 0


def test_files_on_this_machine_are_taken_only_from_inside_their_run(tmp_path, monkeypatch, name):
    """Where artifacts are not proxied, clients read and write them themselves: a source outside its run could be any file."""
    artifacts = tmp_path / "artifacts"
    running = start(tmp_path / "project" / ".slipway", "--default-artifact-root", str(artifacts))
    try:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", running.uri)
        mlflow.set_tracking_uri(running.uri)
        mlflow.set_experiment(name)
        model, info, run_id = logged_model(name)
        assert numpy.array_equal(mlflow.pyfunc.load_model(f"models:/{name}/1").predict(FEATURES), model.predict(FEATURES))
        run_folder = Path(mlflow.get_run(run_id).info.artifact_uri.removeprefix("file://"))
        model_folder = Path(mlflow.get_logged_model(info.model_id).artifact_location.removeprefix("file://"))
        run_folder.mkdir(parents=True, exist_ok=True)
        (run_folder / "link").symlink_to("/etc")
        client = MlflowClient()
        assert client.create_model_version(name, str(model_folder), model_id=info.model_id).run_id == run_id
        assert client.create_model_version(name, f"{run_folder}/model", run_id=run_id).source == f"{run_folder}/model"
        for source in ("/etc", f"{run_folder}/../..", f"{run_folder}/link/passwd", str(model_folder)):
            assert "To use a local path as a model version source" in refused(client.create_model_version, name, source, run_id=run_id).message, source
    finally:
        assert running.stop() == 0


def test_changes_are_told_live(server: Server, tracking, name):
    client = MlflowClient()
    with requests.get(f"{server.url}/slipway/v1/events", headers=server.root_headers, stream=True, timeout=20) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        next(line for line in lines if line.startswith("event: hello"))
        version_of(client, name)
        client.set_registered_model_alias(name, "champion", "1")
        client.delete_registered_model(name)
        told = []
        for line in lines:
            if line.startswith("data: ") and f'"name":"{name}"' in line:
                told.append(json.loads(line.removeprefix("data: ")))
                if told[-1]["change"] == "deleted":
                    break
    assert [notice["change"] for notice in told] == ["created", "version_created", "alias", "deleted"]
    assert told[2] == {"type": "registered_model", "name": name, "change": "alias", "alias": "champion", "version": "1"}


def test_mistakes_are_never_answered_with_a_status_that_clients_repeat(server: Server, tracking, name):
    client = MlflowClient()
    version_of(client, name)
    for method, path, body in [
        ("POST", "/model-versions/transition-stage", {"name": name, "version": "1", "stage": "None", "archive_existing_versions": True}),
        ("POST", "/model-versions/create", {"name": name, "source": "models:/m-0123", "model_id": "m-0123"}),
        ("GET", "/registered-models/search?order_by=name&order_by=name%20DESC", None),
        ("GET", "/registered-models/search?max_results=0", None),
    ]:
        answer = requests.request(method, f"{server.url}/api/2.0/mlflow{path}", json=body, headers=server.root_headers, timeout=20)
        assert answer.status_code in (400, 404) and answer.json()["message"], path
