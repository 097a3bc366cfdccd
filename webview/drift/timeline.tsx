/** All windows side by side: quality with its band, limit and reference, how many columns drift, alerts as flags, versions as stripes. A window is chosen in it. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Alert, Estimate, MonitoredWindow, MonitorQuality } from '../../src/protocol/monitors';
import { qualityNumber, qualitySummary, windowSummary } from '../../src/wording/monitorText';
import { linearTicks, tickWords } from '../charts/ticks';
import { momentWords, windowText } from './driftWords';
import { useWidth } from './measured';
import { runsOf, timelineOf, type TimelineModel } from './timelineModel';

const [LEFT, RIGHT] = [52, 76];
const FLAGS = 18;
const QUALITY = 130;
const GAP = 8;
const DRIFT = 34;
const STRIPE = 15;
const AXIS = 20;
const QUALITY_TICKS = 4;
/** Words of the axis are so wide, px. */
const TICK_WIDTH = 96;
/** Windows that are narrower have no marks of their own: their whiskers would hide the lines. */
const MARKED = 9;

export interface TimelineProps {
  /** oldest first; at least one */
  readonly windows: readonly MonitoredWindow[];
  readonly alerts: readonly Alert[];
  readonly options: MonitorQuality | undefined;
  /** index of the window that is shown */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Where everything is, px. */
interface Places {
  readonly width: number;
  /** begin of a window's slot */
  readonly slot: (at: number) => number;
  /** middle of it */
  readonly middle: (at: number) => number;
  readonly value: (value: number) => number;
  readonly quality: number;
  readonly drift: number;
  readonly stripes: number;
  readonly height: number;
}

export function Timeline({ windows, alerts, options, chosen, onChoose }: TimelineProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 900);
  const model = useMemo(() => timelineOf(windows, alerts, options), [windows, alerts, options]);
  const places = placesOf(model, windows.length, width);
  const onKey = (event: KeyboardEvent): void => {
    const next = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, ArrowDown: chosen - 1, ArrowUp: chosen + 1, PageUp: chosen + 10, PageDown: chosen - 10, Home: 0, End: windows.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      onChoose(Math.max(0, Math.min(windows.length - 1, next)));
    }
  };
  const point = (event: MouseEvent): void => {
    const at = Math.floor((event.offsetX - LEFT) / ((width - LEFT - RIGHT) / windows.length));
    onChoose(Math.max(0, Math.min(windows.length - 1, at)));
  };
  const shown = windows[chosen];
  return (
    <div ref={frame} class="timeline frame" role="slider" tabIndex={0} aria-label="Window" aria-valuemin={1} aria-valuemax={windows.length} aria-valuenow={chosen + 1}
      aria-valuetext={shown === undefined ? '' : spoken(shown)} onKeyDown={onKey} onClick={point}>
      <svg width={width} height={places.height} viewBox={`0 0 ${width} ${places.height}`} aria-hidden="true">
        <rect class="chosen" x={places.slot(chosen)} width={Math.max(2, places.slot(chosen + 1) - places.slot(chosen))} y={0} height={places.height - AXIS} />
        <Quality windows={windows} model={model} places={places} />
        <Drift model={model} windows={windows} places={places} />
        <Stripes model={model} places={places} />
        <Flags model={model} places={places} />
        <Times windows={windows} places={places} />
      </svg>
    </div>
  );
}

function placesOf({ span }: TimelineModel, count: number, width: number): Places {
  const step = (width - LEFT - RIGHT) / count;
  const quality = FLAGS;
  const drift = span === undefined ? quality : quality + QUALITY + GAP;
  const stripes = drift + DRIFT + 5;
  const [from, to] = span ?? [0, 1];
  return {
    width, slot: (at) => LEFT + at * step, middle: (at) => LEFT + (at + 0.5) * step, value: (value) => quality + QUALITY - ((value - from) / (to - from || 1)) * QUALITY,
    quality, drift, stripes, height: stripes + STRIPE + AXIS,
  };
}

