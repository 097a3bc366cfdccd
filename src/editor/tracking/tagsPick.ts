/** Adds, changes and removes tags from a quick pick. */
import * as vscode from 'vscode';
import type { KeyValue } from '../../protocol/mlflow';
import { FOLLOWS } from '../chosen';
import type { RunNode } from './nodes';

/** MLflow's and our own bookkeeping, which people should not have to read past. */
const BOOKKEEPING = /^(mlflow|slipway)\./;
/** What MLflow accepts as a key (mlflow/utils/validation.py). */
const KEY = /^[/\w.\- :]{1,250}$/;

interface TagItem extends vscode.QuickPickItem { readonly tag?: KeyValue }

const REMOVE: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Remove tag' };

/** Whose tags they are: a run, a registered model, a version. */
export interface TagOwner {
  readonly name: string;
  read(): Promise<readonly KeyValue[]>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export async function editTags(node: RunNode): Promise<void> {
  const client = await node.project.connect();
  await editTagsOf({
    name: node.row.run_name, read: async () => (await client.run(node.row.run_id)).data.tags ?? [],
    set: async (key, value) => client.setTag(node.row.run_id, key, value), remove: async (key) => client.deleteTag(node.row.run_id, key),
  });
}

/** Stays open until it is dismissed, so that several tags can be set in a row. */
export async function editTagsOf(owner: TagOwner): Promise<void> {
  for (;;) {
    const tags = (await owner.read()).filter((tag) => !BOOKKEEPING.test(tag.key));
    const chosen = await choose(owner.name, tags, async (tag) => owner.remove(tag.key));
    if (chosen === undefined) {
      return;
    }
    if (chosen === 'removed') {
      continue;
    }
    const key = chosen.tag?.key ?? await askKey();
    if (key === undefined) {
      continue;
    }
    const value = await vscode.window.showInputBox({ ...FOLLOWS, title: `Tag ${key}`, value: chosen.tag?.value ?? '', prompt: 'Value of the tag' });
    if (value !== undefined) {
      await owner.set(key, value);
    }
  }
}

async function askKey(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    ...FOLLOWS, title: 'New tag', prompt: 'Name of the tag',
    validateInput: (text) => KEY.test(text) ? undefined : 'A name has 1 to 250 letters, digits, spaces and the characters _ - . / :',
  });
}

async function choose(name: string, tags: readonly KeyValue[], remove: (tag: KeyValue) => Promise<void>): Promise<TagItem | 'removed' | undefined> {
  const pick = vscode.window.createQuickPick<TagItem>();
  pick.title = `Tags of ${name}`;
  pick.placeholder = tags.length === 0 ? 'No tags yet' : 'Choose a tag to change it';
  pick.items = [
    { label: '$(add) Add tag…' },
    ...tags.map((tag): TagItem => ({ label: tag.key, description: tag.value, tag, buttons: [REMOVE] })),
  ];
  return new Promise((resolve, reject) => {
    pick.onDidAccept(() => { resolve(pick.selectedItems[0]); pick.dispose(); });
    pick.onDidHide(() => { resolve(undefined); pick.dispose(); });
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.tag !== undefined) {
        pick.busy = true;
        remove(item.tag).then(() => resolve('removed'), reject).finally(() => pick.dispose());
      }
    });
    pick.show();
  });
}
