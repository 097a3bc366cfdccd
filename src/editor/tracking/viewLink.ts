/** Links that open a named view of the compare panel. */

const LINK_PATH = '/compare';

/** @param store folder of the store: whoever has the project elsewhere finds the view by its name */
export function viewLink(scheme: string, extensionId: string, store: string, name: string): string {
  // VS Code hands a link over with its query decoded once: what is encoded within it has to be left then.
  return `${scheme}://${extensionId}${LINK_PATH}?${encodeURIComponent(new URLSearchParams({ view: name, store }).toString())}`;
}

/** @param query decoded once, as VS Code does @returns undefined for a link that means something else */
export function readViewLink(linkPath: string, query: string): { readonly view: string; readonly store: string } | undefined {
  const parameters = new URLSearchParams(query);
  const view = parameters.get('view');
  return linkPath !== LINK_PATH || view === null ? undefined : { view, store: parameters.get('store') ?? '' };
}