function spoken(window: MonitoredWindow): string {
  return [windowText(window), windowSummary(window), qualitySummary(window.quality)].filter((part) => part !== '').join(', ');
}

interface PartProps { readonly model: TimelineModel; readonly places: Places }

function Quality({ windows, model: { span, metric, limit, reference }, places }: PartProps & { readonly windows: readonly MonitoredWindow[] }): JSX.Element | null {
  if (span === undefined) {
    return null;
  }
  const { width, middle, value } = places;
  const ticks = linearTicks(span[0], span[1], QUALITY_TICKS);
  const words = tickWords(ticks);
  const estimated = runsOf(windows.map(({ quality }) => quality?.estimated ?? null));
  const realised = runsOf(windows.map(({ quality }) => quality?.realised ?? null));
  const marked = places.slot(1) - places.slot(0) >= MARKED;
  return (
    <g>
      {ticks.map((tick, at) => <g key={tick}><line class="grid" x1={LEFT} x2={width - RIGHT} y1={value(tick)} y2={value(tick)} /><text class="tick" x={LEFT - 8} y={value(tick) + 4} text-anchor="end">{words[at]}</text></g>)}
      <text class="tick" x={LEFT - 44} y={places.quality - 6}>{metric}</text>
      {reference !== undefined && <Level kind="reference" at={value(reference)} words={`ref. ${qualityNumber(reference)}`} width={width} apart={limit === undefined ? 0 : value(limit) - value(reference)} />}
      {limit !== undefined && <Level kind="limit" at={value(limit)} words={`limit ${qualityNumber(limit)}`} width={width} apart={reference === undefined ? 0 : value(reference) - value(limit)} />}
      {estimated.map((run) => <path key={`b${run[0]?.at}`} class="band" d={bandPath(run, places)} />)}
      {estimated.map((run) => <path key={`e${run[0]?.at}`} class="curve estimated" d={linePath(run, places)} />)}
      {estimated.filter((run) => run.length === 1).map(([only]) => only !== undefined && <circle key={only.at} class="dot estimated" cx={middle(only.at)} cy={value(only.value.value)} r={2.5} />)}
      {!marked && realised.map((run) => <path key={`w${run[0]?.at}`} class="band realised" d={bandPath(run, places)} />)}
      {realised.map((run) => <path key={`r${run[0]?.at}`} class="curve realised" d={linePath(run, places)} />)}
      {realised.filter((run) => marked || run.length === 1).flat().map(({ at, value: { value: middleValue, low, high } }) => (
        <g key={at}><line class="whisker" x1={middle(at)} x2={middle(at)} y1={value(low)} y2={value(high)} /><circle class="dot realised" cx={middle(at)} cy={value(middleValue)} r={2.5} /></g>
      ))}
    </g>
  );
}

/** A line through all windows with its words behind it. @param apart px to the other such line, below it: words that would touch stand apart */
function Level({ kind, at, words, width, apart }: { readonly kind: 'reference' | 'limit'; readonly at: number; readonly words: string; readonly width: number; readonly apart: number }): JSX.Element {
  const moved = Math.abs(apart) < 12 && apart !== 0 ? -Math.sign(apart) * (12 - Math.abs(apart)) / 2 : 0;
  return <g><line class={`level ${kind}`} x1={LEFT} x2={width - RIGHT} y1={at} y2={at} /><text class={`tick ${kind}`} x={width - RIGHT + 6} y={at + 4 + moved}>{words}</text></g>;
}

type Run = readonly { readonly at: number; readonly value: Estimate }[];

function linePath(run: Run, { middle, value }: Places): string {
  return run.map(({ at, value: { value: of } }, index) => `${index === 0 ? 'M' : 'L'}${middle(at).toFixed(1)} ${value(of).toFixed(1)}`).join('');
}

