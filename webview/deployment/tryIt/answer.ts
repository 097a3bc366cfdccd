/** What a deployment's answer to one row says, whatever protocol it came by. */
import type { InvokeAnswer } from '../../../src/protocol/panels/deploymentPanel';
import type { ServedInterface } from '../../../src/protocol/servedInterface';
import { formatNumber } from '../../../src/wording/formatNumber';
import { isObject, parsedJson } from '../../../src/wording/parsedJson';
import type { FormField } from '../../model/signatureForm';

export interface Bar { readonly label: string; /** 0 to 1 */ readonly share: number }

export type Answer =
  | { readonly kind: 'value'; readonly text: string; readonly full: string; readonly bars: readonly Bar[] }
  | { readonly kind: 'values'; readonly values: readonly { readonly name: string; readonly text: string }[] }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Probabilities sum up to 1, but for rounding in single precision. */
const SLACK = 1e-3;

export function answerOf({ status, text, cut }: InvokeAnswer, served: Pick<ServedInterface, 'answer' | 'probabilities' | 'classes'>): Answer {
  const content = cut ? undefined : parsedJson(text);
  if (status !== 200) {
    return { kind: 'refused', message: messageOf(content) ?? (text.trim() === '' ? `It answered with status ${status} and no words.` : text) };
  }
  if (!isObject(content)) {
    return { kind: 'json', text };
  }
  return Array.isArray(content['outputs']) ? inferenceAnswer(content['outputs'], served, text) : predictionAnswer(content['predictions'], served, text);
}

/** The field that a refusal is about: the longest name that it quotes. */
export function fieldNamedIn(message: string, fields: readonly FormField[]): FormField | undefined {
  const named = fields.filter(({ field: { name } }) => name !== '' && [`'${name}'`, `"${name}"`, `column ${name}.`, `column ${name} `, `column ${name}:`].some((quoted) => message.includes(quoted)));
  return named.toSorted((a, b) => b.field.name.length - a.field.name.length)[0];
}

function inferenceAnswer(outputs: readonly unknown[], { answer, probabilities, classes }: Pick<ServedInterface, 'answer' | 'probabilities' | 'classes'>, text: string): Answer {
  const data = (name: string | null): readonly unknown[] => {
    const output = outputs.find((one) => isObject(one) && one['name'] === name);
    return isObject(output) && Array.isArray(output['data']) ? output['data'] : [];
  };
  const [value] = data(answer);
  return value === undefined ? { kind: 'json', text } : { kind: 'value', ...said(value), bars: barsOf(data(probabilities), classes) };
}

function predictionAnswer(predictions: unknown, { classes }: Pick<ServedInterface, 'classes'>, text: string): Answer {
  const row: unknown = Array.isArray(predictions) ? predictions.length === 1 ? predictions[0] : undefined : undefined;
  if (isObject(row)) {
    const entries = Object.entries(row);
    const bars = barsOf(entries.map(([, value]) => value), entries.map(([name]) => name));
    const [best] = bars;
    return best !== undefined ? { kind: 'value', text: best.label, full: best.label, bars } : { kind: 'values', values: entries.map(([name, value]) => ({ name, text: said(value).text })) };
  }
  if (Array.isArray(row)) {
    const bars = barsOf(row, classes);
    const [best] = bars;
    return best === undefined ? { kind: 'json', text: JSON.stringify(row, undefined, 2) } : { kind: 'value', text: best.label, full: best.label, bars };
  }
  return row === undefined || row === null ? { kind: 'json', text } : { kind: 'value', ...said(row), bars: [] };
}

/** The likeliest first; none for what are no probabilities. */
function barsOf(shares: readonly unknown[], classes: readonly string[] | null): Bar[] {
  const numbers = shares.filter((share): share is number => typeof share === 'number' && share >= 0 && share <= 1 + SLACK);
  const sum = numbers.reduce((total, share) => total + share, 0);
  return shares.length < 2 || numbers.length < shares.length || Math.abs(sum - 1) > SLACK ? [] : numbers.map((share, at) => ({ label: classes?.[at] ?? String(at), share })).toSorted((a, b) => b.share - a.share);
}

function said(value: unknown): { readonly text: string; readonly full: string } {
  const full = typeof value === 'string' ? value : JSON.stringify(value);
  return { text: typeof value === 'number' ? formatNumber(value) : full, full };
}

function messageOf(content: unknown): string | undefined {
  return !isObject(content) ? undefined : [content['message'], content['error'], content['detail']].find((text): text is string => typeof text === 'string');
}
