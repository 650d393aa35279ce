import { shallowRef } from 'vue';
import type { Label } from '../../engine/definition/index.ts';
import type { DesignPeople } from '../../engine/wire/design.ts';
import { both } from './draft.ts';
import type { FactOption } from './fact.ts';

/** Those whom conditions can name: they are no part of a draft, and the same for every place of the app that is open. */
export interface Directory {
  /** By id. */
  people: readonly FactOption[];
  /** The same by the names that they sign in with, as definitions name them. */
  logins: readonly FactOption[];
  /** By key. */
  departments: readonly FactOption[];
}

const nobody: Directory = { people: [], logins: [], departments: [] };

export const directory = shallowRef<Directory>(nobody);

const named = (value: string, label: Label): FactOption => ({ value, label: both(label, value) });

/** What the server says of an app's people, or nothing while another app is being opened. */
export function meet(found: DesignPeople | undefined): void {
  if (found === undefined) {
    directory.value = nobody;
    return;
  }
  const here = found.people.filter(({ disabled }) => !disabled);
  directory.value = {
    people: here.map(({ id, name }) => named(id, name)),
    logins: here.map(({ login, name }) => named(login, name)),
    departments: found.departments.map(({ key, label }) => named(key, label)),
  };
}
