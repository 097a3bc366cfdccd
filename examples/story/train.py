"""Train the model that reads digits for the parcel sorter, and register it as "digits".

    python train.py                       the 700 digits that were labelled by hand
    python train.py --extra labelled.parquet     and parcels that came by since, with what was true

A quarter of the parcels (and 200 of the 700) are kept out of training. They stand in `data/holdout.csv`, so
that a gate can ask the new version and the champion about the same rows. `data/training.csv` is the rest.
`data/by_hand.csv` has the 200 alone, whose labels nobody doubts: with them a monitor knows what it may expect.
"""

import argparse
from pathlib import Path

import mlflow
import pandas as pd
from mlflow.models import infer_signature
from sensor import CELLS, LABEL, labelled
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

DATA = Path(__file__).parent / "data"


def network() -> Pipeline:
    return make_pipeline(StandardScaler(), MLPClassifier((64,), alpha=0.3, max_iter=1000, random_state=0))


def by_hand() -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the first version is trained on, and what is kept out."""
    known = labelled()
    return train_test_split(known, test_size=200, stratify=known[LABEL], random_state=0)


def from_traffic(file: Path) -> pd.DataFrame:
    """Labelled requests of a deployment, as a retrain policy of `slipway.yaml` hands them over."""
    return pd.read_parquet(file)[[*CELLS, LABEL]].astype({LABEL: int})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", type=Path, metavar="FILE", help="labelled traffic, as Parquet: the cells, and the digit")
    args = parser.parse_args()

    training, holdout = by_hand()
    kept_out = {"accuracy": holdout}
    if args.extra:
        more, recent = train_test_split(from_traffic(args.extra), test_size=0.25, random_state=0)
        training = pd.concat([training, more])
        kept_out |= {"accuracy_recent": recent}
    DATA.mkdir(exist_ok=True)
    training.to_csv(DATA / "training.csv", index=False)
    pd.concat(kept_out.values()).to_csv(DATA / "holdout.csv", index=False)
    holdout.to_csv(DATA / "by_hand.csv", index=False)

    mlflow.set_experiment("digits")
    with mlflow.start_run():
        mlflow.log_params({"rows": len(training), "extra": str(args.extra or "none")})
        mlflow.log_input(mlflow.data.from_pandas(training, source=str(DATA / "training.csv"), targets=LABEL, name="digits"), context="training")
        model = network().fit(training[CELLS], training[LABEL])
        mlflow.log_metrics({name: model.score(rows[CELLS], rows[LABEL]) for name, rows in kept_out.items()})
        mlflow.sklearn.log_model(
            model, name="model", registered_model_name="digits", input_example=training[CELLS].head(5),
            signature=infer_signature(training[CELLS], model.predict(training[CELLS])),
            # The network keeps its optimizer; without it the file would have to be a pickle.
            skops_trusted_types=["sklearn.neural_network._stochastic_optimizers.AdamOptimizer"],
        )


if __name__ == "__main__":
    main()
