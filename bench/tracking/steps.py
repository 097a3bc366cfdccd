"""The measured steps. Each takes a server, does its work once, checks that the server answered rightly, and returns figures.

Times are in seconds unless a name says otherwise; rates are per second. Every step is bounded in count, and in time where a slow
server would make the whole run too long: the rate then stands for what was done within the cap.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import runs
from connection import Connection
from servers import Server
from wrong import Wrong

_WRITER = Path(__file__).with_name("writer.py")


@dataclass(frozen=True)
class Sizes:
    """How much is done. The defaults are those of the table in the README."""

    rounds: int = 5
    metric_calls: int = 1000
    batch_calls: int = 100
    wide_calls: int = 20
    create_runs: int = 1000
    all_runs: int = 10_000
    search_calls: int = 20
    interval_calls: int = 10
    writers: int = 8
    writes: int = 500
    cap_s: float = 4.0
    create_cap_s: float = 12.0
    writers_cap_s: float = 10.0


QUICK = Sizes(rounds=2, metric_calls=200, batch_calls=20, wide_calls=5, create_runs=200, all_runs=1000, search_calls=5, interval_calls=4, writes=100,
              cap_s=2.0, create_cap_s=4.0, writers_cap_s=5.0)


@dataclass
class Filled:
    """What has been put into one server so far."""

    experiment: str
    created: int = 0
    history_runs: list[str] = field(default_factory=list)
    points: int = 0


def _capped(connection: Connection, requests: list[bytes], cap: float) -> list[float]:
    """Sends the requests one after the other until they or the time are used up; the seconds each took. Raises Wrong on anything but 200."""
    times = []
    end = time.perf_counter() + cap
    for request in requests:
        begun = time.perf_counter()
        status, body = connection.exchange(request)
        now = time.perf_counter()
        if status != 200:
            raise Wrong(f"answered {status}: {body[:300].decode(errors='replace')}")
        times.append(now - begun)
        if now > end:
            break
    return times


def _new_run(connection: Connection, experiment: str, name: str) -> str:
    answer = connection.post("runs/create", {"experiment_id": experiment, "run_name": name, "start_time": runs.EPOCH_MS})
    return answer["run"]["info"]["run_id"]


def begin(server: Server) -> Filled:
    """Makes the experiments: one for the 10,000 runs that are searched, everything else goes to the default one."""
    connection = server.connect()
    try:
        return Filled(connection.post("experiments/create", {"name": "searched"})["experiment_id"])
    finally:
        connection.close()


def log_metric(server: Server, filled: Filled, sizes: Sizes) -> dict[str, float]:
    """One value per call over one connection."""
    connection = server.connect()
    run = _new_run(connection, "0", "one by one")
    requests = [
        connection.encode("POST", "/api/2.0/mlflow/runs/log-metric",
                          {"run_id": run, "key": "loss", "value": 1 / (1 + step), "timestamp": runs.EPOCH_MS + step, "step": step})
        for step in range(sizes.metric_calls + 20)]
    _capped(connection, requests[:20], sizes.cap_s)
    times = _capped(connection, requests[20:], sizes.cap_s)
    connection.close()
    filled.points += len(times) + 20
    return {"log_metric_ms": median(times) * 1000, "log_metric_p99_ms": sorted(times)[int(len(times) * 0.99)] * 1000}


def create_runs(server: Server, filled: Filled, sizes: Sizes) -> dict[str, float]:
    """Runs with 10 params, 5 metrics and 3 tags: runs/create, then one log-batch."""
    connection = server.connect()
    first = filled.created
    begun = time.perf_counter()
    while filled.created - first < sizes.create_runs and time.perf_counter() - begun < sizes.create_cap_s:
        _create(connection, filled)
    wall = time.perf_counter() - begun
    connection.close()
    return {"create_runs_per_s": (filled.created - first) / wall}


def _create(connection: Connection, filled: Filled) -> None:
    made = runs.make(filled.created)
    answer = connection.post("runs/create", {"experiment_id": filled.experiment, "run_name": made.name(), "start_time": runs.EPOCH_MS + made.number})
    connection.post("runs/log-batch", {
        "run_id": answer["run"]["info"]["run_id"], "metrics": made.metrics(), "params": made.params(), "tags": made.tags()})
    filled.created += 1


def fill(server: Server, filled: Filled, sizes: Sizes) -> None:
    """Up to all runs, untimed: through the API, for mlflow straight into its file."""
    if server.name == "mlflow":
        runs.insert_into_mlflow(server.database, filled.experiment, filled.created, sizes.all_runs)
        filled.created = sizes.all_runs
        return
    connection = server.connect()
    while filled.created < sizes.all_runs:
        _create(connection, filled)
    connection.close()


def search(server: Server, filled: Filled, sizes: Sizes) -> dict[str, float]:
    """Filter on a metric and a param, ordered by a metric, first 100. The threshold moves from call to call, so no answer can be a kept one."""
    connection = server.connect()
    thresholds = [0.5 + call / 1000 for call in range(sizes.search_calls)]
    times = []
    end = time.perf_counter() + sizes.cap_s
    for threshold in thresholds:
        request = connection.encode("POST", "/api/2.0/mlflow/runs/search", {
            "experiment_ids": [filled.experiment], "filter": f"metrics.acc > {threshold} and params.lr = '0.01'",
            "order_by": ["metrics.acc DESC"], "max_results": 100})
        begun = time.perf_counter()
        status, body = connection.exchange(request)
        now = time.perf_counter()
        times.append(now - begun)
        names = [run["info"]["run_name"] for run in json.loads(body).get("runs", [])] if status == 200 else []
        if names != runs.expected(filled.created, threshold, "0.01")[:100]:
            raise Wrong(f"runs/search answered {status} with {len(names)} runs that are not the expected ones in the expected order")
        if now > end:
            break
    connection.close()
    return {"search_ms": median(times) * 1000}


def search_all(server: Server, filled: Filled) -> None:
    """Follows the page tokens of one search to its end: every matching run exactly once, in order."""
    connection = server.connect()
    names: list[str] = []
    query: dict[str, object] = {"experiment_ids": [filled.experiment], "filter": "metrics.acc > 0.5 and params.lr = '0.01'",
                                "order_by": ["metrics.acc DESC"], "max_results": 500}
    while True:
        answer = connection.post("runs/search", query)
        names += [run["info"]["run_name"] for run in answer.get("runs", [])]
        if not answer.get("next_page_token"):
            break
        query["page_token"] = answer["next_page_token"]
    connection.close()
    if names != runs.expected(filled.created, 0.5, "0.01"):
        raise Wrong(f"all pages of a search together hold {len(names)} runs that are not the expected ones in the expected order")


def batch_one_key(server: Server, filled: Filled, sizes: Sizes) -> dict[str, float]:
    """log_batch of 1,000 consecutive steps of one key, on a run of its own: the history that is read later."""
    connection = server.connect()
    run = _new_run(connection, "0", "one key")
    requests = [
        connection.encode("POST", "/api/2.0/mlflow/runs/log-batch", {"run_id": run, "metrics": [
            {"key": "loss", "value": 1 / (1 + step), "timestamp": runs.EPOCH_MS + step * 50, "step": step}
            for step in range(call * 1000, (call + 1) * 1000)]})
        for call in range(sizes.batch_calls)]
    # Never cut short: the history step needs all of it.
    times = _capped(connection, requests, 600.0)
    connection.close()
    filled.history_runs.append(run)
    filled.points += len(times) * 1000
    return {"one_key_rows_per_s": len(times) * 1000 / sum(times)}


def batch_wide(server: Server, filled: Filled, sizes: Sizes) -> dict[str, float]:
    """log_batch of 1,000 metrics: 100 keys with 10 steps each."""
    connection = server.connect()
    run = _new_run(connection, "0", "hundred keys")
    requests = [
        connection.encode("POST", "/api/2.0/mlflow/runs/log-batch", {"run_id": run, "metrics": [
            {"key": f"layer/{key:02d}/norm", "value": key + step / 1000, "timestamp": runs.EPOCH_MS + step * 50, "step": step}
            for step in range(call * 10, (call + 1) * 10) for key in range(100)]})
        for call in range(sizes.wide_calls)]
    times = _capped(connection, requests, sizes.cap_s)
    connection.close()
    filled.points += len(times) * 1000
    return {"wide_rows_per_s": len(times) * 1000 / sum(times)}


def history(server: Server, filled: Filled, sizes: Sizes, number: int) -> dict[str, float]:
    """The whole history of one metric in one answer; then 320 points spread over it, as a chart asks for."""
    connection = server.connect()
    run = filled.history_runs[number]
    whole = connection.encode("GET", f"/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key=loss")
    begun = time.perf_counter()
    status, body = connection.exchange(whole)
    figures = {"history_s": time.perf_counter() - begun}
    if status != 200:
        raise Wrong(f"metrics/get-history answered {status}: {body[:300].decode(errors='replace')}")
    points = {int(point["step"]): float(point["value"]) for point in json.loads(body)["metrics"]}
    wanted = sizes.batch_calls * 1000
    if len(points) != wanted or any(points.get(step) != 1 / (1 + step) for step in range(wanted)):
        raise Wrong(f"a history of {wanted} points came back with {len(points)} steps, or with other values")
    if server.has_interval:
        spread = connection.encode("GET", f"/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids={run}&metric_key=loss&max_results=320")
        times = _capped(connection, [spread] * sizes.interval_calls, sizes.cap_s)
        status, body = connection.exchange(spread)
        steps = [int(point["step"]) for point in json.loads(body)["metrics"]]
        if not 300 <= len(steps) <= 325 or steps[0] != 0 or steps[-1] != wanted - 1:
            raise Wrong(f"320 points of {wanted} came back as {len(steps)}, from step {steps[:1]} to {steps[-1:]}")
        figures["interval_ms"] = median(times) * 1000
    connection.close()
    return figures


def many_writers(server: Server, filled: Filled, sizes: Sizes) -> dict[str, float]:
    """Eight processes at once, each with a run of its own, one value per call; then every acknowledged value is looked for."""
    connection = server.connect()
    ids = [_new_run(connection, "0", f"writer {number}") for number in range(sizes.writers)]
    connection.close()
    children = [
        subprocess.Popen([sys.executable, str(_WRITER), "127.0.0.1", str(server.port), run, str(sizes.writes), str(sizes.writers_cap_s)],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for run in ids]
    try:
        for child in children:
            assert child.stdin and child.stdout
            child.stdin.write(f"{server.authorization() or ''}\n")
            child.stdin.flush()
        for child in children:
            assert child.stdout
            if child.stdout.readline() != "ready\n":
                raise Wrong("a writer did not get ready")
        begun = time.monotonic()
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        results = []
        for child in children:
            assert child.stdout
            results.append(json.loads(child.stdout.readline()))
    finally:
        for child in children:
            child.kill()
            child.wait()
    errors = [error for result in results for error in result["errors"]]
    missing = 0
    # A connection of its own: mlflow closes one that was silent for five seconds.
    connection = server.connect()
    for run, result in zip(ids, results, strict=True):
        answer = connection.get("metrics/get-history", {"run_id": run, "metric_key": "loss"})
        stored = {int(point["step"]): float(point["value"]) for point in answer.get("metrics", [])}
        missing += sum(stored.get(step) != step / 8 for step in result["acknowledged"])
    connection.close()
    if errors or missing:
        raise Wrong(f"{len(errors)} errors ({errors[:1]}), {missing} acknowledged values missing")
    acknowledged = sum(len(result["acknowledged"]) for result in results)
    filled.points += acknowledged
    times = sorted(value for result in results for value in result["times"])
    return {"writers_per_s": acknowledged / (max(result["finished"] for result in results) - begun),
            "writers_p99_ms": times[int(len(times) * 0.99)] * 1000}
