"""Logs a thousand metrics a second for SLIPWAY_BENCH_SECONDS, as training scripts do: ten keys in one call, a hundred calls a second."""

import os
import sys
import time

import mlflow

seconds = float(os.environ["SLIPWAY_BENCH_SECONDS"])
mlflow.set_experiment("live")
with mlflow.start_run(run_name="before"):
    mlflow.log_metrics({f"metric {key}": 0.5 for key in range(10)}, step=0)
with mlflow.start_run(run_name="live"):
    values = lambda step: {f"metric {key}": 1 - 1 / (step + key + 2) for key in range(10)}
    mlflow.log_metrics(values(0), step=0)
    print("logged", flush=True)
    sys.stdin.readline()
    begun = time.perf_counter()
    step = 0
    while time.perf_counter() - begun < seconds:
        step += 1
        mlflow.log_metrics(values(step), step=step)
        time.sleep(max(0, begun + step / 100 - time.perf_counter()))
    print(f"rate {10 * step / (time.perf_counter() - begun):.0f}", flush=True)
