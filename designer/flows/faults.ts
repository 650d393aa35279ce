import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue';
import type { Localised, Problem } from '../../engine/definition/index.ts';
import { text } from '../i18n/index.ts';
import type { FlowEditor, Id } from './editor.ts';
import { type Problems, Prover } from './proof/prover.ts';

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

/**
 * What is wrong, by what it is wrong at. Looked for beside the page when nothing has been done for a moment; until then what
 * was found last stays where it is pinned.
 */
export function useFaults(editor: FlowEditor, prover = new Prover()): Faults {
  const all = shallowRef<readonly Fault[]>(none);
  const placed = shallowRef<ReadonlyMap<Id, readonly Fault[]>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;

  let proved: Problems = [];
  let provedOf: unknown;

  function show(): void {
    // Places are numbers in the flow that was asked about; one that has changed since has been asked about again.
    if (editor.flow.value !== provedOf) return;
    const own = proved.map(asFault);
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
  async function look(): Promise<void> {
    if (editor.isBroken) return;
    const asked = editor.flow.value;
    const found = await prover.prove(editor.store.files, editor.path, editor.staffing.value);
    if (found === undefined) return;
    [proved, provedOf] = [found, asked];
    show();
  }
  watch(
    [editor.draft, editor.staffing],
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), QUIET_MS);
    },
    { immediate: true },
  );
  watch(() => editor.store.problems, show);
  onScopeDispose(() => {
    clearTimeout(timer);
    prover.close();
  });

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
