import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue';
import { factsOfFlow, type Localised, type Problem } from '../../engine/definition/index.ts';
import { checkFlow } from '../../engine/flow/index.ts';
import { text } from '../i18n/index.ts';
import type { FlowEditor, Id } from './editor.ts';

/** Something wrong in this flow. `ways`: edges of the way that shows it, where there is one. */
export interface Fault {
  code: string;
  severity: 'error' | 'warning';
  path: string;
  message: Localised;
  cure: Localised;
  ways: readonly string[];
}

export interface Faults {
  all: ShallowRef<readonly Fault[]>;
  of(id: Id): readonly Fault[];
  worst(id: Id): 'error' | 'warning' | undefined;
  words(id: Id): string;
}

type Told = Omit<Fault, 'ways'> & { ways?: readonly string[] };
const asFault = ({ code, severity, path, message, cure, ways = [] }: Told): Fault => ({
  code,
  severity,
  path,
  message,
  cure,
  ways,
});

const QUIET_MS = 300;
const none: readonly Fault[] = [];

/** What is wrong, by what it is wrong at. Looked for when nothing has been done for a moment. */
export function useFaults(editor: FlowEditor): Faults {
  const all = shallowRef<readonly Fault[]>(none);
  const placed = shallowRef<ReadonlyMap<Id, readonly Fault[]>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    if (editor.isBroken) return;
    const draft = editor.draft.value;
    const own = checkFlow(editor.flow.value, factsOfFlow(draft, editor.flow.value, draft.context)).map(asFault);
    const said = new Set(own.map(({ code, path }) => `${code} ${path}`));
    // The server knows the structure and the rest of the app too.
    const told = editor.store.problems
      .filter(({ file, code, path }: Problem) => file === editor.path && !said.has(`${code} ${path}`))
      .map(asFault);
    all.value = [...own, ...told];
    const found = new Map<Id, Fault[]>();
    for (const fault of all.value) {
      const id = editor.idAt(fault.path) ?? '';
      found.set(id, [...(found.get(id) ?? []), fault]);
    }
    placed.value = found;
  }
  watch(
    [editor.flow, () => editor.store.problems],
    () => {
      clearTimeout(timer);
      timer = setTimeout(look, QUIET_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  const of = (id: Id) => placed.value.get(id) ?? none;
  return {
    all,
    of,
    worst: (id) => {
      const faults = of(id);
      if (faults.length === 0) return undefined;
      return faults.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
    },
    words: (id) =>
      of(id)
        .map(({ message }) => text(message))
        .join('\n'),
  };
}
