/** The input example of a version, which fills the fields of a form. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { useLive, type Following, type Live } from '../ui/live';
import { readInputExample, type ExampleHost } from './readInputExample';

/** @param version another text for another version; undefined: the page is about one */
export function useInputExample(host: ExampleHost & Following, version?: string): Live<unknown> {
  return useLive<unknown>(host, useCallback(async (signal) => readInputExample(host, signal), [host, version]));
}

/** Says why fields are empty, where none was logged or it could not be read. */
export function NoExample({ example: { problem, refresh } }: { readonly example: Live<unknown> }): JSX.Element {
  return problem === undefined
    ? <p class="quiet">No input example was logged, so the fields are empty.</p>
    : <p class="quiet" role="alert">The input example can't be read. {problem.message} <button type="button" class="link" onClick={refresh}>Try again</button></p>;
}
