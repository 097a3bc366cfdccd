"""Promise: `slipway drift --method nannyml_…` scores every column as NannyML's own method does, on data of many sizes and kinds."""

import json
import subprocess
from pathlib import Path
from typing import Iterator

import pytest
from conftest import NODE, ROOT
from test_drift import by_name, drift, frame

NAMES = {"jensen_shannon": "jensen_shannon", "hellinger": "hellinger", "wasserstein": "wasserstein", "kolmogorov_smirnov": "ks", "chi2": "chi2", "l_infinity": "l_infinity"}
SIZES = [(10, 10), (60, 200), (1001, 500), (9999, 3000), (10_000, 12_000), (100_000, 20_000), (1_000_000, 30_000)]


@pytest.fixture(scope="module")
def nannyml() -> Iterator[subprocess.Popen]:
    """One process of the real NannyML, which starts once."""
    python = subprocess.run([NODE, ROOT / "scripts" / "nannyml.mjs"], capture_output=True, text=True, check=True).stdout.strip()
    with subprocess.Popen([python, Path(__file__).with_name("nannyml_drift_scores.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[1]}")
def test_scores(nannyml: subprocess.Popen, tmp_path: Path, size: tuple[int, int]) -> None:
    files = [tmp_path / "reference.parquet", tmp_path / "current.parquet"]
    for file, seed, rows, shift in zip(files, (1, 2), size, (0.0, 0.5)):
        frame(seed + sum(size), rows, shift).to_parquet(file, index=False)
    ours = {theirs: by_name(drift(*files, "--method", f"nannyml_{name}")) for theirs, name in NAMES.items()}
    types = {name: column["type"] for name, column in ours["jensen_shannon"].items() if column["type"] in ("num", "cat")}
    nannyml.stdin.write(json.dumps({"reference": str(files[0]), "current": str(files[1]), "columns": types}) + "\n")
    nannyml.stdin.flush()
    answer = json.loads(nannyml.stdout.readline())
    compared = 0
    for method, columns in answer.items():
        for name, score in columns.items():
            column = ours[method][name]
            if score is None:
                assert column["score"] is None or method in ("jensen_shannon", "hellinger"), (method, column)
                continue
            # A share of nothing that is left over by rounding makes NannyML's distances of equal samples some 1e-8.
            assert column["score"] == pytest.approx(score, rel=1e-6 if method == "chi2" else 1e-9, abs=3e-8 if method in ("jensen_shannon", "hellinger") else 1e-12), (method, column, score)
            assert column["drifted"] == (score < 0.05 if method == "chi2" else score > column["threshold"]), (method, column)
            compared += 1
    assert compared > 60
