"""What a parcel sorter's sensor sees of the digits on parcels, and how that changes while its lamp ages.

The digits are scikit-learn's own: 1,797 that 43 people wrote (UCI, Alpaydin and Kaynak, 1998). The sensor
sees each as 8 × 4 cells, from 0 (paper) to 100 (ink). 700 were read and labelled before the sorter was
switched on. The others come by as parcels, each batch of 2,000 with digits that no other batch has.

Everything is drawn from seeds: parcel 1234 looks the same whoever asks, and whenever.
"""

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

ROWS, COLUMNS = 8, 4
CELLS = [f"cell_{row}_{column}" for row in range(ROWS) for column in range(COLUMNS)]
LABEL = "digit"
LABELLED = 700
BATCH = 2000
BATCHES = 3
SEED = 20

digits = load_digits()
ink = digits.images.reshape(-1, ROWS, 8 // ROWS, COLUMNS, 8 // COLUMNS).mean(axis=(2, 4)).reshape(-1, ROWS * COLUMNS) * 100 / 16
order = np.random.default_rng(SEED).permutation(len(ink))
pieces = np.array_split(order[LABELLED:], BATCHES)


def seen(cells: np.ndarray, age: float, rng: np.random.Generator) -> np.ndarray:
    """Cells as the sensor tells them. `age` of its lamp: 0 is new, 1 is due for exchange.

    A lamp that ages gives less light, least of it far from the lamp, so ink is told from paper less well there;
    and dust on its glass glows everywhere. Both can be undone by whoever knows them: what was written is still there.
    """
    distance = np.tile(np.linspace(0, 1, COLUMNS), ROWS)
    fading = age * (0.15 + 0.3 * distance)
    glow = 11 * age
    return np.clip(cells * (1 - fading) + glow + rng.normal(0, 1, cells.shape), 0, 100).round(1)


def labelled() -> pd.DataFrame:
    """The digits that were labelled by hand, seen by a new lamp: the cells, and the digit."""
    first = order[:LABELLED]
    return pd.DataFrame(seen(ink[first], 0, np.random.default_rng(SEED)), columns=CELLS).assign(digit=digits.target[first])


def parcel(number: int, age: float) -> tuple[dict[str, float], int]:
    """What the sensor sees of a parcel, and the digit that is written on it."""
    rng = np.random.default_rng([SEED, number])
    piece = rng.choice(pieces[number // BATCH % BATCHES])
    return dict(zip(CELLS, seen(ink[piece], age, rng).tolist())), int(digits.target[piece])


def parcels(numbers: range, age: float) -> pd.DataFrame:
    """Several parcels as a table: the cells, and the digit."""
    return pd.DataFrame([{**cells, LABEL: digit} for cells, digit in (parcel(number, age) for number in numbers)])
