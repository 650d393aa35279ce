import { everydayTypes, type FormDefinition, loadFieldTypes } from '../../engine/form/index.ts';
import { addDisplays } from './display.ts';
import { addFieldUis } from './registry.ts';

let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const [{ special, displays }] = await Promise.all([import('./special.ts'), loadFieldTypes()]);
  addFieldUis(special);
  addDisplays(displays);
}

/** Every field type there is: for screens that show any form. */
export function loadAllFields(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** What these forms need, before one of them is opened: most need nothing that is not there. */
export async function loadFields(forms: readonly FormDefinition[]): Promise<void> {
  const fields = forms.flatMap((form) =>
    form.fields.flatMap((field) => (field.type === 'table' ? [field, ...field.fields] : [field])),
  );
  if (fields.some(({ type }) => !everydayTypes.has(type))) await loadAllFields();
}
