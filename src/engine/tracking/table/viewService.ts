/** Rules of saved views: what the panel keeps in one is its own business. */
import type { SavedView } from '../../../protocol/table';
import type { Database } from '../../database/open';
import type { EventBus } from '../../events';
import { invalid, missing, MlflowError } from '../../mlflowErrors';
import { ViewStore } from './viewStore';

const MOST_NAME = 200;
/** Characters of a view as JSON. */
const MOST_STATE = 4 << 20;
const MOST_VIEWS = 1_000;

export class ViewService {
  readonly #store: ViewStore;

  constructor(private readonly database: Database, private readonly events: EventBus) {
    this.#store = new ViewStore(database.sqlite);
  }

  /** All views, by name. */
  all(): SavedView[] {
    return this.#store.all().map(({ name, state, updated }) => ({ name, state: JSON.parse(state) as unknown, updated }));
  }

  /**
   * Keeps a view; one of the same name is replaced.
   * @returns it, with the time
   * @throws INVALID_PARAMETER_VALUE for a name or a state that is too long, or a view too many
   */
  async save({ name, state }: SavedView): Promise<SavedView> {
    checkName(name);
    const text = JSON.stringify(state);
    if (text.length > MOST_STATE) {
      throw invalid(`The view '${name}' is too large to be kept: it has ${text.length} characters, at most ${MOST_STATE} can be kept. Compare the runs by a filter instead of naming each of them.`);
    }
    const updated = Date.now();
    await this.database.writes.write(() => {
      if (this.#store.others(name) >= MOST_VIEWS) {
        throw invalid(`There are ${MOST_VIEWS} views already. Delete one that is not needed any more, then save '${name}' again.`);
      }
      this.#store.keep({ name, state: text, updated });
    });
    this.events.publish({ type: 'view', name, change: 'saved' });
    return { name, state, updated };
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  async delete(name: string): Promise<void> {
    await this.database.writes.write(() => {
      if (!this.#store.delete(name)) {
        throw missing(`No view with name: ${name}`);
      }
    });
    this.events.publish({ type: 'view', name, change: 'deleted' });
  }

  /**
   * Gives a view another name; a link to the former one opens it no more.
   * @throws RESOURCE_DOES_NOT_EXIST; RESOURCE_ALREADY_EXISTS when another view has that name; INVALID_PARAMETER_VALUE for a name that is too long
   */
  async rename(name: string, to: string): Promise<void> {
    checkName(to);
    await this.database.writes.write(() => {
      if (name !== to && this.#store.has(to)) {
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `There is a view '${to}' already. Choose another name, or delete that one first.`);
      }
      if (!this.#store.rename(name, to)) {
        throw missing(`No view with name: ${name}`);
      }
    });
    this.events.publish({ type: 'view', name, change: 'deleted' });
    this.events.publish({ type: 'view', name: to, change: 'saved' });
  }
}

function checkName(name: string): void {
  if (name.trim() === '' || name.length > MOST_NAME) {
    throw invalid(`A view needs a name of at least one and at most ${MOST_NAME} characters.`);
  }
}
