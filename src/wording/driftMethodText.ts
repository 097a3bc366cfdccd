/** The methods of drift as people meet them: a short name for lists, and one sentence with its source. */

export interface DriftMethodText {
  /** where there is little room: `W norm` */
  readonly short: string;
  readonly title: string;
  /** one sentence of what the score is */
  readonly says: string;
  readonly source: { readonly text: string; readonly url: string };
}

const SCIPY = 'https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.';
const EVIDENTLY = { text: 'Evidently: drift methods', url: 'https://docs.evidentlyai.com/metrics/customize_data_drift' };
const NANNYML = { text: 'NannyML: univariate drift', url: 'https://nannyml.readthedocs.io/en/stable/how_it_works/univariate_drift_detection.html' };

const scipy = (name: string): DriftMethodText['source'] => ({ text: `scipy.stats.${name}`, url: `${SCIPY}${name}.html` });

const METHODS: Readonly<Record<string, DriftMethodText>> = {
  ks: { short: 'K-S', title: 'Kolmogorov-Smirnov', says: 'How likely the largest gap between both cumulative distributions would be by chance.', source: scipy('ks_2samp') },
  chisquare: { short: 'χ²', title: 'chi-square', says: 'How likely the counts of the categories would differ so much by chance.', source: scipy('chisquare') },
  z: { short: 'Z', title: 'Z-test of shares', says: 'How likely two shares would differ so much by chance.', source: EVIDENTLY },
  wasserstein: { short: 'W norm', title: 'Wasserstein, normed', says: 'How far values have to be moved on average to make one distribution the other, in standard deviations of the reference.', source: scipy('wasserstein_distance') },
  jensenshannon: { short: 'J-S', title: 'Jensen-Shannon', says: 'How far both distributions are from their mean: 0 for the same, 1 for nothing in common.', source: { text: 'scipy.spatial.distance.jensenshannon', url: 'https://docs.scipy.org/doc/scipy/reference/generated/scipy.spatial.distance.jensenshannon.html' } },
  psi: { short: 'PSI', title: 'population stability index', says: 'By how much the shares of bins have changed, each weighed by the logarithm of its change.', source: EVIDENTLY },
  kl_div: { short: 'K-L', title: 'Kullback-Leibler', says: 'How badly the current distribution would tell that of the reference.', source: scipy('entropy') },
  hellinger: { short: 'Hellinger', title: 'Hellinger', says: 'The distance of the roots of both distributions: 0 for the same, 1 for nothing in common.', source: EVIDENTLY },
  ed: { short: 'energy', title: 'energy distance', says: 'The root of twice the squared gap between both cumulative distributions, summed up.', source: scipy('energy_distance') },
  t_test: { short: 't', title: 'Student\'s t', says: 'How likely both means would differ so much by chance.', source: scipy('ttest_ind') },
  mannw: { short: 'M-W', title: 'Mann-Whitney, one-sided', says: 'How likely values of one side would be above those of the other so often by chance.', source: scipy('mannwhitneyu') },
  anderson: { short: 'A-D', title: 'Anderson-Darling', says: 'How likely both distributions would differ so much by chance, their ends weighed more.', source: scipy('anderson_ksamp') },
  es: { short: 'E-S', title: 'Epps-Singleton', says: 'How likely both characteristic functions would differ so much by chance.', source: scipy('epps_singleton_2samp') },
  fisher_exact: { short: 'Fisher', title: 'Fisher\'s exact', says: 'How likely a table of two categories would be so uneven by chance, counted exactly.', source: scipy('fisher_exact') },
  g_test: { short: 'G', title: 'G-test', says: 'How likely the counts of the categories would differ so much by chance, by their logarithms.', source: scipy('chi2_contingency') },
  cramer_von_mises: { short: 'C-vM', title: 'Cramér-von Mises', says: 'How likely the summed squared gap between both cumulative distributions would be by chance.', source: scipy('cramervonmises_2samp') },
  TVD: { short: 'TVD', title: 'total variation, by permutation', says: 'How often shuffled rows differ as much in the shares of their categories.', source: EVIDENTLY },
  empirical_mmd: { short: 'MMD', title: 'maximum mean discrepancy, by permutation', says: 'How often shuffled rows differ as much under a Gaussian kernel.', source: EVIDENTLY },
  nannyml_jensen_shannon: { short: 'J-S nml', title: 'Jensen-Shannon as NannyML has it', says: 'How far both distributions are from their mean, over bins of the reference: 0 for the same, 1 for nothing in common.', source: NANNYML },
  nannyml_hellinger: { short: 'Hell nml', title: 'Hellinger as NannyML has it', says: 'The distance of the roots of both distributions, over bins of the reference.', source: NANNYML },
  nannyml_wasserstein: { short: 'W', title: 'Wasserstein as NannyML has it', says: 'How far values have to be moved on average to make one distribution the other, in the unit of the column.', source: NANNYML },
  nannyml_ks: { short: 'K-S nml', title: 'Kolmogorov-Smirnov statistic as NannyML has it', says: 'The largest gap between both cumulative distributions.', source: NANNYML },
  nannyml_chi2: { short: 'χ² nml', title: 'chi-square of a contingency table, as in NannyML', says: 'How likely the counts of both sides would differ so much by chance, each taken as a sample.', source: NANNYML },
  nannyml_l_infinity: { short: 'L∞', title: 'L-infinity as NannyML has it', says: 'The largest change of the share of one category.', source: NANNYML },
};

/** By the engine's names, in the order that they are offered in. */
export const DRIFT_METHODS: readonly string[] = Object.keys(METHODS);

/** Of a method that has no words here, its name. */
export function driftMethodText(name: string): DriftMethodText {
  return METHODS[name] ?? { short: name, title: name, says: '', source: EVIDENTLY };
}
