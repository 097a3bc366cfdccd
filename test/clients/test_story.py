"""Promise: `npm start -- --story --headless` plays the story of 2 a.m. for real, and its numbers are the story's."""

import json
import subprocess

from conftest import NODE, ROOT


def test_a_model_decays_is_noticed_trained_again_and_rolled_out_and_a_bad_one_is_rolled_back() -> None:
    ran = subprocess.run([NODE, ROOT / "scripts" / "start.mjs", "--story", "--headless"], capture_output=True, text=True, check=False, timeout=900)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    numbers = json.loads(ran.stdout.splitlines()[-1])
    assert 0.92 < numbers["trained"] < 0.97
    # It was noticed before a label came, and by about as much as came true.
    assert numbers["estimated"] < 0.85 and abs(numbers["realised"] - 0.71) < 0.05
    assert numbers["first"] == "promoted" and numbers["recovered"] > 0.9
    assert numbers["second"] == "rolled_back" and "worse" in numbers["why"] and numbers["kept"] > 0.9
