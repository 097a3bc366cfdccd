/** What people change about who answers in a deployment: challengers, shadows, weights, promotion, rollback. */
import { watchFolder } from '../../connection/folderWatch';
import type { AddArmRequest, ArmName, RolloutPlan, TrafficRequest } from '../../protocol/deployments';
import { invalid, missing } from '../mlflowErrors';
import { keyOf, promoted, rolledBack, weighted } from './rollout/shares';
import type { PlannedArm, ServedModel } from './servedModel';
import { changed, standingOf, type Standing } from './standing';
import type { DeploymentStore } from './store';
import { lookAt } from './supervisorLink';

/** A front that is alive takes up a plan in milliseconds; the next look shows it in any case. */
const FOLLOWED_MS = 5_000;
/** A model that Python loads takes seconds; after this it goes on by itself. */
const LOADED_MS = 60_000;

export const ROLLOUT_DEFAULTS: RolloutPlan = { steps: [5, 25, 50], hold_seconds: 300, min_requests: 100, max_failure_rate: 0.05, max_latency_ratio: 3, error_rate: 0.05, finish: 'promote' };

/** Changes the plan of a deployment that has one. All throw RESOURCE_DOES_NOT_EXIST or INVALID_PARAMETER_VALUE, in a sentence. */
export class DeployedArms {
  constructor(private readonly store: DeploymentStore) {}

  /** @throws when the version is an arm already, or its rollout is none */
  checkNew(name: string, { model, version, role, rollout }: AddArmRequest): void {
    const { planned } = this.#standing(name);
    const there = planned.find((arm) => keyOf(arm) === keyOf({ model, version }));
    if (there !== undefined && there.role !== 'previous') {
      throw invalid(`${model}/${version} is ${there.role} in ${name} already. Change its share with: slipway traffic ${name} ${model}/${version}=PERCENT.`);
    }
    if (rollout !== undefined && role !== 'challenger') {
      throw invalid('Only a challenger can be rolled out in steps: a shadow answers nobody.');
    }
    const steps = rollout?.steps ?? [];
    if (steps.some((step, at) => at > 0 && step <= (steps[at - 1] ?? 0))) {
      throw invalid(`The steps of a rollout ascend; ${steps.join(', ')} do not.`);
    }
  }

  /** Resolves when its model is loaded. @throws INVALID_PARAMETER_VALUE when it can't be: then it is taken out again */
  async add(name: string, { model, version, role, weight, rollout }: AddArmRequest, served: ServedModel): Promise<void> {
    const standing = this.#standing(name);
    const arm: PlannedArm = { model, version, role, weight: 0, served };
    const given = rollout !== undefined ? 0 : weight ?? (role === 'shadow' ? 100 : 0);
    const arms = [...standing.planned.filter((one) => keyOf(one) !== keyOf(arm)), arm];
    const plan = rollout === undefined ? null : { model, version, plan: { ...ROLLOUT_DEFAULTS, ...rollout } };
    const text = plan !== null ? `${keyOf(arm)} is rolled out in steps of ${plan.plan.steps.join(', ')} %.` : role === 'shadow' ? `${keyOf(arm)} gets copies of ${given} % of the requests.` : `${keyOf(arm)} was added with ${given} % of the requests.`;
    await this.#change(name, standing, this.#weighted(arms, new Map([[keyOf(arm), given]])), { what: 'added', text }, plan ?? (role === 'shadow' ? standing.plan.rollout ?? null : null));
    await this.#until(name, LOADED_MS, ({ arms: now }) => now.find((one) => keyOf(one) === keyOf(arm))?.state !== 'starting');
    const added = this.#standing(name).arms.find((one) => keyOf(one) === keyOf(arm));
    if (added?.state === 'failed') {
      await this.remove(name, arm);
      throw invalid(`${keyOf(arm)} can't be served. ${added.problem ?? 'The log says more.'}`);
    }
  }

  async remove(name: string, arm: ArmName): Promise<void> {
    const standing = this.#standing(name);
    const found = this.#found(name, standing, arm);
    if (found.role === 'champion') {
      throw invalid(`${keyOf(found)} is the champion of ${name}. Promote another arm first, or undeploy ${name}.`);
    }
    await this.#change(name, standing, this.#weighted(standing.planned.filter((one) => one !== found), new Map()), { what: 'removed', text: `${keyOf(found)} was taken out.` });
  }

