/** What the profile panel's page asks its host, and what it keeps over a reload. */
import * as Type from 'typebox';
import type { ValidationReport } from '../dataSchema';
import type { ProfileReport } from '../profile';
import { method } from './contract';

/** How far the reading of the file is. */
export interface ProfileProgress { readonly done: number; readonly of: number }

const Nothing = Type.Object({});

export const profileMethods = {
  /** reads the whole file; ends when the ask is cancelled */
  profile: method<ProfileReport>()(Nothing),
  progress: method<ProfileProgress>()(Nothing),
  /** null: slipway.yaml has no schema for the file */
  validation: method<ValidationReport | null>()(Nothing),
  /** asks for a name and writes a schema into slipway.yaml */
  suggest: method<void>()(Nothing),
  openSchema: method<void>()(Nothing),
  copy: method<void>()(Type.Object({ text: Type.String() })),
};
export type ProfileMethods = typeof profileMethods;

/** What the page keeps. */
export interface ProfilePanelState {
  /** folder of the store: which project */
  readonly store: string;
  /** absolute path of the data file */
  readonly path: string;
  /** name of the column that is opened */
  readonly selected?: string;
  readonly search?: string;
  readonly sort?: { readonly id: string; readonly descending: boolean };
}
