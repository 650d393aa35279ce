import type { Label } from '../../definition/index.ts';
import { textOf } from '../../form/index.ts';
import type { LinkedFlow, SubflowsView } from '../../wire.ts';
import { type Actor, type Locale, rolesIn } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { Refusal } from '../door/refusal.ts';
import { type Seen, see } from './view.ts';

interface Row {
  form: string;
  record: string;
  status: LinkedFlow['status'];
  state: string | null;
  at: string;
  version: number;
  node: string | null;
}

const COLUMNS = 'c.form, c.record, c.status, c.state, c.started_at as at';

/** More than a flow begins for the rows of a table is told by the lists of their form. */
const MOST = 200;

/** The flow above this record's and those below, each as far as this person may see its record. */
export async function subflowsView(
  parts: DoorParts,
  { held }: Seen,
  actor: Actor,
  locale: Locale,
): Promise<SubflowsView> {
  const { instance, app } = held;
  // Of what a visitor's request sets off inside, only its own record's state is theirs to know.
  if (instance === undefined || actor.kind !== 'user') return { below: [] };
  const below = await parts.sql.query<Row>(
    `select ${COLUMNS}, p.version, c.parent_node as node from engine.instance c join engine.instance p on p.id = c.parent
     where c.parent = $1 order by c.started_at, c.id limit ${MOST}`,
    [instance.id],
  );
  const [above] = await parts.sql.query<Row>(
    `select ${COLUMNS}, c.version, me.parent_node as node from engine.instance me join engine.instance c on c.id = me.parent
     where me.id = $1`,
    [instance.id],
  );
  const failed = await failures(parts, held, actor, locale);
  const link = (row: Row, asking: string): Promise<LinkedFlow> => linked(parts, app.key, row, asking, actor, locale);
  return {
    below: await Promise.all(below.map((row) => link(row, held.form.key))),
    ...(above ? { above: await link(above, above.form) } : {}),
    ...(failed.length > 0 ? { failed } : {}),
  };
}

interface Failure {
  node: string;
  error: { code: string; detail: string; text?: Record<Locale, string> };
}

/** Why flows that are waited for could not begin, for whoever may put it right: what it says may name any value. */
async function failures(
  parts: DoorParts,
  { instance, app, head }: Seen['held'],
  actor: Actor,
  locale: Locale,
): Promise<{ node: Label; message: string }[]> {
  const stuck = (instance?.state?.tokens ?? []).flatMap(({ node, incident }) =>
    incident?.code === 'subflow_failed' ? [node] : [],
  );
  if (stuck.length === 0 || !rolesIn(actor, app.key).includes(app.model.app.admin)) return [];
  const rows = await parts.sql.query<Failure>(
    `select distinct on (data ->> 'node') data ->> 'node' as node, error from engine.outbox
     where record = $1 and kind = 'subflow' and status = 'dead' and data ->> 'node' = any ($2) order by 1, seq desc`,
    [head.id, stuck],
  );
  const nodes = instance?.compiled.nodes;
  return rows.map(({ node, error }) => ({
    node: nodes?.get(node)?.node.label ?? node,
    message: error.text?.[locale] ?? error.detail,
  }));
}

/** `asking`: the form whose flow has the step. Of a record that this person may not see, only that there is one. */
async function linked(
  parts: DoorParts,
  key: string,
  row: Row,
  asking: string,
  actor: Actor,
  locale: Locale,
): Promise<LinkedFlow> {
  const seen = await mayOpen(parts, key, row, actor);
  const { form, status, at } = row;
  const node = await nodeLabel(parts, key, asking, row);
  const app = parts.shelf.current(key);
  const formLabel: Label = app?.form(form)?.form.label ?? form;
  const base = { app: key, form, title: '', formLabel, node, status, at: new Date(at).toISOString() };
  if (seen === undefined) return base;
  const { held, sight } = seen;
  const title = held.form.form.title;
  const right =
    title === undefined ? 'hide' : (sight.rights({ head: held.head, values: held.values })[title] ?? 'hide');
  const isOpen = right !== 'hide' && right !== 'mask';
  const state = held.form.flow?.definition.states.find((one) => one.key === row.state);
  return {
    ...base,
    record: row.record,
    title: isOpen && title !== undefined ? textOf(String(held.values[title] ?? ''), locale) : '',
    ...(state ? { state: { label: state.label, ...(state.tone ? { tone: state.tone } : {}) } } : {}),
  };
}

async function mayOpen(parts: DoorParts, app: string, { form, record }: Row, actor: Actor): Promise<Seen | undefined> {
  try {
    return await see(parts, app, form, record, actor);
  } catch (cause) {
    if (cause instanceof Refusal) return undefined;
    throw cause;
  }
}

async function nodeLabel(parts: DoorParts, key: string, form: string, { node, version }: Row): Promise<Label> {
  const current = parts.shelf.current(key);
  const app = current?.number === version ? current : await parts.shelf.at(key, version);
  const found = app.form(form)?.flow?.definition.nodes.find((one) => one.key === node);
  return found?.label ?? node ?? '';
}
