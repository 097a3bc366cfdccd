/** Sentences of alerts. */
import type { Violation } from '../../protocol/dataSchema';
import { widthOf } from '../../protocol/fairnessLimit';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { ConceptDrift, DriftBeside, FairnessGap, WindowFairness, WindowQuality } from '../../protocol/monitors';
import { QUALITY_METRICS } from '../../protocol/qualityMetrics';
import { percentOf } from '../../wording/formatNumber';

const NAMED = 3;

/** `3 of 12 columns drift: age, plan, tenure`; of a whole data set that it has drifted. */
export function columnsText(drifting: readonly string[], of: number, whole: boolean): string {
  const named = drifting.slice(0, NAMED).join(', ');
  const more = drifting.length - NAMED;
  return `${whole ? 'The data set has drifted: ' : ''}${drifting.length} of ${of} columns drift: ${named}${more > 0 ? ` and ${more} more` : ''}.`;
}

const BESIDE: Readonly<Record<DriftBeside, string>> = { prediction: 'the predictions drift', target: 'the truths drift', multivariate: 'the columns together drift' };

/** `The predictions drift, the truths drift.` @param beside at least one */
export function besideText(beside: readonly DriftBeside[]): string {
  const text = beside.map((what) => BESIDE[what]).join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `2 rules of the schema are broken. age: It must be at most 100, and 3 % are not.` */
export function brokenText(broken: readonly Violation[]): string {
  const [first] = broken;
  return `${broken.length === 1 ? 'A rule of the schema is' : `${broken.length} rules of the schema are`} broken. ${first === undefined ? '' : `${first.column ?? 'The data'}: ${first.message}`}`;
}

const DETECTOR_NAMES: Readonly<Record<string, string>> = { adwin: 'ADWIN', ddm: 'DDM', eddm: 'EDDM', 'page-hinkley': 'Page-Hinkley', kswin: 'KSWIN' };

/** `Answers are wrong more often than they were (ADWIN, 1240 labelled answers): …` */
export function conceptText({ detector, labelled }: ConceptDrift): string {
  return `Answers are wrong more often than they were (${DETECTOR_NAMES[detector] ?? detector}, ${labelled} labelled answers): the same inputs may mean something else now, or they are new to the model.`;
}

/** `Accuracy is estimated at 0.74, before labels come; it was 0.94 on the reference.` */
export function qualityText({ metric, reference, estimated, realised, labelled }: WindowQuality, side: 'estimated' | 'realised'): string {
  const was = reference === null ? '' : `; it was ${share(reference)} on the reference`;
  const { words: name } = QUALITY_METRICS[metric];
  return side === 'estimated'
    ? `${name} is estimated at ${share(estimated?.value)}, before labels come${was}.`
    : `${name} is ${share(realised?.value)} on ${labelled} labelled rows${was}.`;
}

/** Of whom "yes" is said more often than of others. */
const OF_WHOM: Readonly<Record<FairnessGap['rate'], string>> = { selection: '', true_positive: ' where it is true', false_positive: ' where it is not true' };

/** `"yes" is answered for 62 % of M and 41 % of F (sex): 0.21 apart, and 0.1 is allowed.` */
export function fairnessText({ column, positive }: Pick<WindowFairness, 'column' | 'positive'>, gap: FairnessGap, allowed: number = MONITOR_DEFAULTS.max_difference): string {
  const { rate, most, least } = gap;
  return `"${positive ?? 'yes'}" is answered for ${percentOf(most.value)} of ${most.group} and ${percentOf(least.value)} of ${least.group} (${column})${OF_WHOM[rate]}: ${share(widthOf(gap))} apart, and ${share(allowed)} is allowed.`;
}

function share(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)));
}
