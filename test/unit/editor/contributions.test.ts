/** package.json and contributions.ts say the same, both ways. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Command, ContextKey, EditorType, Scheme, View, focused, internalCommands, runColors, settingIds } from '../../../src/editor/contributions';

interface Menu { readonly command: string; readonly when?: string; readonly group?: string }
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly keybindings: readonly (Menu & { readonly key: string; readonly args?: string })[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly markdownDescription: string; readonly default: unknown }>> };
    readonly customEditors: readonly { readonly viewType: string; readonly selector: readonly { readonly filenamePattern: string }[] }[];
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as Manifest;
const { contributes } = manifest;
const declared = contributes.commands.map((command) => command.command);

describe('package.json against contributions.ts', () => {
  it('declares every command and no other', () => {
    const wanted = Object.values(Command).filter((id) => !internalCommands.includes(id));
    expect(declared.toSorted()).toEqual(wanted.toSorted());
  });

  it('puts only declared commands into menus, and every one of them under the category Slipway', () => {
    expect(Object.values(contributes.menus).flat().map((menu) => menu.command).filter((id) => !declared.includes(id))).toEqual([]);
    expect(contributes.commands.filter((command) => command.category !== 'Slipway')).toEqual([]);
  });

  it('lets keys act on the row that has the focus, only inside the view and not while something is typed there', () => {
    expect(contributes.keybindings.filter((binding) => !declared.includes(binding.command))).toEqual([]);
    expect(contributes.keybindings.map((binding) => [binding.key, binding.args, binding.when])).toEqual(
      ['f2', 'delete'].map((key) => [key, focused, `focusedView == ${View.experiments} && listFocus && !inputFocus`]),
    );
  });

  it('keeps every entry of a run\'s menu while several rows are selected: a click beside them means the clicked one', () => {
    expect((contributes.menus['view/item/context'] ?? []).filter((menu) => menu.when?.includes('listMultiSelection'))).toEqual([]);
  });

  it('links only to commands that exist from welcome texts', () => {
    const linked = contributes.viewsWelcome.flatMap((welcome) => [...welcome.contents.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''));
    expect(linked.filter((id) => id.startsWith('slipway.') && !declared.includes(id))).toEqual([]);
    expect(linked.length).toBeGreaterThan(5);
  });

  it('uses only context keys that the code sets', () => {
    const whens = [...Object.values(contributes.menus).flat(), ...contributes.viewsWelcome].map((entry) => entry.when ?? '').join(' ');
    const used = new Set([...whens.matchAll(/(?<![\w.])slipway\.\w+/g)].map((match) => match[0]));
    used.delete(View.experiments);
    used.delete(View.models);
    used.delete(View.deployments);
    used.delete(View.monitors);
    const known: string[] = Object.values(ContextKey);
    expect([...used].filter((key) => !known.includes(key))).toEqual([]);
  });

  it('declares views, settings and colours as the code names them', () => {
    expect(contributes.views[View.container]?.map((view) => view.id)).toEqual([View.experiments, View.models, View.deployments, View.monitors]);
    expect(contributes.viewsContainers.activitybar.map((container) => container.id)).toEqual([View.container]);
    expect(Object.keys(contributes.configuration.properties).toSorted()).toEqual(settingIds.toSorted());
    expect(contributes.colors.map((color) => color.id)).toEqual(runColors);
  });

  it('offers the editor of HTML artifacts for artifacts only', () => {
    expect(contributes.customEditors.map(({ viewType, selector }) => [viewType, selector])).toEqual([[EditorType.artifact, [{ filenamePattern: `${Scheme.artifact}:/**` }]]]);
  });

  it('orders the context menu of a run: open, compare, edit, reproduce, delete', () => {
    const groups = (contributes.menus['view/item/context'] ?? []).map((menu) => menu.group?.split('@')[0] ?? '').filter((group) => group !== 'inline');
    expect([...new Set(groups)]).toEqual(['1_open', '2_compare', '3_edit', '4_reproduce', '5_delete']);
  });
});

describe('colours of runs', () => {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  // Side bar backgrounds of Dark Modern, Light Modern and the two high-contrast themes.
  it.each([['dark', '#181818'], ['light', '#f8f8f8'], ['highContrast', '#000000'], ['highContrastLight', '#ffffff']])('keep 4.5 : 1 in %s', (theme, background) => {
    const low = contributes.colors.filter((color) => contrast(color.defaults[theme] ?? '#000000', background) < 4.5).map((color) => color.id);
    expect(low).toEqual([]);
  });
});
