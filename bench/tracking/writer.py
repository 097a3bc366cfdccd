"""One of the eight client processes: `writer.py HOST PORT RUN COUNT LIMIT_S`, authorization on the first line of stdin.

Prints `ready`, waits for a line, logs COUNT values of `loss` one by one (value = step / 8), prints what was acknowledged as JSON.
"""

import json
import sys
import time

from connection import Connection


def main() -> None:
    host, port, run, count, limit = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    connection = Connection(host, port, sys.stdin.readline().strip() or None)
    requests = [
        connection.encode("POST", "/api/2.0/mlflow/runs/log-metric",
                          {"run_id": run, "key": "loss", "value": step / 8, "timestamp": 1_760_000_000_000 + step, "step": step})
        for step in range(count)]
    print("ready", flush=True)
    sys.stdin.readline()
    acknowledged, errors, times = [], [], []
    end = time.monotonic() + limit
    for step, request in enumerate(requests):
        begun = time.perf_counter()
        status, body = connection.exchange(request)
        now = time.perf_counter()
        times.append(now - begun)
        if status == 200:
            acknowledged.append(step)
        else:
            errors.append(f"{status}: {body[:200].decode(errors='replace')}")
        if time.monotonic() > end:
            break
    finished = time.monotonic()
    print(json.dumps({"acknowledged": acknowledged, "errors": errors, "times": times, "finished": finished}), flush=True)


if __name__ == "__main__":
    main()
