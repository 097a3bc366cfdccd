"""Parcels come by: asks a deployment what digit stands on each, one request a parcel.

    python traffic.py http://127.0.0.1:PORT                                   2,000 parcels, by a new lamp
    python traffic.py http://127.0.0.1:PORT --first 2000 --age 0 1            the next 2,000, while the lamp ages
    python traffic.py http://127.0.0.1:PORT --first 4000 --age 1              and by a lamp that is due for exchange

What is true is not known here: `truths.py` tells it, later.
"""

import argparse
import time

import requests
from sensor import CELLS, parcel


def request_id(number: int) -> str:
    return f"parcel-{number:06}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="address of the deployment")
    parser.add_argument("--first", type=int, default=0, help="number of the first parcel")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--age", type=float, nargs="+", default=[0.0], metavar="AGE", help="of the lamp, 0 to 1; two: at the first parcel and at the last")
    parser.add_argument("--per-second", type=float, default=0, metavar="N", help="at most so many parcels a second (default: as fast as they are answered)")
    args = parser.parse_args()

    start, end = args.age[0], args.age[-1]
    session = requests.Session()
    begun = time.monotonic()
    for sent in range(args.count):
        if args.per_second:
            time.sleep(max(0.0, begun + sent / args.per_second - time.monotonic()))
        cells, _ = parcel(args.first + sent, start + (end - start) * sent / max(1, args.count - 1))
        row = {"columns": CELLS, "data": [[cells[cell] for cell in CELLS]]}
        session.post(f"{args.url}/invocations", json={"dataframe_split": row}, headers={"x-request-id": request_id(args.first + sent)}, timeout=60).raise_for_status()


if __name__ == "__main__":
    main()
