import { original } from 'mutative';
import { type ComputedRef, computed, shallowRef, watch } from 'vue';
import type { FlowDefinition, FlowNode, Localised } from '../../engine/definition/index.ts';
import { isGate } from '../../engine/flow/layout/graph.ts';
import { GraphLayout } from '../../engine/flow/layout/graphLayout.ts';
import type { Picture } from '../../engine/flow/layout/picture.ts';
import { type FlowTree, treeOf } from '../../engine/flow/layout/tree.ts';
import { layTree } from '../../engine/flow/layout/treeLayout.ts';
import { setAt } from '../commands/setAt.ts';
import type { DraftStore } from '../draft/store.ts';
import type { Json, JsonObject } from '../draft/types.ts';
import { type Draft, type FactSet, noFacts, readDraft, recordFacts } from '../facts/index.ts';
import { areas, locale, t } from '../i18n/index.ts';
import { stepsOf } from '../panel/pointer.ts';
import { Asking } from './asking.ts';
import { addBranch, addNode, renameNode, setWay } from './edit/add.ts';
import type { Around, Kind } from './edit/birth.ts';
import { edgeOf, nodeOf, type Outcome } from './edit/edit.ts';
import { moveSteps } from './edit/move.ts';
import { choosable, peopleTable } from './edit/peopleTable.ts';
import { spotOf } from './edit/spot.ts';
import type { Growth } from './links.ts';
import { nameOf, type Subject, wayName } from './words.ts';

/** What is chosen: "node:review", "edge:agreed". */
export type Id = string;
export const idOfNode = (key: string): Id => `node:${key}`;
export const idOfEdge = (key: string): Id => `edge:${key}`;
export const keyOf = (id: Id): string => id.slice(id.indexOf(':') + 1);
export const isNodeId = (id: Id): boolean => id.startsWith('node:');

export type ViewName = 'tree' | 'graph' | 'text';
type StepName = 'add' | 'remove' | 'move' | 'paste' | 'duplicate' | 'branch' | 'order' | 'rename' | 'way' | 'change';

/** What undo calls it, in both languages whatever is spoken now. */
function stepLabel(name: StepName): Localised {
  const said = (language: 'zh-CN' | 'en') => {
    const steps = areas.flows?.[language].step;
    return typeof steps === 'object' ? String(steps[name]) : name;
  };
  return { 'zh-CN': said('zh-CN'), en: said('en') };
}

const nothing = { key: '', label: '', form: '', states: [], nodes: [], edges: [] } as unknown as FlowDefinition;
const isList = (value: Json | undefined): boolean => Array.isArray(value);

/**
 * One flow as it is being drawn: what is selected, and everything that can be done to it. Every way of doing a thing (drag,
 * key, menu) comes through here, so that it is done and said in the same way.
 */
export class FlowEditor extends Asking {
  readonly store: DraftStore;
  readonly key: string;
  readonly path: string;
  readonly json: ComputedRef<JsonObject | undefined>;
  readonly flow: ComputedRef<FlowDefinition>;
  readonly tree: ComputedRef<FlowTree>;
  readonly draft: ComputedRef<Draft>;
  readonly about: ComputedRef<Subject>;
  readonly selection: ComputedRef<readonly Id[]>;
  readonly picture: ComputedRef<Picture>;
  readonly view = shallowRef<ViewName>('tree');
  private readonly graph = new GraphLayout();
  private readonly stops: (() => void)[] = [];

  constructor(store: DraftStore, key: string) {
    super();
    this.store = store;
    this.key = key;
    this.path = `flows/${key}.json`;
    this.json = computed(() => store.file(this.path));
    this.flow = computed(() => {
      const json = this.json.value;
      const isWhole = json !== undefined && isList(json.nodes) && isList(json.edges) && isList(json.states);
      return isWhole ? (json as unknown as FlowDefinition) : nothing;
    });
    this.tree = computed(() => treeOf(this.flow.value));
    this.draft = computed(() => readDraft(store.files));
    this.about = computed(() => {
      const form = this.draft.value.forms.get(this.flow.value.form);
      const facts: FactSet =
        form === undefined ? { ...noFacts, draft: this.draft.value } : recordFacts(form, this.draft.value);
      return { flow: this.flow.value, draft: this.draft.value, facts, names: this.staffing.value?.names };
    });
    this.selection = computed(() => store.selection.filter((id) => this.exists(id)));
    this.picture = computed(() =>
      this.view.value === 'graph' ? this.graph.of(this.flow.value) : layTree(this.tree.value),
    );
    this.stops.push(
      watch(this.selection, (now) => {
        const lead = now.at(-1);
        if (lead !== undefined) this.current.value = lead;
      }),
      watch([this.unsaid, this.naming], ([edge, named]) => {
        if (edge === undefined || named !== undefined) return;
        this.askLater(undefined);
        if (!this.exists(idOfEdge(edge))) return;
        this.select([idOfEdge(edge)]);
        this.askCondition(edge);
      }),
    );
  }

