"""Train a small neural network on the digits data and log its learning curve.

`partial_fit` takes one mini-batch at a time, so that there is a loss to log at
every step and an accuracy to log after every epoch: a few hundred points.
"""

import argparse

import mlflow
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=32, help="neurons in the hidden layer")
    parser.add_argument("--learning-rate", type=float, default=0.002)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def batches(rng: np.random.Generator, count: int, size: int):
    """Yield the indices of shuffled mini-batches that cover `count` rows once."""
    order = rng.permutation(count)
    for start in range(0, count, size):
        yield order[start : start + size]


def main() -> None:
    args = parse_args()
    rng = np.random.default_rng(args.seed)

    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.25, stratify=y, random_state=args.seed
    )
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    classes = np.unique(y)

    model = MLPClassifier(
        hidden_layer_sizes=(args.hidden,),
        learning_rate_init=args.learning_rate,
        random_state=args.seed,
    )

    mlflow.set_experiment("digits")
    with mlflow.start_run():
        mlflow.log_params(vars(args))

        step = 0
        for epoch in range(1, args.epochs + 1):
            for batch in batches(rng, len(X_train), args.batch_size):
                model.partial_fit(X_train[batch], y_train[batch], classes=classes)
                step += 1
                mlflow.log_metric("loss", model.loss_, step=step)

            probabilities = model.predict_proba(X_test)
            accuracy = accuracy_score(y_test, probabilities.argmax(axis=1))
            mlflow.log_metrics(
                {
                    "val_loss": log_loss(y_test, probabilities),
                    "val_accuracy": accuracy,
                    "epoch": epoch,
                },
                step=step,
            )
            print(f"epoch {epoch:3d}/{args.epochs}  loss {model.loss_:.4f}  accuracy {accuracy:.4f}", flush=True)


if __name__ == "__main__":
    main()
