/** Rules of saved views: what the panel keeps in one is its own business. */
import type { SavedView } from '../../../protocol/table';
import type { Database } from '../../database/open';
import { invalid, missing } from '../../mlflowErrors';
import { ViewStore } from './viewStore';

const MOST_NAME = 200;
/** Characters of a view as JSON. */
const MOST_STATE = 4 << 20;
const MOST_VIEWS = 1_000;

export class ViewService {
  readonly #store: ViewStore;

  constructor(private readonly database: Database) {
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
    if (name.trim() === '' || name.length > MOST_NAME) {
      throw invalid(`A view needs a name of at least one and at most ${MOST_NAME} characters.`);
    }
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
    return { name, state, updated };
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  async delete(name: string): Promise<void> {
    await this.database.writes.write(() => {
      if (!this.#store.delete(name)) {
        throw missing(`No view with name: ${name}`);
      }
    });
  }
}