  dispose(): void {
    for (const stop of this.stops) stop();
  }

  get isBroken(): boolean {
    return this.flow.value === nothing;
  }

  exists(id: Id): boolean {
    const { nodes, edges } = this.flow.value;
    return (isNodeId(id) ? nodes : id.startsWith('edge:') ? edges : []).some(({ key }) => key === keyOf(id));
  }

  nameOf(id: Id): string {
    const key = keyOf(id);
    if (isNodeId(id)) return nameOf(this.flow.value, key);
    const edge = edgeOf(this.flow.value, key);
    if (edge === undefined) return key;
    const from = nodeOf(this.flow.value, edge.from);
    const at = this.tree.value.graph.out.get(edge.from)?.findIndex((one) => one.key === key) ?? 0;
    return wayName(edge, from, at, this.draft.value);
  }
  namesOf(ids: readonly Id[]): string {
    const [id] = ids;
    return ids.length === 1 && id !== undefined ? this.nameOf(id) : t('flows.several', { n: ids.length });
  }

  get around(): Around {
    const { app, forms, tables, flows } = this.draft.value;
    const role = app.roles.find(({ key }) => key !== app.admin) ?? app.roles[0];
    const own = forms.get(this.flow.value.form);
    const table = own?.fields.find(({ type }) => type === 'table')?.key;
    const others = [...flows.values()].map((flow) => flow.form).filter((key) => key !== this.flow.value.form);
    const form = others.find((key) => forms.has(key));
    const [decision] = tables.keys();
    return {
      role: role?.key ?? app.admin,
      ...(form === undefined ? {} : { form }),
      ...(table === undefined ? {} : { table }),
      ...(decision === undefined ? {} : { decision }),
    };
  }

  select(ids: readonly Id[]): void {
    this.lit.value = new Set();
    this.refusal.value = '';
    this.undecided.value = undefined;
    this.store.select(ids);
  }
  choose(id: Id, how: 'alone' | 'toggle' = 'alone'): void {
    const now = this.selection.value;
    this.current.value = id;
    if (how === 'alone') this.select([id]);
    else
      this.select(
        now.includes(id)
          ? now.filter((one) => one !== id)
          : [...now.filter((one) => isNodeId(one) === isNodeId(id)), id],
      );
  }
  selectAll(): void {
    this.select(this.flow.value.nodes.map(({ key }) => idOfNode(key)));
  }
  /** What a frame was drawn around. */
  frame(keys: readonly string[], isMore: boolean): void {
    const before = isMore ? this.selection.value.filter(isNodeId) : [];
    this.select([...new Set([...before, ...keys.map(idOfNode)])]);
    this.say(t('flows.several', { n: this.selection.value.length }));
  }
  get chosenNodes(): string[] {
    return this.selection.value.filter(isNodeId).map(keyOf);
  }

  /** Runs an edit as one step of undo. False where it cannot be: then it is said why. */
  run(name: StepName, edit: (flow: FlowDefinition) => Outcome, words?: string): boolean {
    const done = edit(this.flow.value);
    if ('refused' in done) {
      this.refuse(t(`flows.refused.${done.refused}`));
      return false;
    }
    this.lit.value = new Set();
    this.store.run({
      label: stepLabel(name),
      execute: (files) => {
        const file = files[this.path];
        if (file === undefined) return undefined;
        const before = original(file) ?? file;
        const { nodes, edges, states } = done.flow as unknown as JsonObject;
        const next = { ...before };
        if (nodes !== undefined && nodes !== before.nodes) next.nodes = nodes;
        if (edges !== undefined && edges !== before.edges) next.edges = edges;
        if (states !== undefined && states !== before.states) next.states = states;
        const isSame = next.nodes === before.nodes && next.edges === before.edges && next.states === before.states;
        if (!isSame) files[this.path] = next;
        return done.selection;
      },
    });
    this.say(words ?? '');
    return true;
  }

