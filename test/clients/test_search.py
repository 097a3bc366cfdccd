"""Promise: `search_runs` understands MLflow's filter and order language, and pages through everything once."""

import math

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


@pytest.fixture
def runs(tracking):
    """Twelve runs: r00…r11, acc = i/10 (r10 NaN, r11 without), lr alternating, odd ones finished."""
    client = MlflowClient()
    for i in range(12):
        run = client.create_run(tracking, run_name=f"r{i:02}", start_time=1_000_000 + i)
        metrics = [] if i == 11 else [Metric("acc", math.nan if i == 10 else i / 10, 2_000_000, 0)]
        client.log_batch(run.info.run_id, metrics, [Param("lr", "0.1" if i % 2 else "0.01")], [RunTag("team", "Blue" if i < 6 else "red")])
        if i % 2:
            client.set_terminated(run.info.run_id, "FINISHED", 1_500_000 + i)
    return tracking


def names(experiment, text="", order=None, **further):
    return [run.info.run_name for run in mlflow.search_runs([experiment], filter_string=text, order_by=order or ["start_time ASC"], output_format="list", **further)]


@pytest.mark.parametrize(("text", "expected"), [
    ("metrics.acc > 0.7", "08 09"),
    ("metrics.acc >= 0.7 and metrics.acc < 0.9", "07 08"),
    ("metric.acc = 0.5", "05"),
    ("metrics.acc != 0.5", "00 01 02 03 04 06 07 08 09 10"),
    ("params.lr = '0.1' AND metrics.acc > 0.4", "05 07 09"),
    ('parameter."lr" = "0.01" and metrics.`acc` <= 0.2', "00 02"),
    ("tags.team LIKE 'B%'", "00 01 02 03 04 05"),
    ("tags.team LIKE 'b%'", ""),
    ("tags.team ILIKE 'b%' and params.lr LIKE '%.01'", "00 02 04"),
    ("tags.team != 'Blue'", "06 07 08 09 10 11"),
    ("tags.nope IS NULL and metrics.acc > 0.8", "09"),
    ("params.lr IS NOT NULL and attributes.run_name = 'r03'", "03"),
    ("status = 'FINISHED' and run_name ILIKE 'R0%'", "01 03 05 07 09"),
    ("attribute.status != 'FINISHED' and start_time >= 1000008", "08 10"),
    ("end_time > 1500006", "07 09 11"),
    ("run_name = 'r11'", "11"),
    ("tags.`mlflow.runName` = 'r02'", "02"),
    ("attributes.`Run name` = 'r02'", "02"),
    ("created < 1000002", "00 01"),
    ("metrics.nothing > 0", ""),
])
def test_filters(runs, text, expected):
    assert names(runs, text) == [f"r{number}" for number in expected.split()]


def test_run_ids_in_a_list(runs):
    chosen = mlflow.search_runs([runs], filter_string="metrics.acc > 0.75", output_format="list")
    ids = ", ".join(f"'{run.info.run_id}'" for run in chosen)
    assert sorted(names(runs, f"run_id IN ({ids})")) == ["r08", "r09"]
    assert len(names(runs, f"run_id NOT IN ({ids})")) == 10


@pytest.mark.parametrize(("order", "expected"), [
    (["metrics.acc DESC"], "09 08 07 06 05 04 03 02 01 00 10 11"),
    (["metrics.acc ASC"], "00 01 02 03 04 05 06 07 08 09 10 11"),
    (["params.lr DESC", "start_time DESC"], "11 09 07 05 03 01 10 08 06 04 02 00"),
    (["tags.`team`", "metrics.acc desc"], "05 04 03 02 01 00 09 08 07 06 10 11"),
    (["attributes.end_time DESC"], "11 09 07 05 03 01 10 08 06 04 02 00"),
    (["run_name DESC"], "11 10 09 08 07 06 05 04 03 02 01 00"),
])
def test_orders(runs, order, expected):
    assert names(runs, order=order) == [f"r{number}" for number in expected.split()]


def test_order_by_a_filtered_metric(runs):
    assert names(runs, "metrics.acc > 0.6", ["metrics.acc DESC"]) == ["r09", "r08", "r07"]
    assert names(runs, "metrics.acc < 0.3 and params.lr = '0.01'", ["metrics.acc ASC"]) == ["r00", "r02"]


def test_newest_first_without_an_order(runs):
    found = mlflow.search_runs([runs], output_format="list", max_results=3)
    assert [run.info.run_name for run in found] == ["r11", "r10", "r09"]


def test_pages_give_every_run_once(runs):
    client, token, seen = MlflowClient(), None, []
    while True:
        page = client.search_runs([runs], order_by=["metrics.acc DESC"], max_results=5, page_token=token)
        seen += [run.info.run_name for run in page]
        token = page.token
        if not token:
            break
    assert len(seen) == len(set(seen)) == 12


def test_deleted_runs_are_seen_on_request_only(runs):
    client = MlflowClient()
    victim = mlflow.search_runs([runs], filter_string="run_name = 'r04'", output_format="list")[0].info.run_id
    client.delete_run(victim)
    assert "r04" not in names(runs) and names(runs, run_view_type=ViewType.DELETED_ONLY) == ["r04"] and len(names(runs, run_view_type=ViewType.ALL)) == 12
    with pytest.raises(MlflowException, match="must be in the 'active' state. Current state is deleted."):
        client.log_metric(victim, "m", 1)
    client.restore_run(victim)
    assert "r04" in names(runs)


@pytest.mark.parametrize(("text", "message"), [
    ("metrics.acc > 0.5 OR metrics.acc < 0.1", "OR is not part of the language"),
    ("metrics.acc > 'high'", "Expected numeric value type for metric"),
    ("params.lr = 0.1", "Expected a quoted string value"),
    ("params.lr > '0.1'", "Invalid comparator '>' not one of"),
    ("acc > 0.5", "Invalid attribute key 'acc'.*metrics.acc"),
    ("model.acc > 0.5", "Invalid entity type 'model'"),
    ("metrics.acc >", "position 14 of the filter"),
    ("tags.team = 'Blue", "never closed"),
    ("metrics.acc IS NULL", "IS NULL / IS NOT NULL is only supported for tags and params"),
    ("run_name IN ('a')", r"Only \['run_id'\] attributes support"),
    ("metrics.acc > 0.1 metrics.acc < 0.5", "Invalid clause"),
    ("(metrics.acc > 0.1)", "Invalid comparison clause"),
])
def test_wrong_filters_say_where_and_what(runs, text, message):
    with pytest.raises(MlflowException, match=message) as told:
        names(runs, text)
    assert told.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("order", [["metrics.acc SIDEWAYS"], ["start_time", "start_time DESC"], ["nope.acc"], ["metrics."], ["acc"]])
def test_wrong_orders_are_refused(runs, order):
    with pytest.raises(MlflowException) as told:
        names(runs, order=order)
    assert told.value.error_code == "INVALID_PARAMETER_VALUE"
