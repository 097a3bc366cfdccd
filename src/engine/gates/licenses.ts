/** Licences of the packages that a model needs. Pure. */
import correct from 'spdx-correct';
import satisfies from 'spdx-satisfies';
import type { GateCheck } from '../../protocol/gates';

/** What a distribution's metadata say (Core Metadata: License-Expression, License, Classifier). */
export interface RawPackage {
  readonly name: string;
  /** null: it is not installed */
  readonly version: string | null;
  readonly expression?: string | null;
  readonly license?: string | null;
  readonly classifiers?: readonly string[];
}

/** Classifiers that stand for more than one licence, or that no text corrector knows. */
const CLASSIFIERS: Readonly<Record<string, string>> = {
  'BSD License': 'BSD-2-Clause OR BSD-3-Clause', 'MIT License': 'MIT', 'Apache Software License': 'Apache-2.0', 'Python Software Foundation License': 'PSF-2.0',
  'Mozilla Public License 2.0 (MPL 2.0)': 'MPL-2.0', 'ISC License (ISCL)': 'ISC', 'The Unlicense (Unlicense)': 'Unlicense', 'Zope Public License': 'ZPL-2.1',
};
/** A licence's whole text stands in many packages where its name should. */
const LONGEST_NAME = 80;
const MOST_TOLD = 5;

/** Names of the packages in a requirements.txt, without versions, options, links and comments. */
export function requiredPackages(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).map((line) => /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[|[<>=!~;@#\s]|$)/.exec(line)?.[1]).filter((name) => name !== undefined))];
}

/** @returns the SPDX expression of a package; undefined when it says none that is understood */
export function licenseOf({ expression, license, classifiers = [] }: RawPackage): string | undefined {
  for (const said of [expression, license]) {
    if (typeof said === 'string' && said.trim() !== '' && said.length <= LONGEST_NAME && !/^(unknown|other)$/i.test(said.trim())) {
      const plain = said.trim();
      const found = isExpression(plain) ? plain : CLASSIFIERS[plain] ?? correct(plain);
      if (found !== null && found !== undefined) {
        return found;
      }
    }
  }
  const named = classifiers.map((classifier) => classifier.split(' :: ').at(-1) ?? '').map((name) => CLASSIFIERS[name] ?? correct(name)).filter((one) => one !== null);
  return named.length === 0 ? undefined : [...new Set(named)].map((one) => (named.length > 1 ? `(${one})` : one)).join(' OR ');
}

/** A warning that names every package whose licence is not among those that are allowed, or is not known. */
export function licenseCheck(allowed: readonly string[], packages: readonly RawPackage[], who: string): GateCheck {
  const base = { kind: 'license' as const, name: 'licenses', limit: allowed.join(', ') };
  const odd = packages.flatMap((one): { name: string; value: string }[] => {
    const license = one.version === null ? undefined : licenseOf(one);
    const value = one.version === null ? 'not installed' : license ?? 'unknown';
    return license !== undefined && isAllowed(license, allowed) ? [] : [{ name: one.name, value }];
  });
  if (odd.length === 0) {
    return { ...base, outcome: 'passed', value: 0, message: `The licences of all ${packages.length} packages of ${who} are allowed.` };
  }
  const told = odd.slice(0, MOST_TOLD).map(({ name, value }) => `${name} (${value})`).join(', ') + (odd.length > MOST_TOLD ? `, and ${odd.length - MOST_TOLD} more` : '');
  return { ...base, outcome: 'warning', value: odd.length, message: `${odd.length} of ${packages.length} packages of ${who} have other licences than allowed: ${told}.`, facts: odd };
}

function isAllowed(license: string, allowed: readonly string[]): boolean {
  const known = allowed.filter((one) => isExpression(one));
  return allowed.includes(license) || (isExpression(license) && known.length > 0 && satisfies(license, known));
}

function isExpression(text: string): boolean {
  try {
    satisfies(text, ['MIT']);
    return true;
  } catch {
    return false; // the parser's only way to say so
  }
}
