import { computed } from 'vue';
import type { AppDefinition, Localised } from '../../engine/definition/index.ts';
import { setAt } from '../commands/setAt.ts';
import { useDraft } from '../draft/session.ts';
import type { Json } from '../draft/types.ts';
import { readDraft } from '../facts/index.ts';

export const APP_FILE = 'app.json';

/** app.json as it stands in the draft, and how a part of it is changed: one step of undo for each. */
export function useAppFile() {
  const draft = useDraft();
  const app = computed<AppDefinition>(() => readDraft(draft.store.files).app);
  function set(path: readonly (string | number)[], value: unknown, label: Localised): void {
    draft.store.run(setAt(APP_FILE, path, value as Json | undefined, label));
  }
  return { draft, app, set };
}
