import { type ComputedRef, computed, type InjectionKey, inject, nextTick, shallowRef, watch } from 'vue';
import type { FormDefinition, Label } from '../../engine/definition/index.ts';
import { locale, t, text } from '../../runtime/i18n/index.ts';
import type { DraftStore } from '../draft/store.ts';
import type { Command, Json } from '../draft/types.ts';
import { addPart } from './commands/addPart.ts';
import { duplicateNodes } from './commands/duplicateNodes.ts';
import { leavesNoColumn, mayMove, moveNodes } from './commands/moveNodes.ts';
import { mentionsLeft, removeNodes } from './commands/removeNodes.ts';
import { hasLabel, setLabel } from './commands/setLabel.ts';
import { setProperty } from './commands/setProperty.ts';
import type { Surroundings } from './model/birth.ts';
import { above, choice, everything, type Way } from './model/choosing.ts';
import { asForm, formPath } from './model/edit.ts';
import { type Place, placeAfter, stepPlace, type Thing } from './model/place.ts';
import { type FormNode, type FormTree, LOOSE, outermost, ROOT, treeOf } from './model/tree.ts';
import { nameOf, placeWords } from './model/words.ts';
import { newThing, type PaletteThing } from './palette/things.ts';
import { NodeSignals } from './signals.ts';

const nothing: FormDefinition = { key: '', label: '', fields: [] };

/** Where the focus goes when something is done to the selection. */
type Surface = 'canvas' | 'outline';

/**
 * One form as it is being drawn: what is selected, what is being named, and everything that can be done to it. Every way of
 * doing a thing (drag, key, click, menu) comes through here, so that it is done and said in the same way.
 */
export class FormEditor {
  readonly store: DraftStore;
  readonly key: string;
  readonly form: ComputedRef<FormDefinition>;
  readonly tree: ComputedRef<FormTree>;
  /** Ids of what is selected, in the order in which it was chosen: the last one leads. */
  readonly selection: ComputedRef<readonly string[]>;
  /** What the keyboard stands on. */
  readonly current = shallowRef<string>(ROOT);
  /** Whose label is being typed. */
  readonly naming = shallowRef<string>();
  /** Said by the live region. */
  readonly said = shallowRef('');
  /** The last deed that left something pointing at what is gone. */
  readonly left = shallowRef<readonly string[]>([]);
  /** A field that a rule is being begun for. */
  readonly depending = shallowRef<string>();
  readonly dialog = shallowRef<'move' | 'add'>();
  /** Which panel of each group of tabs or steps is open. */
  readonly open = shallowRef<Readonly<Record<string, string>>>({});
  /** Paths of fields that were published: their keys stay. Undefined: not known yet, so all of them. */
  readonly published = shallowRef<ReadonlySet<string>>();
  /** The tree and the selection as they are, for what is drawn by signals of its own: read without being told of changes. */
  treeNow: FormTree;
  selectedNow: readonly string[] = [];
  private anchor: string = ROOT;
  private readonly signals = new NodeSignals();
  private readonly stops: (() => void)[] = [];

  constructor(store: DraftStore, key: string) {
    this.store = store;
    this.key = key;
    this.form = computed(() => {
      const file = store.file(formPath(key));
      return file === undefined ? nothing : asForm(file);
    });
    this.tree = computed(() => treeOf(this.form.value));
    this.selection = computed<readonly string[]>((before) => {
      const now = store.selection.filter((id) => this.tree.value.byId.has(id));
      const isSame = before !== undefined && now.length === before.length && now.every((id, at) => id === before[at]);
      return isSame ? before : now;
    });
    this.treeNow = this.tree.value;
    this.selectedNow = this.selection.value;
    this.stops.push(
      watch(this.tree, (tree) => this.refresh(tree), { flush: 'sync' }),
      watch(this.selection, (now, before) => this.show(now, before), { flush: 'sync' }),
    );
  }

