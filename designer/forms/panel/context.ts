import { type ComputedRef, computed, type ShallowRef, shallowRef } from 'vue';
import type { Samples } from '../../../engine/wire/design.ts';
import type { LookupView } from '../../../engine/wire.ts';
import { api } from '../../../runtime/api/client.ts';
import type { LookupTrial } from '../../editors/lookup/trial.ts';
import type { Sample } from '../../editors/samples.ts';
import { readDraft } from '../../facts/index.ts';
import type { PanelContext } from '../../panel/context.ts';
import type { FormEditor } from '../editor.ts';
import { formPath } from '../model/edit.ts';
import { pathOf } from '../model/tree.ts';
import type { Settled } from '../settled.ts';

const at = (app: string, place: string): string => `/api/design/${encodeURIComponent(app)}/${place}`;

export function lookupTrial(app: string): LookupTrial {
  return (form, lookup, values) => api.post<LookupView>(at(app, 'try/lookup'), { form, lookup, values });
}

/** Records to try formulas on; none where the form has never been published. */
export async function samplesOf(app: string, form: string): Promise<Sample[]> {
  const rows = await api.get<Samples>(at(app, `samples/${encodeURIComponent(form)}?limit=20`));
  return rows.map(({ id, title, data }) => ({ id, label: title || id, values: data }));
}

/** What the editors of the panel may refer to, for what is selected. Loaded by whoever opens the page. */
export function panelContext(
  editor: FormEditor,
  settled: ShallowRef<Settled>,
): {
  context: ComputedRef<PanelContext>;
  samples: { value: readonly Sample[] };
} {
  const samples = shallowRef<readonly Sample[]>([]);
  const tryLookup = lookupTrial(editor.store.app);
  const table = computed(() => {
    const [head, column] = (pathOf(settled.value.selection.at(-1) ?? '') ?? '').split('.');
    return column === undefined ? undefined : head;
  });
  const context = computed(
    (): PanelContext => ({
      draft: readDraft(settled.value.files),
      file: formPath(editor.key),
      form: editor.key,
      samples: samples.value,
      tryLookup,
      ...(editor.depending.value === undefined ? {} : { depending: editor.depending.value }),
      ...(table.value === undefined ? {} : { table: table.value }),
    }),
  );
  return { context, samples };
}
