/** Rules of promotions: an alias moves when the gate has passed, or for a written reason. */
import type { Promotion, PromotionRequest } from '../../protocol/gates';
import { MlflowError } from '../mlflowErrors';
import { type Actor, LONGEST_REASON } from '../registry/actor';
import { present } from '../registry/provenance';
import type { RegistryService } from '../registry/service';
import type { GateService } from './service';

export class PromotionService {
  constructor(private readonly gates: GateService, private readonly registry: RegistryService) {}

  /**
   * Points an alias at a version, and notes in the log why and what the gate had said.
   * @throws PERMISSION_DENIED when the gate stands against it and there is no reason; RESOURCE_CONFLICT when somebody else has moved the
   * alias meanwhile; RESOURCE_DOES_NOT_EXIST
   */
  async promote(request: PromotionRequest, actor: Actor): Promise<Promotion> {
    const { name, version, alias, root } = request;
    // While the data are read again, nobody may slip in between.
    const seen = request.expected === undefined ? present(() => this.registry.aliases.version(name, alias))?.version ?? null : request.expected;
    const { verdict, why, report } = await this.gates.standing({ name, version, root });
    const reason = (request.reason?.trim() || actor.reason).slice(0, LONGEST_REASON);
    if (verdict !== 'passed' && verdict !== 'no_gate' && reason === '') {
      throw new MlflowError('PERMISSION_DENIED', `${name}/${version} was not promoted to ${alias}. ${why} To promote it all the same, give a reason (--reason), which is recorded.`);
    }
    const gate = verdict === 'no_gate' ? undefined : { verdict, id: report?.gate_id ?? '' };
    const was = await this.registry.aliases.set(name, alias, version, { ...actor, reason }, { expected: seen, ...(gate === undefined ? {} : { gate }) });
    return { name, version, alias, was, gate: gate === undefined ? null : { verdict: gate.verdict, gate_id: report?.gate_id ?? null } };
  }
}
