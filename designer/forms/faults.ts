import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Problem } from '../../engine/definition/index.ts';
import { loadGrammar } from '../../engine/expression/index.ts';
import { checkForm } from '../../engine/form/check/index.ts';
import type { FormFault } from '../../engine/form/index.ts';
import { text } from '../../runtime/i18n/index.ts';
import { readDraft } from '../facts/index.ts';
import type { FormEditor } from './editor.ts';
import { formPath } from './model/edit.ts';
import type { FormNode } from './model/tree.ts';

/** What is wrong in this form, by the thing it is wrong at. Looked for when nothing has been typed for a moment. */
export interface Faults {
  all(): readonly FormFault[];
  of(id: string): readonly FormFault[];
  worst(id: string): 'error' | 'warning';
  words(id: string): string;
}

const QUIET_MS = 350;
const none: readonly FormFault[] = [];

/** The innermost thing that the pointer leads into. */
function nodeAt(root: FormNode, path: string): FormNode {
  for (const child of root.children) {
    const { pointer } = child;
    const isIn = pointer === undefined ? false : path === pointer || path.startsWith(`${pointer}/`);
    if (isIn || child.kind === 'rest' || pointer === undefined || child.children.length > 0) {
      const found = nodeAt(child, path);
      if (found !== child || isIn) return found;
    }
  }
  return root;
}

function byNode(root: FormNode, faults: readonly FormFault[]): Map<string, FormFault[]> {
  const found = new Map<string, FormFault[]>();
  for (const fault of faults) {
    const { id } = nodeAt(root, fault.path);
    found.set(id, [...(found.get(id) ?? []), fault]);
  }
  return found;
}

export function useFaults(editor: FormEditor): Faults {
  const faults = shallowRef<readonly FormFault[]>(none);
  const placed = shallowRef<ReadonlyMap<string, readonly FormFault[]>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    await loadGrammar();
    const draft = readDraft(editor.store.files);
    const form = draft.forms.get(editor.key);
    if (form === undefined) return;
    const told = editor.store.problems.filter(({ file }: Problem) => file === formPath(editor.key));
    const own = checkForm(form, draft.context);
    const said = new Set(own.map(({ code, path }) => `${code} ${path}`));
    // The server knows the structure and the rest of the app too.
    faults.value = [...own, ...told.filter(({ code, path }) => !said.has(`${code} ${path}`))];
    placed.value = byNode(editor.tree.value.root, faults.value);
  }
  watch(
    [editor.form, () => editor.store.problems],
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), QUIET_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  const of = (id: string): readonly FormFault[] => placed.value.get(id) ?? none;
  return {
    all: () => faults.value,
    of,
    worst: (id) => (of(id).some(({ severity }) => severity === 'error') ? 'error' : 'warning'),
    words: (id) =>
      of(id)
        .map(({ message }) => text(message))
        .join('\n'),
  };
}