  dispose(): void {
    for (const stop of this.stops) stop();
  }

  private refresh(tree: FormTree): void {
    this.treeNow = tree;
    this.signals.refresh(tree);
    if (!tree.byId.has(this.current.value)) this.current.value = this.selection.value.at(-1) ?? ROOT;
  }

  private show(now: readonly string[], before: readonly string[] = []): void {
    this.selectedNow = now;
    this.signals.select(now, before);
    const lead = now.at(-1);
    if (lead !== undefined) {
      this.current.value = lead;
      this.reveal(lead);
    }
  }

  /** Reactive, for one node alone. */
  node(id: string): FormNode | undefined {
    return this.signals.node(id, this.treeNow);
  }

  isSelected(id: string): boolean {
    return this.signals.isSelected(id, this.selectedNow);
  }

  get lead(): FormNode | undefined {
    const id = this.selection.value.at(-1);
    return id === undefined ? undefined : this.tree.value.byId.get(id);
  }

  get around(): Surroundings {
    const forms = Object.keys(this.store.files).flatMap((path) => /^forms\/(.+)\.json$/.exec(path)?.[1] ?? []);
    return { forms: [...forms.filter((key) => key !== this.key), ...forms.filter((key) => key === this.key)] };
  }

  /** Tabs and steps open so that what is selected can be seen. */
  private reveal(id: string): void {
    const { parentOf, byId } = this.tree.value;
    for (let node = byId.get(id); node !== undefined; node = parentOf.get(node.id)) {
      if (node.kind === 'tab' || node.kind === 'step') this.openPanel(node.id);
    }
  }

  openPanel(id: string): void {
    const group = this.tree.value.parentOf.get(id);
    if (group === undefined || this.open.value[group.id] === id) return;
    this.open.value = { ...this.open.value, [group.id]: id };
  }

  select(ids: readonly string[], anchor = ids.at(-1)): void {
    if (anchor !== undefined) this.anchor = anchor;
    this.store.select(ids);
  }

  choose(id: string, way: Way): void {
    const next = choice(this.tree.value, { chosen: this.selection.value, anchor: this.anchor }, id, way);
    this.select(next.chosen, next.anchor);
    this.current.value = id;
  }

  selectAll(): void {
    this.select(everything(this.tree.value));
  }

  selectParent(): void {
    this.select(above(this.tree.value, this.lead?.id));
  }

  say(words: string): void {
    // The same words again are said again.
    this.said.value = this.said.value === words ? `${words}\u00a0` : words;
  }

  run(command: Command, words?: string): void {
    this.left.value = [];
    this.store.run(command);
    if (words !== undefined) this.say(words);
  }

  nameOf(id: string): string {
    const node = this.tree.value.byId.get(id);
    return node === undefined ? '' : nameOf(node);
  }

  /** "3 things" or what the one is called. */
  namesOf(ids: readonly string[]): string {
    const [id] = ids;
    return ids.length === 1 && id !== undefined ? this.nameOf(id) : t('forms.things', { n: ids.length });
  }

  /** A drop, a menu, a key: all of them move so. */
  move(ids: readonly string[], to: Place): boolean {
    const words = t('forms.said.moved', { what: this.namesOf(ids), where: placeWords(this.tree.value, to, ids) });
    if (!mayMove(this.form.value, ids, to)) {
      this.say(leavesNoColumn(this.form.value, ids) ? t('forms.said.lastColumn') : t('forms.said.mayNot'));
      return false;
    }
    this.run(moveNodes({ form: this.key, nodes: ids, to }), words);
    return true;
  }

  moveBy(step: 1 | -1): void {
    const moved = outermost(this.tree.value, this.selection.value);
    const to = stepPlace(this.tree.value, moved, step);
    if (to === undefined) this.say(step === 1 ? t('forms.said.atEnd') : t('forms.said.atStart'));
    else this.move(this.selection.value, to);
  }

