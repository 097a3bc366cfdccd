/** What each line of the Models view says: rows in, texts and icons out; no VS Code, no clock of its own. */
import { Alias } from '../../protocol/aliases';
import type { SignatureField } from '../../protocol/modelContents';
import type { ModelVersionRow, RegisteredModelRow } from '../../protocol/modelOverview';
import { tagRecord } from '../../protocol/runTags';
import { formatBytes } from '../../wording/formatBytes';
import { countOf, formatNumber, toNumber } from '../../wording/formatNumber';
import { formatAge } from '../../wording/formatTime';
import { shortenInside } from '../../wording/textWidth';
import type { ItemView } from '../lineItem';
import { headlineOf, verdictOf } from '../tracking/model';
import type { GateOutcome } from './gateOutcome';
import type { FactName, VersionFacts, VersionNode } from './nodes';

const LONGEST_LABEL = 32;
const LONGEST_KEY = 14;
/** Inputs that a line names; more are counted. */
const NAMED = 3;

/** `@champion v7 · 9 versions` */
export function modelItem(row: RegisteredModelRow): ItemView {
  const lead = row.aliases.find(({ alias }) => alias === Alias.champion) ?? row.aliases[0];
  const facts = [...(lead === undefined ? [] : [`@${lead.alias} v${lead.version}`]), row.version_count === 0 ? 'no versions' : countOf(row.version_count, 'version')];
  return {
    label: shortenInside(row.name, LONGEST_LABEL), description: facts.join(' · '), icon: { id: 'package' }, contextValue: 'model;',
    spoken: `Model ${row.name}, ${facts.join(', ')}`, children: row.version_count === 0 ? 'none' : 'collapsed',
  };
}

/** What a version's line needs besides its row. */
export interface VersionContext {
  readonly now: number;
  /** the version that is champion, where it is known and another one */
  readonly champion: ModelVersionRow | undefined;
  readonly experimentTags: Readonly<Record<string, string>>;
  /** what came of its last gate, where one was run */
  readonly gate?: GateOutcome | undefined;
}

/** `v9  @challenger  auc 0.921 ▲  12 min ago` */
export function versionItem(row: ModelVersionRow, context: VersionContext): ItemView {
  const headline = row.run === null ? undefined : headlineOf(row.run);
  const measured = headline === undefined ? [] : [`${shortenInside(headline.key, LONGEST_KEY)} ${formatNumber(toNumber(headline.value))}${verdict(row, context)}`];
  const aliases = row.aliases.map((alias) => `@${alias}`);
  const gate = gateText(context);
  const stage = row.current_stage === 'None' ? [] : [row.current_stage];
  const facts = [...aliases, ...(gate === '' ? [] : [gate]), ...measured, ...stage, formatAge(row.creation_timestamp, context.now)];
  return {
    label: `v${row.version}`, description: facts.join('  '), icon: iconOf(row, context),
    contextValue: ['version', ...(row.run_id === null ? ['file'] : ['run']), ...row.aliases.map((alias) => `@${alias}`), ''].join(';'),
    spoken: [`Version ${row.version}`, ...aliases.map((alias) => alias.slice(1)), ...(gate === '' ? [] : [gate.replace('⚠ ', '')]), ...measured.map((text) => text.replace(' ▲', ', better than the champion').replace(' ▼', ', worse than the champion')), ...stage, formatAge(row.creation_timestamp, context.now)].join(', '),
    children: 'collapsed',
  };
}

function gateText({ gate }: VersionContext): string {
  const [first] = gate?.failed ?? [];
  return gate?.state !== 'failed' ? '' : `⚠ gate failed${first === undefined ? '' : `: ${first}${gate.failed.length > 1 ? ` and ${gate.failed.length - 1} more` : ''}`}`;
}

