/** What a served version costs against its limits. Pure. */
import type { GateCheck } from '../../protocol/gates';
import type { ServingCheck } from '../../protocol/projectFile';
import { countOf, formatNumber } from '../../wording/formatNumber';
import type { AnswerTimes, ServedMemory, ServedSize } from '../serving/measuring/measureProtocol';
import { apart, type Fact, limitCheck, limitText } from './limits';
import type { Answering, ServedCosts } from './servedCosts';

/** Who is judged, and what it is compared with. */
export interface ServedNames {
  /** "iris v3" */
  readonly who: string;
  /** "v2"; what it says in place of one that is not there, in a sentence */
  readonly champion: { readonly label: string } | { readonly none: string };
}

const MB = 1e6;
const SIZE_WORDS: Readonly<Record<ServedSize['what'], string>> = {
  graph: 'the ONNX graph that answers', 'graph and weights': 'the ONNX graph that answers, and its weights beside it', folder: 'the folder of the model, which Python scores', file: 'the file of the model, which Python scores',
};
const PERCENTILES = ['p50', 'p99'] as const;
const ORDER = ['p50_ms', 'p99_ms', 'times_champion', 'memory_mb', 'size_mb'];

/** A check for each limit. */
export function servingChecks(check: ServingCheck, { size, asked }: ServedCosts, names: ServedNames): GateCheck[] {
  return [
    ...(asked === undefined ? [] : asked === 'nothing to ask' ? unaskedChecks(check, names.who) : answeringChecks(check, asked.own, names.who)),
    ...(check.latency?.times_champion === undefined ? [] : [timesChampionCheck(check.latency.times_champion, asked, names)]),
    ...(check.size_mb === undefined || size === undefined ? [] : [sizeCheck(check.size_mb, size, names.who)]),
  ].toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
}

function answeringChecks({ latency = {}, memory_mb: memory }: ServingCheck, { times, memory: taken }: Answering, who: string): GateCheck[] {
  return [
    ...PERCENTILES.flatMap((name) => {
      const max = latency[`${name}_ms`];
      return max === undefined ? [] : [timeCheck(name, max, times, who)];
    }),
    ...(memory === undefined ? [] : [memoryCheck(memory, taken, who)]),
  ];
}

function timeCheck(name: (typeof PERCENTILES)[number], max: number, times: AnswerTimes, who: string): GateCheck {
  const checked = limitCheck({ kind: 'serving', name: `${name}_ms`, what: `${name} of ${who}`, value: times[name], limits: { max }, unit: ' ms', facts: timeFacts(times) });
  return { ...checked, message: `${checked.message} It was asked ${requestsOf(times)}.` };
}

function timesChampionCheck(most: number, asked: ServedCosts['asked'], { who, champion }: ServedNames): GateCheck {
  const base = { kind: 'serving' as const, name: 'times_champion', limit: limitText({ max: most }) };
  if ('none' in champion) {
    return { ...base, outcome: 'not_judged', message: champion.none };
  }
  if (asked === undefined || asked === 'nothing to ask' || asked.rival === undefined) {
    return { ...base, outcome: 'failed', message: unaskedText(who) };
  }
  const { own: { times }, rival } = asked;
  const { label } = champion;
  if ('refused' in rival) {
    return { ...base, outcome: 'not_judged', message: `${label} gives no prediction to the rows that ${who} was asked (it answers ${rival.refused.replace(/\.$/, '')}), so their times can't be compared.` };
  }
  const value = times.p50 / rival.times.p50;
  const failed = value > most;
  return {
    ...base, outcome: failed ? 'failed' : 'passed', value,
    message: `${who} takes ${apart(value, most)} times the median of ${label} (${formatNumber(times.p50)} ms against ${formatNumber(rival.times.p50)} ms), and may take at most ${most} times. Each was asked ${requestsOf(times)}, in turns.`,
    facts: [{ name: 'p50, ms', value: times.p50 }, { name: `p50 of ${label}, ms`, value: rival.times.p50 }, { name: 'requests', value: times.requests }, { name: `requests of ${label}`, value: rival.times.requests }],
  };
}

function memoryCheck(max: number, { front, python }: ServedMemory, who: string): GateCheck {
  const checked = limitCheck({
    kind: 'serving', name: 'memory_mb', what: `Memory of ${who}`, value: (front + python) / MB, limits: { max }, unit: ' MB',
    facts: [{ name: 'answering process, MB', value: front / MB }, ...(python === 0 ? [] : [{ name: 'its Python, MB', value: python / MB }])],
  });
  const parts = python === 0 ? 'the process that answers, which scores the graph itself' : `${formatNumber(front / MB)} MB of the process that answers and ${formatNumber(python / MB)} MB of its Python`;
  return { ...checked, message: `${checked.message} It is ${parts}, resident after it was asked.` };
}

function sizeCheck(max: number, { bytes, what }: ServedSize, who: string): GateCheck {
  const checked = limitCheck({ kind: 'serving', name: 'size_mb', what: `Size of ${who}`, value: bytes / MB, limits: { max }, unit: ' MB', facts: [{ name: 'bytes', value: bytes }] });
  return { ...checked, message: `${checked.message} It is ${SIZE_WORDS[what]}.` };
}

/** There is no row that it could be asked. */
function unaskedChecks({ latency = {}, memory_mb: memory }: ServingCheck, who: string): GateCheck[] {
  const limits: [name: string, max: number | undefined, unit: string][] = [['p50_ms', latency.p50_ms, ' ms'], ['p99_ms', latency.p99_ms, ' ms'], ['memory_mb', memory, ' MB']];
  return limits.flatMap(([name, max, unit]): GateCheck[] => (max === undefined ? [] : [{ kind: 'serving', name, outcome: 'failed', limit: limitText({ max }, unit), message: unaskedText(who) }]));
}

function unaskedText(who: string): string {
  return `${who} has no input example, and the gate no evaluation data, so there is no row that it could be asked. Log it with input_example=X[:5], or name "evaluation:" data.`;
}

function timeFacts({ requests, p50, p99, slowest }: AnswerTimes): Fact[] {
  return [{ name: 'p50, ms', value: p50 }, { name: 'p99, ms', value: p99 }, { name: 'slowest, ms', value: slowest }, { name: 'requests', value: requests }];
}

function requestsOf({ requests }: AnswerTimes): string {
  return `${countOf(requests, 'request')} of one row`;
}
