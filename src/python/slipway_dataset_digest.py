"""Tells whether a data file still is the data set that a run has logged: mlflow counts the digest, of the table that pandas reads.

One JSON object per line comes in on stdin, {"file": path, "digest": text}, and one goes out on stdout for each, {"same": bool, "digest": text},
with the digest that the file has now; or {"error": text, "reason": true} with a clause for people. It ends when stdin does.
"""

import json
import os
import sys

# What is imported is found as in a script of the project.
sys.path[0] = os.getcwd()
# What libraries print must not get between the answers.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


class Reason(Exception):
    """Why nothing can be said, as a clause for people."""


def readings(file):
    """The ways in which a file is commonly read, each as a function: the digest covers the index too."""
    import pandas

    name = file.lower().removesuffix(".gz")
    if name.endswith((".csv", ".tsv")):
        separator = "\t" if name.endswith(".tsv") else ","
        return [lambda: pandas.read_csv(file, sep=separator), lambda: pandas.read_csv(file, sep=separator, index_col=0)]
    if name.endswith((".parquet", ".pq")):
        return [lambda: pandas.read_parquet(file)]
    if name.endswith((".jsonl", ".ndjson")):
        return [lambda: pandas.read_json(file, lines=True)]
    if name.endswith(".json"):
        return [lambda: pandas.read_json(file)]
    if name.endswith((".feather", ".arrow")):
        return [lambda: pandas.read_feather(file)]
    raise Reason(f"pandas reads no file that ends as {os.path.basename(file)} does")


def compared(file, digest):
    try:
        from mlflow.data.digest_utils import compute_pandas_digest
    except ImportError as error:
        raise Reason(f"{sys.executable} has no mlflow that counts digests ({error})") from error
    found = []
    for read in readings(file):
        found.append(compute_pandas_digest(read()))
        if found[-1] == digest:
            return {"same": True, "digest": digest}
    return {"same": False, "digest": found[0]}


def main():
    for line in sys.stdin:
        try:
            said = compared(**json.loads(line))
        except Reason as reason:
            said = {"error": str(reason), "reason": True}
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error}", "reason": True}
        json.dump(said, ANSWERS)
        ANSWERS.write("\n")
        ANSWERS.flush()


if __name__ == "__main__":
    main()
