"""Steps that are measured: load on a server by load.mjs, and onnxruntime-node without any server."""

import json
import subprocess
from dataclasses import dataclass

import workload
from servers import HERE, NODE, Server, Setting
from surroundings import free_port
from wrong import Wrong


@dataclass(frozen=True)
class Sizes:
    rounds: int = 5
    one_seconds: float = 2.0
    many_seconds: float = 3.0
    batch_seconds: float = 2.0
    starts: int = 3
    many: int = 32
    #: Connections that send batches: one is answered while the next is on its way.
    batch_connections: int = 2


QUICK = Sizes(rounds=1, one_seconds=1.0, many_seconds=1.5, batch_seconds=1.0, starts=1)


def load(setting: Setting, port: int, protocol: str, model: str, rows: int, connections: int, seconds: float) -> dict[str, float]:
    """Every answer is held against the model's own. Returns p50 and p99 in ms, and requests per second."""
    requests = workload.write(setting.folder / "requests" / f"{protocol}-{model}-{rows}.json", setting.iris, protocol, model, rows)
    asked = {"port": port, "connections": connections, "seconds": seconds, "kind": workload.PROTOCOLS[protocol][1], "requests": str(requests)}
    said = subprocess.run([str(NODE), str(HERE / "load.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise Wrong(said.stderr.strip()[-500:])
    told = json.loads(said.stdout)
    if told["wrong"] > 0 or told["answers"] == 0:
        raise Wrong(f"{told['wrong']} wrong answers, {told['answers']} in all; the first wrong one: {told.get('example')}")
    return {"p50": told["p50"], "p99": told["p99"], "per_s": told["answers"] / told["seconds"]}


def single_rows(server: Server, sizes: Sizes) -> dict[str, float]:
    one = load(server.setting, server.port, server.protocol, server.model, 1, 1, sizes.one_seconds)
    many = load(server.setting, server.port, server.protocol, server.model, 1, sizes.many, sizes.many_seconds)
    return {f"{server.model}_one_p50_ms": one["p50"], f"{server.model}_many_per_s": many["per_s"], f"{server.model}_many_p99_ms": many["p99"]}


def batches(server: Server, sizes: Sizes) -> dict[str, float]:
    """Rows per second in batches, by protocol."""
    rates = {}
    for protocol in ("v2binary", "v2", "mlflow"):
        told = load(server.setting, server.port, protocol, server.model, workload.BATCH_ROWS, sizes.batch_connections, sizes.batch_seconds)
        rates[f"{server.model}_{protocol}_rows_per_s"] = told["per_s"] * workload.BATCH_ROWS
    return rates


def runtime_alone(setting: Setting, model: str, sizes: Sizes) -> dict[str, float]:
    """The same graph on the same rows, with nothing around it."""
    said = subprocess.run(
        [str(NODE), str(HERE / "runtimeAlone.mjs"), str(setting.models / model / "plan.json"), str(setting.models / "rows.json"), str(workload.BATCH_ROWS), str(sizes.batch_seconds)], capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise Wrong(said.stderr.strip()[-500:])
    return {f"{model}_alone_rows_per_s": json.loads(said.stdout)["rows_per_s"]}


def most(setting: Setting, sizes: Sizes) -> float:
    """Requests per second that the load generator gets out of a server that does nothing."""
    port = free_port()
    server = subprocess.Popen([str(NODE), str(HERE / "constant.mjs"), str(port)], stdout=subprocess.PIPE)
    try:
        # It says when it listens.
        server.stdout.readline()
        requests = workload.write(setting.folder / "requests" / "constant.json", setting.iris, "mlflow", "zero", 1)
        asked = {"port": port, "connections": sizes.many, "seconds": sizes.one_seconds, "kind": "mlflow", "requests": str(requests)}
        said = subprocess.run([str(NODE), str(HERE / "load.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=True)
        told = json.loads(said.stdout)
        return told["answers"] / told["seconds"]
    finally:
        server.kill()
        server.wait()
