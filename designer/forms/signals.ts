import { type ShallowRef, shallowRef } from 'vue';
import type { FormNode, FormTree } from './model/tree.ts';

/** Whether a part would be drawn as before: fields in it draw themselves. */
function looksSame(before: FormNode | undefined, now: FormNode | undefined): boolean {
  if (before === now) return true;
  if (before === undefined || now === undefined || now.field !== undefined) return false;
  const isSame = before.section === now.section && before.block === now.block && before.label === now.label;
  if (!isSame || before.kind !== now.kind || before.children.length !== now.children.length) return false;
  return now.children.every((child, index) => {
    const was = before.children[index];
    return was?.id === child.id && (child.field !== undefined || was.label === child.label);
  });
}

/**
 * One small signal for each thing that is drawn: only what has changed is told, and 200 fields are not drawn again because
 * one has moved.
 */
export class NodeSignals {
  private readonly nodes = new Map<string, ShallowRef<FormNode | undefined>>();
  private readonly chosen = new Map<string, ShallowRef<boolean>>();

  /** Reactive, for one node alone. */
  node(id: string, tree: FormTree): FormNode | undefined {
    let signal = this.nodes.get(id);
    if (signal === undefined) {
      signal = shallowRef(tree.byId.get(id));
      this.nodes.set(id, signal);
    }
    return signal.value;
  }

  isSelected(id: string, selection: readonly string[]): boolean {
    let signal = this.chosen.get(id);
    if (signal === undefined) {
      signal = shallowRef(selection.includes(id));
      this.chosen.set(id, signal);
    }
    return signal.value;
  }

  refresh(tree: FormTree): void {
    for (const [id, signal] of this.nodes) {
      const node = tree.byId.get(id);
      if (node === undefined) this.nodes.delete(id);
      if (!looksSame(signal.value, node)) signal.value = node;
    }
  }

  select(now: readonly string[], before: readonly string[]): void {
    for (const id of before) if (!now.includes(id)) this.setChosen(id, false);
    for (const id of now) this.setChosen(id, true);
  }

  private setChosen(id: string, is: boolean): void {
    const signal = this.chosen.get(id);
    if (signal !== undefined) signal.value = is;
  }
}
