import { type FormDefinition, loadFieldTypes } from '../../engine/form/index.ts';
import { addDisplays } from './display.ts';
import { addFieldUis } from './registry.ts';
import { special } from './special.ts';

const loading = new Map<string, Promise<void>>();

async function loadUi(type: string): Promise<void> {
  const found = await special[type]?.();
  if (found === undefined) return;
  addFieldUis({ [type]: found.ui });
  if (found.display) addDisplays({ [type]: found.display });
}

/** Once for each type; one that could not be fetched is tried again. */
function loadType(type: string): Promise<void> {
  let load = loading.get(type);
  if (load === undefined) {
    load = Promise.all([loadUi(type), loadFieldTypes([type])]).then(() => undefined);
    load.catch(() => loading.delete(type));
    loading.set(type, load);
  }
  return load;
}

/** Every field type there is: for screens that show any form. */
export async function loadAllFields(): Promise<void> {
  await Promise.all([loadFieldTypes(), ...Object.keys(special).map(loadType)]);
}

/** What these forms need, before one of them is opened: most need nothing that is not there. */
export async function loadFields(forms: readonly FormDefinition[]): Promise<void> {
  const fields = forms.flatMap((form) =>
    form.fields.flatMap((field) => (field.type === 'table' ? [field, ...field.fields] : [field])),
  );
  await Promise.all([...new Set(fields.map(({ type }) => type))].map(loadType));
}
