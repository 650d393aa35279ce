import { type ComputedRef, computed } from 'vue';
import { useDraft } from '../draft/session.ts';
import type { JsonObject } from '../draft/types.ts';
import { readDraft } from '../facts/index.ts';
import type { PanelContext } from '../panel/context.ts';

const keyIn = (json: JsonObject | undefined, name: string): string | undefined =>
  typeof json?.[name] === 'string' ? json[name] : undefined;

/** What the panel of this file may name: the form that it is about, said by itself, by its trigger or by its flow. */
export function usePanelContext(of: () => { file: string; json: JsonObject | undefined }): ComputedRef<PanelContext> {
  const draft = useDraft();
  return computed(() => {
    const { file, json } = of();
    const read = readDraft(draft.store.files);
    const on = json?.on;
    const trigger = typeof on === 'object' && on !== null && !Array.isArray(on) ? on : undefined;
    const flow = keyIn(trigger, 'flow') ?? (file.startsWith('flows/') ? keyIn(json, 'key') : undefined);
    const form = keyIn(json, 'form') ?? keyIn(trigger, 'form') ?? read.flows.get(flow ?? '')?.form;
    return {
      draft: read,
      file,
      ...(form === undefined ? {} : { form }),
      ...(flow === undefined ? {} : { flow }),
    };
  });
}