function verdict(row: ModelVersionRow, { champion, experimentTags }: VersionContext): string {
  const own = row.run === null ? undefined : headlineOf(row.run);
  const other = own === undefined ? undefined : champion?.run?.metrics.find(({ key }) => key === own.key);
  const mark = own === undefined || other === undefined || champion?.version === row.version ? '' : verdictOf(own.key, toNumber(own.value), toNumber(other.value), experimentTags);
  return mark === '' ? '' : ` ${mark}`;
}

function iconOf(row: ModelVersionRow, { gate }: VersionContext): ItemView['icon'] {
  if (row.aliases.includes(Alias.champion)) {
    return { id: 'verified-filled', color: 'charts.green' };
  }
  if (gate?.state === 'failed') {
    return { id: 'warning', color: 'list.warningForeground' };
  }
  return row.aliases.includes(Alias.challenger) ? { id: 'verified', color: 'charts.blue' } : { id: 'circle-outline' };
}

/** One thing that is known of a version: `signature  4 inputs → 1 output`. */
export function factItem(fact: FactName, { row, experiment }: Pick<VersionNode, 'row' | 'experiment'>, facts: VersionFacts): ItemView {
  const [text, icon] = factText(fact, row, experiment?.name, facts);
  return { label: fact, description: text, icon: { id: icon }, contextValue: `fact;${fact};`, spoken: `${fact}: ${text}`, children: 'none' };
}

function factText(fact: FactName, row: ModelVersionRow, experiment: string | undefined, { contents, deployments }: VersionFacts): [text: string, icon: string] {
  switch (fact) {
    case 'run': return [row.run !== null ? [row.run.run_name, ...(experiment === undefined ? [] : [experiment]), ...(row.run.lifecycle_stage === 'deleted' ? ['deleted'] : [])].join(' · ') : row.run_id === null ? 'none: registered from a file' : 'gone: it was deleted for good', 'beaker'];
    case 'signature': return [contents.signature === null ? contents.problem ?? 'none: it was logged without one' : `${fieldsText(contents.signature.inputs, 'input')} → ${fieldsText(contents.signature.outputs, 'output')}`, 'symbol-interface'];
    case 'size': return [contents.state === 'here' ? [formatBytes(contents.size), countOf(contents.files.length, 'file'), ...contents.flavors, ...(contents.pickles.length > 0 ? ['holds a pickle'] : [])].join(' · ') : contents.problem ?? contents.location, contents.state === 'gone' ? 'warning' : 'file-binary'];
    case 'stage': return [row.current_stage, 'milestone'];
    case 'deployments': return [deployments.map(({ name, state }) => (state === 'healthy' ? name : `${name}, ${state}`)).join(' · '), 'rocket'];
    case 'description': return [row.description.replaceAll(/\s+/g, ' '), 'note'];
  }
}

/** Which facts a version has. */
export function factsOf(row: ModelVersionRow, { deployments }: VersionFacts): FactName[] {
  return ['run', 'signature', 'size', ...(row.current_stage === 'None' ? [] : ['stage' as const]), ...(deployments.length === 0 ? [] : ['deployments' as const]), ...(row.description === '' ? [] : ['description' as const])];
}

/** `age, plan and 2 more inputs`, or of unnamed tensors their shape. */
export function fieldsText(fields: readonly SignatureField[], what: 'input' | 'output'): string {
  const [first] = fields;
  if (first === undefined) {
    return `no ${what}`;
  }
  if (fields.length > NAMED) {
    return countOf(fields.length, what);
  }
  return fields.map((field) => (field.name === '' ? typeText(field) : field.name)).join(', ');
}

/** `double`, `int64[?, 4]`, `string (optional)`. */
export function typeText({ type, dtype, shape, required }: SignatureField): string {
  const base = dtype === undefined ? type : `${dtype}[${(shape ?? []).map((size) => (size === -1 ? '?' : size)).join(', ')}]`;
  return required ? base : `${base} (optional)`;
}

/** @returns the tags of a run's experiment, as `verdictOf` takes them */
export function tagsOf(node: Pick<VersionNode, 'experiment'>): Readonly<Record<string, string>> {
  return tagRecord(node.experiment?.tags ?? []);
}
