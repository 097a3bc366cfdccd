/** A value that components follow: they draw again when it changes. */
import { useEffect, useState } from 'preact/hooks';

export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (value !== this.current) {
      this.current = value;
      this.#listeners.forEach((listener) => listener(value));
    }
  }

  /** @returns ends it */
  follow(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
}

/** The signal's value in a component that draws again when it changes. */
export function useSignal<T>(signal: Signal<T>): T {
  const [, count] = useState(0);
  useEffect(() => signal.follow(() => count((times) => times + 1)), [signal]);
  return signal.value;
}
