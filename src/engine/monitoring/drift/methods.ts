/**
 * The methods by Evidently's names, with its thresholds and its directions (legacy/calculations/stattests/*.py, 0.7.23), and NannyML's.
 * NannyML takes thresholds from how much chunks of the reference differ from the whole; two files have no chunks, so here they are fixed.
 */
import { andersonDarling } from './anderson';
import { chiSquare, fisherExact, gTest, zTest } from './categoryTests';
import { cramerVonMises } from './cramerVonMises';
import { energyDistance, spreadOf, wassersteinNormed } from './distances';
import { hellinger, jensenShannon, klDivergence, psi } from './divergences';
import { eppsSingleton } from './eppsSingleton';
import { ks } from './ks/ks';
import { nannymlChi2, nannymlHellinger, nannymlJensenShannon, nannymlKs, nannymlLInfinity, nannymlWasserstein } from './nannyml';
import { meanDiscrepancy, totalVariation } from './permutationTests';
import { mannWhitney } from './rankTests';
import { NotJudged, type Numbers, type Sample } from './sample';
import { tTest } from './tTest';

export interface Method {
  readonly name: string;
  /** for people */
  readonly title: string;
  readonly measure: 'p-value' | 'distance';
  /** of a method without one of its own, by what it measures in */
  readonly threshold: number | ((sample: Sample) => number);
  /** which columns it can be asked for by name; the default choice goes beyond, where Evidently's does */
  readonly types: readonly Sample['type'][];
  /** @throws NotJudged */
  readonly score: (sample: Sample) => number;
  readonly drifted: (score: number, threshold: number) => boolean;
}

const below = (score: number, threshold: number): boolean => score < threshold;
const atMost = (score: number, threshold: number): boolean => score <= threshold;
const atLeast = (score: number, threshold: number): boolean => score >= threshold;
const above = (score: number, threshold: number): boolean => score > threshold;

/** A method for numbers, which is never asked about anything else. */
function ofNumbers(score: (numbers: Numbers) => number): (sample: Sample) => number {
  return (sample) => {
    if (sample.type !== 'num') {
      throw new NotJudged('it holds categories');
    }
    return score(sample.numbers);
  };
}

const p = (name: string, title: string, threshold: number, types: Method['types'], score: Method['score'], drifted = below): Method => ({ name, title, measure: 'p-value', threshold, types, score, drifted });
const distance = (name: string, title: string, types: Method['types'], score: Method['score'], drifted = atLeast): Method => ({ name, title, measure: 'distance', threshold: 0.1, types, score, drifted });

/** A distance in the unit of the column has no threshold that suits all: this one is 0.1 standard deviations, as of the normed distance. */
function tenthOfSpread(sample: Sample): number {
  return sample.type === 'num' ? (sample.numbers.spread ?? spreadOf(sample.numbers.reference)) / 10 : 0;
}

export const METHODS = [
  p('ks', 'Kolmogorov-Smirnov', 0.05, ['num'], ofNumbers(ks), atMost),
  p('chisquare', 'chi-square', 0.05, ['cat'], chiSquare),
  p('z', 'Z-test of shares', 0.05, ['cat'], zTest),
  distance('wasserstein', 'Wasserstein, normed', ['num'], ofNumbers(wassersteinNormed)),
  distance('jensenshannon', 'Jensen-Shannon', ['cat', 'num'], jensenShannon),
  distance('psi', 'population stability index', ['cat', 'num'], psi),
  distance('kl_div', 'Kullback-Leibler', ['cat', 'num'], klDivergence),
  distance('hellinger', 'Hellinger', ['cat', 'num'], hellinger),
  distance('ed', 'energy distance', ['num'], ofNumbers(energyDistance), above),
  p('t_test', 'Student\'s t', 0.05, ['num'], ofNumbers(tTest)),
  p('mannw', 'Mann-Whitney, one-sided', 0.05, ['num'], ofNumbers(mannWhitney)),
  p('anderson', 'Anderson-Darling', 0.1, ['num'], ofNumbers(andersonDarling)),
  p('es', 'Epps-Singleton', 0.05, ['num'], ofNumbers(eppsSingleton)),
  p('fisher_exact', 'Fisher\'s exact', 0.1, ['cat'], fisherExact),
  p('g_test', 'G-test', 0.1, ['cat'], gTest),
  p('cramer_von_mises', 'Cramér-von Mises', 0.1, ['num'], ofNumbers(cramerVonMises), atMost),
  p('TVD', 'total variation, by permutation', 0.1, ['cat'], (sample) => totalVariation(sample)),
  p('empirical_mmd', 'maximum mean discrepancy, by permutation', 0.1, ['num'], ofNumbers((numbers) => meanDiscrepancy(numbers))),
  distance('nannyml_jensen_shannon', 'Jensen-Shannon as NannyML has it', ['cat', 'num'], nannymlJensenShannon, above),
  distance('nannyml_hellinger', 'Hellinger as NannyML has it', ['cat', 'num'], nannymlHellinger, above),
  { ...distance('nannyml_wasserstein', 'Wasserstein as NannyML has it', ['num'], ofNumbers(nannymlWasserstein), above), threshold: tenthOfSpread },
  distance('nannyml_ks', 'Kolmogorov-Smirnov statistic as NannyML has it', ['num'], ofNumbers(nannymlKs), above),
  p('nannyml_chi2', 'chi-square of a contingency table, as in NannyML', 0.05, ['cat'], nannymlChi2),
  distance('nannyml_l_infinity', 'L-infinity as NannyML has it', ['cat'], nannymlLInfinity, above),
] as const satisfies readonly Method[];

/** @returns undefined for a name that is not among them */
export function methodCalled(name: string): Method | undefined {
  return METHODS.find((method) => method.name === name);
}
