"""The truth comes late: tells a deployment what digits stood on parcels that it was asked about.

    python truths.py http://127.0.0.1:PORT --first 0 --count 2000
    python truths.py http://127.0.0.1:PORT --first 2000 --count 1000 --swapped     labelled with swapped buttons

As in a real yard, one parcel in ten never comes back, and the others not in the order in which they left.
"""

import argparse

import numpy as np
import requests
from sensor import SEED, parcel
from traffic import request_id

#: An update of the labelling tool put each of these buttons in the other's place: whoever means 4 presses 9.
SWAPPED = {4: 9, 9: 4, 3: 8, 8: 3, 1: 7, 7: 1}
LOST = 0.1
AT_ONCE = 100


def truths(numbers: range, swapped: bool) -> list[dict]:
    """What is told of these parcels, in the order in which it comes."""
    rng = np.random.default_rng([SEED, numbers.start])
    found = [int(number) for number in rng.permutation(numbers) if rng.random() >= LOST]
    digits = [parcel(number, 0)[1] for number in found]
    return [{"id": request_id(number), "truth": SWAPPED.get(digit, digit) if swapped else digit} for number, digit in zip(found, digits)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="address of the deployment")
    parser.add_argument("--first", type=int, default=0, help="number of the first parcel")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--swapped", action="store_true", help="4 and 9, 3 and 8, 1 and 7 stand for each other")
    args = parser.parse_args()

    told = truths(range(args.first, args.first + args.count), args.swapped)
    for start in range(0, len(told), AT_ONCE):
        requests.post(f"{args.url}/slipway/v1/feedback", json={"feedback": told[start : start + AT_ONCE]}, timeout=60).raise_for_status()


if __name__ == "__main__":
    main()
