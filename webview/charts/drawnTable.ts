/** Tells the export of a chart that is a table, while it is on the page. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TitledChart } from './exportPng';
import { tablePicture } from './tablePicture';

/** @param key of the chart among those that are drawn @param word beside its title @returns for the table */
export function useDrawnTable(drawn: Map<string, TitledChart> | undefined, key: string, title: string, word: string): RefObject<HTMLTableElement | null> {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const picture: TitledChart['chart']['picture'] = (ratio) => {
      if (table.current === null) {
        throw new Error('The chart has gone. Show it, then export it again.');
      }
      return tablePicture(table.current, ratio);
    };
    drawn?.set(key, { title, word, chart: { picture } });
    return () => { drawn?.delete(key); };
  }, [drawn, key, title, word]);
  return table;
}
