/** The signature of a version against that of the champion. Pure. */
import type { GateCheck } from '../../protocol/gates';
import type { Gate } from '../../protocol/projectFile';
import type { Signature, SignaturePart } from './modelFile';

type Rule = NonNullable<Gate['signature']>;

const MOST_TOLD = 3;

/**
 * @param champion undefined: there is none yet, or it is the version itself; its signature is undefined when it was logged without
 * @param who "iris v3"
 */
export function signatureCheck(rule: Rule, signature: Signature | undefined, champion: { readonly label: string; readonly signature: Signature | undefined } | undefined, who: string): GateCheck {
  const base = { kind: 'signature' as const, name: 'signature', limit: rule === 'present' ? 'present' : `${rule}${champion === undefined ? '' : ` with ${champion.label}`}` };
  if (signature === undefined) {
    return { ...base, outcome: 'failed', message: `${who} has no signature. Log it with signature=infer_signature(X, y) or input_example=X[:5].` };
  }
  if (rule === 'present') {
    return { ...base, outcome: 'passed', message: `${who} has a signature.` };
  }
  if (champion === undefined) {
    return { ...base, outcome: 'not_judged', message: `${who} has a signature; there is no other champion yet that it could differ from.` };
  }
  if (champion.signature === undefined) {
    return { ...base, outcome: 'not_judged', message: `${who} has a signature; ${champion.label} has none that it could differ from.` };
  }
  const differences = rule === 'same' ? differing(signature, champion.signature) : breaking(signature, champion.signature);
  const list = differences.slice(0, MOST_TOLD).join('; ') + (differences.length > MOST_TOLD ? `; and ${differences.length - MOST_TOLD} more` : '');
  return differences.length === 0
    ? { ...base, outcome: 'passed', message: rule === 'same' ? `The signature is that of ${champion.label}.` : `Who calls ${champion.label} can call ${who}.` }
    : { ...base, outcome: 'failed', message: `${rule === 'same' ? `The signature is not that of ${champion.label}` : `Who calls ${champion.label} can't call ${who}`}: ${list}.`, facts: differences.map((value, index) => ({ name: `difference ${index + 1}`, value })) };
}

/** What stops a caller of `old` from calling `now`: a new required input, a changed type, an output that is gone. */
export function breaking(now: Signature, old: Signature): string[] {
  const inputs = byName(old.inputs);
  const given = now.inputs.flatMap((part) => {
    const before = inputs.get(nameOf(part));
    return before === undefined ? (part.required ? [`input ${titled(part)} is new and required`] : [])
      : before.type !== part.type ? [`input ${titled(part)} is ${part.type} and was ${before.type}`] : part.required && !before.required ? [`input ${titled(part)} is required and was not`] : [];
  });
  const outputs = byName(now.outputs);
  const got = old.outputs.flatMap((part) => {
    const after = outputs.get(nameOf(part));
    return after === undefined ? [`output ${titled(part)} is gone`] : after.type === part.type ? [] : [`output ${titled(part)} is ${after.type} and was ${part.type}`];
  });
  const params = byName(now.params);
  const set = old.params.flatMap((part) => {
    const after = params.get(nameOf(part));
    return after === undefined ? [`param ${titled(part)} is gone`] : after.type === part.type ? [] : [`param ${titled(part)} is ${after.type} and was ${part.type}`];
  });
  return [...given, ...got, ...set];
}

function differing(now: Signature, old: Signature): string[] {
  return (['inputs', 'outputs', 'params'] as const).flatMap((side) => {
    const [present, before] = [byName(now[side]), byName(old[side])];
    const word = side.slice(0, -1);
    return [
      ...[...before].filter(([name]) => !present.has(name)).map(([, part]) => `${word} ${titled(part)} is gone`),
      ...[...present].flatMap(([name, part]) => {
        const was = before.get(name);
        return was === undefined ? [`${word} ${titled(part)} is new`] : was.type !== part.type ? [`${word} ${titled(part)} is ${part.type} and was ${was.type}`]
          : was.required !== part.required ? [`${word} ${titled(part)} is ${part.required ? 'required' : 'optional'} and was not`] : [];
      }),
    ];
  });
}

function byName(parts: readonly SignaturePart[]): Map<string, SignaturePart> {
  return new Map(parts.map((part) => [nameOf(part), part]));
}

function nameOf({ name }: SignaturePart): string {
  return name ?? '';
}

function titled({ name }: SignaturePart): string {
  return name === undefined ? 'without a name' : `"${name}"`;
}