  remove(): void {
    const ids = this.selection.value;
    if (ids.length === 0) return;
    if (leavesNoColumn(this.form.value, ids)) {
      this.say(t('forms.said.lastColumn'));
      return;
    }
    const left = mentionsLeft(this.form.value, ids);
    const words = t('forms.said.removed', { what: this.namesOf(ids) });
    this.run(removeNodes({ form: this.key, nodes: ids }));
    this.left.value = left;
    this.say(left.length === 0 ? words : `${words} ${t('forms.said.stillNamed', { n: left.length })}`);
  }

  duplicate(): void {
    const ids = this.selection.value;
    if (ids.length === 0) return;
    this.run(duplicateNodes({ form: this.key, nodes: ids }), t('forms.said.duplicated', { what: this.namesOf(ids) }));
  }

  /** Where something new of this kind goes by default: after what is selected. */
  defaultPlace(thing: Thing): Place | undefined {
    return placeAfter(this.tree.value, this.selection.value.at(-1), [thing]);
  }

  /** From the palette. A field is named at once: its key comes from its first name. */
  add(thing: PaletteThing, at = this.defaultPlace(thing.as)): void {
    this.run(newThing(this, thing, at));
    const { lead } = this;
    if (lead === undefined) return;
    this.say(t('forms.said.added', { what: nameOf(lead), where: this.whereIs(lead.id) }));
  }

  /** One more tab or step. */
  addPanel(group: FormNode): void {
    const kind = group.kind === 'steps' ? 'step' : 'tab';
    const at = { parent: group.id, index: group.children.length };
    this.run(addPart({ form: this.key, kind, at }));
    this.rename();
  }

  /** The end of the form, whatever is selected. */
  addAtEnd(): void {
    this.select([]);
    this.dialog.value = 'add';
  }

  whereIs(id: string): string {
    const parent = this.tree.value.parentOf.get(id);
    return parent === undefined ? '' : t('forms.where.in', { in: nameOf(parent) });
  }

  rename(id = this.selection.value.at(-1)): void {
    const node = id === undefined ? undefined : this.tree.value.byId.get(id);
    if (node === undefined || !hasLabel(node) || node.id === LOOSE) return;
    this.naming.value = node.id;
  }

  /** Empty words leave the label as it was. */
  named(id: string, words: string): void {
    this.naming.value = undefined;
    const label: Label | undefined = this.tree.value.byId.get(id)?.label;
    if (words.trim() === '' || words.trim() === text(label)) return;
    this.run(setLabel({ form: this.key, node: id, locale: locale(), words, isNew: this.isNew(id) }));
  }

  ask(dialog: 'move' | 'add' | undefined): void {
    this.dialog.value = dialog;
  }

  /** A rule of linkage for this field, begun where rules are made. */
  depend(path: string | undefined): void {
    this.depending.value = path;
  }

  stopNaming(): void {
    this.naming.value = undefined;
  }

  forgetLeft(): void {
    this.left.value = [];
  }

  isNew(id: string): boolean {
    const path = id.startsWith('field:') ? id.slice('field:'.length) : undefined;
    return path !== undefined && this.published.value !== undefined && !this.published.value.has(path);
  }

  set(ids: readonly string[], pointer: string, value: Json | undefined): void {
    this.run(setProperty({ form: this.key, nodes: ids, pointer, value }));
  }

  /** Puts the keyboard on what is current, once it is drawn. */
  async focus(surface: Surface = 'canvas'): Promise<void> {
    await nextTick();
    const id = CSS.escape(this.current.value);
    document.querySelector<HTMLElement>(`[data-surface="${surface}"] [data-node="${id}"]`)?.focus();
  }
}

export const editorKey: InjectionKey<FormEditor> = Symbol('form editor');

export function useEditor(): FormEditor {
  const editor = inject(editorKey);
  if (editor === undefined) throw new Error('No form is open here.');
  return editor;
}
