/** Names of the project's saved views: read when they are first wanted, and followed from then on, whichever window saves one. */
import { Signal } from '../ui/signal';
import type { CompareHost } from './tableData';

export class SavedViews {
  /** by name; undefined until they are read */
  readonly names = new Signal<readonly string[] | undefined>(undefined);

  constructor(private readonly host: CompareHost) {
    const follow = (): void => {
      if (this.names.value !== undefined) {
        // What fails here is read again with the next notice, or when the list is opened again.
        this.read().catch((error: unknown) => console.warn('The saved views could not be read', error));
      }
    };
    host.on('views', follow);
    host.on('reset', follow);
  }

  async read(): Promise<void> {
    this.names.set(await this.host.ask('views', {}));
  }
}