  add(kind: Kind, slot: readonly string[]): boolean {
    const from = edgeOf(this.flow.value, slot[0] ?? '')?.from ?? '';
    const { around } = this;
    return this.grow(kind, from, (flow) => addNode(flow, kind, slot, around));
  }
  /** Something new behind a step: said, and named at once where people call it by a name. */
  grow(what: Growth, from: string, edit: (flow: FlowDefinition) => Outcome): boolean {
    if (!this.run(what === 'paste' ? 'paste' : 'add', edit)) return false;
    const [id = ''] = this.selection.value;
    const words = { after: nameOf(this.flow.value, from), what: this.namesOf(this.selection.value) };
    this.say(t(what === 'paste' ? 'flows.said.pasted' : 'flows.said.added', words));
    // What people do is called by its name; where a way divides, its branches are.
    const isNamed = what !== 'paste' && what !== 'route' && !isGate(nodeOf(this.flow.value, keyOf(id)));
    if (isNamed) this.startNaming(keyOf(id));
    return true;
  }

  addBranch(gate: string): void {
    const { around } = this;
    this.run('branch', (flow) => addBranch(flow, gate, around), t('flows.said.branchAdded'));
  }

  move(keys: readonly string[], slot: readonly string[]): boolean {
    const words = t('flows.said.moved', { what: this.namesOf(keys.map(idOfNode)) });
    return this.run('move', (flow) => moveSteps(flow, keys, slot), words);
  }

  /** The edges behind a step, or at the head of a branch. */
  slotAfter(id: Id): readonly string[] | undefined {
    const key = keyOf(id);
    if (!isNodeId(id)) return edgeOf(this.flow.value, key) === undefined ? undefined : [key];
    const edges = spotOf(this.flow.value, key, this.tree.value)?.onward.map((edge) => edge.key) ?? [];
    return edges.length > 0 ? edges : undefined;
  }

  rename(key: string, words: string): void {
    this.naming.value = undefined;
    if (words.trim() === '' || words.trim() === nameOf(this.flow.value, key)) return;
    this.run('rename', (flow) => renameNode(flow, key, words.trim(), locale()));
  }

  setWay(from: string, on: string | undefined, to: string | undefined | 'new'): void {
    const { around } = this;
    const end = { end: { 'zh-CN': '已结束', en: 'Ended' } };
    this.run('way', (flow) => setWay(flow, from, on, to === 'new' ? end : to, around));
  }

  /** One property of what is selected, or of the flow. */
  set(base: string, pointer: string, value: Json | undefined): void {
    this.setAll([{ pointer: base + pointer, value }]);
  }
  /** Several properties, as one step of undo. */
  setAll(places: readonly { pointer: string; value: Json | undefined }[]): void {
    const label = stepLabel('change');
    const all = places.map(({ pointer, value }) => setAt(this.path, placeOf(pointer), value, label));
    const [one] = all;
    if (one === undefined) return;
    if (all.length === 1) this.store.run(one);
    else
      this.store.run({
        label,
        execute: (files) => {
          for (const command of all) command.execute(files);
          return undefined;
        },
      });
  }

  /** A decision table that says by a field of the form who does this step, and that this source is asked of it: one step of undo. */
  makeTable(source: string, node: FlowNode, field: string): void {
    const form = this.draft.value.forms.get(this.flow.value.form);
    const by = choosable(form).find(({ key }) => key === field);
    if (form === undefined || by === undefined) return;
    const made = peopleTable(form, by, 'label' in node ? node.label : undefined, this.draft.value.tables.keys());
    const name = setAt(this.path, placeOf(source), { table: made.key }, stepLabel('change'));
    this.store.run({
      label: name.label,
      execute: (files) => {
        files[made.path] = made.json;
        return name.execute(files);
      },
    });
  }

  /** Where something stands in the definition: "/nodes/3". */
  pointerOf(id: Id): string {
    const list = isNodeId(id) ? this.flow.value.nodes : this.flow.value.edges;
    return `/${isNodeId(id) ? 'nodes' : 'edges'}/${list.findIndex(({ key }) => key === keyOf(id))}`;
  }
  idAt(pointer: string): Id | undefined {
    const [list, index] = stepsOf(pointer);
    if (list === 'nodes') {
      const node = this.flow.value.nodes[Number(index)];
      return node === undefined ? undefined : idOfNode(node.key);
    }
    const edge = list === 'edges' ? this.flow.value.edges[Number(index)] : undefined;
    return edge === undefined ? undefined : idOfEdge(edge.key);
  }
}

/** A JSON pointer as the steps to a place, lists by number. */
const placeOf = (pointer: string): (string | number)[] =>
  stepsOf(pointer).map((one) => (/^\d+$/.test(one) ? Number(one) : one));
