/** Doubles as MLflow stores and sends them. */
import type { WireNumber } from '../../protocol/mlflow';

/** How MLflow's database writes an infinity; a value of this size is read as one. */
const HUGE = Number.MAX_VALUE;

/** @returns what is stored: infinities as ±1.7976931348623157e308, as upstream's SQL store does; -0 as 0; NaN stays NaN */
export function storedNumber(value: number): number {
  return value === Infinity ? HUGE : value === -Infinity ? -HUGE : value + 0;
}

/** Whether a stored double is a number and no infinity. */
export function isFiniteStored(value: number): boolean {
  return value > -HUGE && value < HUGE;
}

/** A stored double as JSON text; null (NaN) as "NaN". */
export function jsonNumber(value: number | null): string {
  return value === null || Number.isNaN(value) ? '"NaN"' : String(value);
}

/** A stored double as Slipway's own API shows it: infinities by name. */
export function wireNumber(value: number | null): WireNumber {
  if (value === null || Number.isNaN(value)) {
    return 'NaN';
  }
  return value >= HUGE ? 'Infinity' : value <= -HUGE ? '-Infinity' : value;
}
