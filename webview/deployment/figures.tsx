/** The line of numbers that stands large: how much is asked, how fast it is answered, what goes wrong. */
import type { JSX } from 'preact';
import { formatBytes } from '../../src/wording/formatBytes';
import { formatMs, formatRate } from '../../src/wording/formatTraffic';
import type { LiveSeries } from './live/liveSeries';

interface Figure { readonly key: string; readonly text: string; readonly why: string }

function figuresOf(series: LiveSeries | undefined): readonly Figure[] {
  const { recent, rss = [] } = series ?? {};
  const [memory, none] = [rss.findLast((bytes) => bytes !== null), '–'];
  const faults = (recent?.failures ?? 0) + (recent?.refusals ?? 0);
  return [
    { key: 'requests/s', text: recent === undefined ? none : formatRate(recent.requests / recent.seconds), why: 'Requests per second, over the last ten seconds' },
    { key: 'p50', text: recent?.p50 === undefined || recent.p50 === null ? none : formatMs(recent.p50), why: 'Half of the requests of the last ten seconds were answered faster' },
    { key: 'p99', text: recent?.p99 === undefined || recent.p99 === null ? none : formatMs(recent.p99), why: '99 of 100 requests of the last ten seconds were answered faster' },
    { key: 'errors', text: recent === undefined || recent.requests === 0 ? none : `${((faults / recent.requests) * 100).toFixed(2)} %`, why: recent === undefined ? 'Requests that failed or were refused' : `${recent.failures} failed, ${recent.refusals} refused as faulty, of ${recent.requests} in the last ten seconds` },
    { key: 'memory', text: memory === undefined || memory === null ? none : formatBytes(memory), why: 'Resident memory of the process that answers' },
  ];
}

export function Figures({ series }: { readonly series: LiveSeries | undefined }): JSX.Element {
  return (
    <ul class="headlines" aria-label="Figures of the last ten seconds">
      {figuresOf(series).map(({ key, text, why }, index) => (
        <li key={key} class={index === 0 ? 'first' : ''} title={why}><span class="number">{text}</span><span class="words"><span class="key">{key}</span></span></li>
      ))}
    </ul>
  );
}
