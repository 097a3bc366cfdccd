/** Sentences of alerts. */
import type { Violation } from '../../protocol/dataSchema';
import type { ConceptDrift, WindowQuality } from '../../protocol/monitors';

const NAMED = 3;

/** `3 of 12 columns drift: age, plan, tenure`; of a whole data set that it has drifted. */
export function columnsText(drifting: readonly string[], of: number, whole: boolean): string {
  const named = drifting.slice(0, NAMED).join(', ');
  const more = drifting.length - NAMED;
  return `${whole ? 'The data set has drifted: ' : ''}${drifting.length} of ${of} columns drift: ${named}${more > 0 ? ` and ${more} more` : ''}.`;
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
  const name = metric === 'accuracy' ? 'Accuracy' : 'The error (rmse)';
  return side === 'estimated'
    ? `${name} is estimated at ${share(estimated?.value)}, before labels come${was}.`
    : `${name} is ${share(realised?.value)} on ${labelled} labelled rows${was}.`;
}

function share(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)));
}