/** A run of one window has a band as wide as its slot. */
function bandPath(run: Run, { slot, middle, value }: Places): string {
  const place = ({ at }: { readonly at: number }, index: number): number => (run.length > 1 ? middle(at) : index === 0 ? slot(at) : slot(at + 1));
  const ends = run.length > 1 ? run : [...run, ...run];
  const upper = ends.map((point, index) => `${index === 0 ? 'M' : 'L'}${place(point, index).toFixed(1)} ${value(point.value.high).toFixed(1)}`);
  const lower = ends.map((point, index) => `L${place(point, index).toFixed(1)} ${value(point.value.low).toFixed(1)}`).toReversed();
  return `${upper.join('')}${lower.join('')}Z`;
}

function Drift({ model: { drifted, beside }, windows, places: { slot, middle, drift, width } }: PartProps & { readonly windows: readonly MonitoredWindow[] }): JSX.Element {
  const base = drift + DRIFT;
  return (
    <g>
      <text class="tick" x={LEFT - 8} y={drift + 10} text-anchor="end">drift</text>
      <line class="grid" x1={LEFT} x2={width - RIGHT} y1={base} y2={base} />
      {drifted.map((share, at) => {
        const wide = Math.max(1, slot(at + 1) - slot(at) - 1);
        const { to, state } = windows[at] ?? { to: at, state: 'ok' };
        // A judged window without drift has a mark too: that is another thing than one that could not be judged.
        return share === null ? <rect key={to} class={state === 'failed' ? 'unjudged failed' : 'unjudged'} x={slot(at)} width={wide} y={base - 5} height={5} />
          : <rect key={to} class={share > 0 ? state === 'critical' ? 'share critical' : 'share warning' : 'share none'} x={slot(at)} width={wide} y={base - Math.max(2, share * DRIFT)} height={Math.max(2, share * DRIFT)} />;
      })}
      {beside.map((drifts, at) => drifts && <circle key={windows[at]?.to ?? at} class="beside-mark" cx={middle(at)} cy={drift + 4} r={3} />)}
    </g>
  );
}

function Stripes({ model: { stripes: versions }, places: { slot, stripes } }: PartProps): JSX.Element {
  return (
    <g>
      {versions.map(({ from, to, name }, index) => (
        <g key={from}>
          <rect class={index % 2 === 0 ? 'stripe' : 'stripe other'} x={slot(from)} width={Math.max(1, slot(to) - slot(from) - 1)} y={stripes} height={STRIPE} />
          {slot(to) - slot(from) > 7 * name.length + 8 && <text class="tick" x={slot(from) + 4} y={stripes + STRIPE - 4}>{name}</text>}
        </g>
      ))}
    </g>
  );
}

function Flags({ model: { flags }, places: { middle, drift } }: PartProps): JSX.Element {
  return (
    <g>
      {[...flags].map(([at, alerts]) => (
        <g key={at} class={alerts.some(({ level }) => level === 'critical') ? 'flag critical' : 'flag warning'}>
          <title>{alerts.map(({ text }) => text).join('\n')}</title>
          <line x1={middle(at)} x2={middle(at)} y1={3} y2={drift + DRIFT} /><path d={`M${middle(at)} 3h10l-3 4 3 4h-10z`} />
        </g>
      ))}
    </g>
  );
}

function Times({ windows, places: { middle, width, height } }: { readonly windows: readonly MonitoredWindow[]; readonly places: Places }): JSX.Element {
  const every = Math.max(1, Math.ceil(windows.length / Math.max(1, Math.floor((width - LEFT - RIGHT) / TICK_WIDTH))));
  const places = windows.map(({ to }, at) => ({ to, at })).filter(({ at }) => (windows.length - 1 - at) % every === 0);
  const words = momentWords(places.map(({ to }) => to));
  return <g>{places.map(({ at, to }, index) => <text key={to} class="tick" x={middle(at)} y={height - 5} text-anchor="middle">{words[index]}</text>)}</g>;
}
