/**
 * "Not worse than the champion", on the same rows. Two-sided tests at `alpha`, of which only the bad side counts: McNemar's exact test
 * says worse when p < alpha and more rows are lost than won; the bootstrap when the whole (1 − alpha) interval of the gain lies below
 * −tolerance. (Duality of intervals and tests: Efron & Tibshirani 1993, §12.3 and §15.)
 */
import { setImmediate } from 'node:timers/promises';
import type { GateCheck } from '../../protocol/gates';
import type { ChampionCheck } from '../../protocol/projectFile';
import { countOf, formatDelta, formatNumber } from '../../wording/formatNumber';
import { otherTask } from './evaluationChecks';
import type { Classes, Given, Truth } from './statistics/answers';
import { pairedBootstrap } from './statistics/bootstrap';
import { mcnemar } from './statistics/mcnemar';
import { lowerIsBetter, measure } from './statistics/measures';

export interface Duel {
  readonly truth: Truth;
  /** "iris v3" */
  readonly who: string;
  readonly given: Given;
  /** "v2" */
  readonly champion: string;
  readonly championGiven: Given;
}

const DEFAULT_ALPHA = 0.05;
const DEFAULT_SAMPLES = 2_000;
/** The engine answers others at least this often meanwhile. */
const BREATH_MS = 8;

export async function championCheck(check: ChampionCheck, duel: Duel, signal: AbortSignal): Promise<GateCheck> {
  const { truth } = duel;
  const test = check.test ?? (truth.task === 'classification' ? 'mcnemar' : 'bootstrap');
  if (test === 'bootstrap') {
    return bootstrapCheck(check, duel, signal);
  }
  return truth.task === 'classification' ? mcnemarCheck(check, truth, duel)
    : { ...baseOf(duel, 'McNemar'), outcome: 'failed', message: 'McNemar\'s test counts right and wrong answers, and the label is an amount. Use "test: bootstrap".' };
}

function baseOf({ champion }: Duel, how: string): { kind: 'champion'; name: string; limit: string } {
  return { kind: 'champion', name: `not worse than ${champion}`, limit: `not worse than ${champion} (${how})` };
}

function mcnemarCheck({ alpha = DEFAULT_ALPHA }: ChampionCheck, truth: Classes, duel: Duel): GateCheck {
  const { who, champion, given, championGiven } = duel;
  const { wins, losses, p } = mcnemar(truth, given, championGiven);
  const [own, other] = [measure('accuracy', truth, given), measure('accuracy', truth, championGiven)];
  const worse = p < alpha && losses > wins;
  const told = `accuracy ${formatNumber(own)} against ${formatNumber(other)}; of ${countOf(wins + losses, 'row')} that only one gets right it wins ${wins} and loses ${losses} (McNemar p = ${formatNumber(p)}, alpha ${alpha})`;
  return {
    ...baseOf(duel, `McNemar, alpha ${alpha}`), outcome: worse ? 'failed' : 'passed', value: own - other,
    message: `${who} is ${worse ? '' : 'not '}worse than ${champion}: ${told}.`,
    facts: [
      { name: 'accuracy', value: own }, { name: `accuracy of ${champion}`, value: other }, { name: 'wins', value: wins }, { name: 'losses', value: losses },
      { name: 'p', value: p }, { name: 'alpha', value: alpha }, { name: 'rows', value: given.length },
    ],
  };
}

async function bootstrapCheck(check: ChampionCheck, duel: Duel, signal: AbortSignal): Promise<GateCheck> {
  const { truth, who, champion, given, championGiven } = duel;
  const { alpha = DEFAULT_ALPHA, tolerance = 0, samples = DEFAULT_SAMPLES, seed = 0, metric = truth.task === 'classification' ? 'accuracy' : 'rmse' } = check;
  const base = baseOf(duel, `bootstrap of ${metric}, alpha ${alpha}${tolerance === 0 ? '' : `, tolerance ${tolerance}`}`);
  const unfit = otherTask('champion', base.name, metric, truth, base.limit);
  if (unfit !== undefined) {
    return unfit;
  }
  const sign = lowerIsBetter(metric) ? -1 : 1;
  const gain = (rows?: Int32Array): number => sign * (measure(metric, truth, given, rows) - measure(metric, truth, championGiven, rows));
  const [own, other] = [measure(metric, truth, given), measure(metric, truth, championGiven)];
  if (!Number.isFinite(own) || !Number.isFinite(other)) {
    const lacking = Number.isFinite(own) ? champion : who;
    return { ...base, outcome: Number.isFinite(own) ? 'not_judged' : 'failed', message: `${metric} of ${lacking} can't be measured: it leaves rows without a finite answer.${Number.isFinite(own) ? ` ${metric} of ${who} is ${formatNumber(own)}.` : ''}` };
  }
  let rested = performance.now();
  const interval = await pairedBootstrap({
    rows: given.length, difference: gain, samples, seed, confidence: 1 - alpha,
    breathe: async () => {
      if (performance.now() - rested > BREATH_MS) {
        await setImmediate();
        signal.throwIfAborted();
        rested = performance.now();
      }
    },
  });
  const value = gain();
  const worse = interval.high < -tolerance;
  const percent = formatNumber((1 - alpha) * 100);
  const told = `${metric} ${formatNumber(own)} against ${formatNumber(other)}, a gain of ${formatDelta(value)} with a ${percent} % interval from ${formatDelta(interval.low)} to ${formatDelta(interval.high)}`;
  return {
    ...base, outcome: worse ? 'failed' : 'passed', value,
    message: `${who} is ${worse ? '' : 'not '}worse than ${champion}: ${told}${tolerance === 0 ? '' : `, tolerance ${tolerance}`}.`,
    facts: [
      { name: metric, value: own }, { name: `${metric} of ${champion}`, value: other }, { name: 'gain', value }, { name: 'low', value: interval.low }, { name: 'high', value: interval.high },
      { name: 'confidence', value: 1 - alpha }, { name: 'samples', value: interval.samples }, { name: 'seed', value: seed }, { name: 'rows', value: given.length },
    ],
  };
}
