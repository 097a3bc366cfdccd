/** Whether a version holds pickles, and whose: what slipway.yaml wants of them, and what has to be trusted before it is loaded. */
import type { GateCheck } from '../../protocol/gates';
import type { Gate } from '../../protocol/projectFile';
import type { CodeFile } from '../registry/codeFiles';
import { type TrustedFiles, untrustedText } from '../registry/trustedFiles';
import { GateProblem } from './gateProblem';
import type { ModelFile } from './modelFile';
import type { Subject } from './subject';

const MOST_TOLD = 5;

export function pickleCheck(rule: NonNullable<Gate['pickle']>, files: readonly CodeFile[], who: string): GateCheck {
  const pickles = files.filter(({ kind }) => kind === 'pickle').map((file) => file.path);
  const base = { kind: 'pickle' as const, name: 'pickles', value: pickles.length };
  if (pickles.length === 0) {
    return { ...base, outcome: 'passed', message: `${who} holds no pickle.` };
  }
  const told = pickles.slice(0, MOST_TOLD).join(', ') + (pickles.length > MOST_TOLD ? `, and ${pickles.length - MOST_TOLD} more` : '');
  const outcome = { fail: 'failed', warn: 'warning', allow: 'passed' }[rule] as GateCheck['outcome'];
  const remedy = rule === 'allow' ? '' : ' Log it in a format without code, such as skops or ONNX, where there is one.';
  return { ...base, outcome, ...(rule === 'fail' ? { limit: 'none' } : {}), message: `${who} holds ${pickles.length === 1 ? 'a pickle' : 'pickles'}, which can run any code when loaded: ${told}.${remedy}`, facts: pickles.map((value, index) => ({ name: `pickle ${index + 1}`, value })) };
}

export interface Loadable { readonly subject: Subject; readonly folder: string; readonly files: readonly CodeFile[]; readonly model: ModelFile }

/**
 * What no run of this store made is loaded only when somebody trusts its pickles and its code, by their content.
 * @throws GateProblem that lists what has to be trusted
 */
export async function mustBeTrusted(models: readonly Loadable[], trusted: TrustedFiles): Promise<void> {
  const wanted = await trusted.wantedBy(models.filter(({ subject }) => !subject.home).map(({ subject, folder, files, model }) => ({ folder, files, loader: model.loader, from: subject.from })));
  if (wanted.length > 0) {
    throw new GateProblem(untrustedText(wanted, '"slipway gate --trust"'), wanted);
  }
}