  async traffic(name: string, { weights }: TrafficRequest): Promise<void> {
    const standing = this.#standing(name);
    const given = new Map(weights.map(({ weight, ...arm }) => {
      const found = this.#found(name, standing, arm);
      if (found.role === 'previous') {
        throw invalid(`${keyOf(found)} was the champion before and takes no share. Roll back to it, or add it as a challenger.`);
      }
      return [keyOf(found), weight] as const;
    }));
    const champion = standing.planned.find(({ role }) => role === 'champion');
    const arms = this.#weighted(standing.planned, given);
    const share = arms.find(({ role }) => role === 'champion')?.weight ?? 0;
    const asked = champion === undefined ? undefined : given.get(keyOf(champion));
    if (asked !== undefined && Math.abs(asked - share) > 0.01) {
      throw invalid(`The shares add up to ${100 - share + asked} %, not to 100. Name those of the challengers only: the champion gets the rest, ${share} %.`);
    }
    await this.#change(name, standing, arms, { what: 'weights', text: `${arms.filter(({ role }) => role !== 'previous').map((arm) => `${keyOf(arm)} ${arm.weight} %`).join(', ')}.` });
  }

  /** @param arm undefined: the only challenger */
  async promote(name: string, arm: ArmName | undefined): Promise<void> {
    const standing = this.#standing(name);
    const challengers = standing.planned.filter(({ role }) => role === 'challenger');
    if (arm === undefined && challengers.length !== 1) {
      throw invalid(challengers.length === 0 ? `${name} has no challenger that could be promoted.` : `${name} has ${challengers.length} challengers: name one of ${challengers.map(keyOf).join(', ')}.`);
    }
    const found = arm === undefined ? challengers[0] : this.#found(name, standing, arm);
    if (found === undefined || found.role === 'champion') {
      throw invalid(`${found === undefined ? 'It' : keyOf(found)} is the champion of ${name} already.`);
    }
    await this.#change(name, standing, promoted(standing.planned, keyOf(found)), { what: 'promoted', text: `${keyOf(found)} was promoted.` });
  }

  async rollBack(name: string, why: string | undefined): Promise<void> {
    const standing = this.#standing(name);
    const arms = rolledBack(standing.planned);
    if (arms === undefined) {
      throw invalid(`There is nothing to roll back in ${name}: no challenger has a share of its requests, and no champion was there before.`);
    }
    const champion = arms.find(({ role }) => role === 'champion');
    await this.#change(name, standing, arms, { what: 'rolled_back', text: `Rolled back to ${champion === undefined ? 'the champion' : keyOf(champion)}.${why === undefined || why.trim() === '' ? '' : ` ${why.trim()}`}` });
  }

  #standing(name: string): Standing {
    const standing = standingOf(this.store.folder(name));
    if (standing === undefined) {
      throw invalid(`${name} is not prepared yet. Wait until it answers.`);
    }
    return standing;
  }

  #found(name: string, { planned }: Standing, { model, version }: ArmName): PlannedArm {
    const found = planned.find((arm) => arm.model === model && arm.version === version);
    if (found === undefined) {
      throw missing(`${name} has no arm ${model}/${version}: it has ${planned.map(keyOf).join(', ')}.`);
    }
    return found;
  }

  #weighted(arms: readonly PlannedArm[], weights: ReadonlyMap<string, number>): PlannedArm[] {
    try {
      return weighted(arms, weights);
    } catch (error) {
      throw error instanceof RangeError ? invalid(`These shares do not fit: ${error.message}. Together they may take 100 %.`) : error;
    }
  }

  async #change(name: string, standing: Standing, arms: readonly PlannedArm[], change: Parameters<typeof changed>[2], rollout: Parameters<typeof changed>[3] = null): Promise<void> {
    this.store.savePlan(changed(standing, arms, change, rollout));
    await this.#until(name, FOLLOWED_MS, ({ followed }) => followed);
  }

  /** Resolves when that is so, or no front runs that could bring it about, or after `most` ms. */
  #until(name: string, most: number, so: (standing: Standing) => boolean): Promise<void> {
    const folder = this.store.folder(name);
    const is = (): boolean => {
      const standing = standingOf(folder);
      return standing === undefined || so(standing) || lookAt(folder).front?.ready !== true;
    };
    return new Promise((resolve) => {
      const done = (): void => {
        end();
        clearTimeout(late);
        resolve();
      };
      const end = watchFolder(folder, () => { if (is()) { done(); } });
      const late = setTimeout(done, most);
      if (is()) {
        done();
      }
    });
  }
}
