"""What NannyML and river say of the same data: run in their own environment (scripts/nannyml.mjs), as JSON lines from stdin to stdout.

    {"do": "concept", "detector": NAME, "options": {...}, "values": [...]}     -> {"warnings": [index], "drifts": [index]}
"""

import json
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

from river import drift


def concept(ask: dict) -> dict:
    makers = {"adwin": drift.ADWIN, "ddm": drift.binary.DDM, "eddm": drift.binary.EDDM, "page-hinkley": drift.PageHinkley, "kswin": drift.KSWIN}
    detector = makers[ask["detector"]](**ask["options"])
    warned, drifted = [], []
    for index, value in enumerate(ask["values"]):
        detector.update(value)
        if detector.drift_detected:
            drifted.append(index)
        elif getattr(detector, "warning_detected", False):
            warned.append(index)
    return {"warnings": warned, "drifts": drifted}


ANSWERS = {"concept": concept}


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        ask = json.loads(line)
        sys.stdout.write(json.dumps(ANSWERS[ask["do"]](ask)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
