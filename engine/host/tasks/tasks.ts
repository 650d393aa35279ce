import type { FlowNode, Rights } from '../../definition/index.ts';
import type { Why } from '../../flow/index.ts';
import { displayValue, textOf } from '../../form/index.ts';
import type { Person, TaskCounts, TaskList, TaskRow, TaskView, Values } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import { quoted } from '../apps/names.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { isUuid } from '../door/work.ts';
import { reasonOf } from '../records/history.ts';
import { Sight } from '../records/sight.ts';
import type { StoredRecord } from '../records/storage.ts';
import { people, textsOf } from '../records/texts.ts';
import { recordView, see } from '../records/view.ts';
import { boxSql, claimable, MOST_COUNTED } from './boxes.ts';
import type { TaskPlace, TaskQuery, TaskReads } from './ports.ts';

export interface StoredTask {
  id: string;
  app: string;
  form: string;
  record: string;
  flow: string;
  node: string;
  kind: 'approve' | 'handle' | 'copy';
  assignee: string | null;
  role: string | null;
  having: Record<string, string> | null;
  status: 'open' | 'done' | 'cancelled';
  outcome: string | null;
  by: string | null;
  created_at: string;
  due_at: string | null;
  remind_at: string | null;
  overdue: boolean;
  done_at: string | null;
  separate: string[] | null;
  stands_for: string | null;
  why: Why | null;
}

const SIZE = 20;
const MOST = 200;
const SUMMARY_FIELDS = 3;

/** Fields that the step has somebody write, what it requires first, and those that it names to be read; a column is its table. */
function workOf(rights: Rights): Pick<TaskView, 'work' | 'about'> {
  const named = (wanted: readonly string[]): string[] => {
    const paths = Object.keys(rights).filter((path) => wanted.includes(String(rights[path])));
    return [...new Set(paths.map((path) => path.split('.')[0] ?? path))].filter((key) => key !== '*');
  };
  const about = named(['read']);
  const work = [...new Set([...named(['require']), ...named(['edit'])])];
  return { work, ...(about.length > 0 ? { about } : {}) };
}

/** What is on people's desks. */
export class Tasks implements TaskReads {
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  async list(query: TaskQuery, actor: UserActor, locale: Locale): Promise<TaskList> {
    const size = Math.min(Math.max(query.size ?? SIZE, 1), MOST);
    const number = Math.max(query.page ?? 1, 1);
    const page = this.#first(query, actor, size * number);
    const all = this.#first(query, actor, MOST_COUNTED);
    const [rows, counted] = await Promise.all([
      this.#parts.sql.query<StoredTask>(
        `select t.* ${page.from} order by ${page.order} limit ${size} offset ${(number - 1) * size}`,
        page.values,
      ),
      this.#parts.sql.query<{ total: string }>(
        `select count(*) as total from (select 1 ${all.from} limit ${MOST_COUNTED}) t`,
        all.values,
      ),
    ]);
    return { rows: await this.#rows(rows, actor, locale), total: Number(counted[0]?.total ?? 0) };
  }

  /** The query's first tasks, so many, with the values that its text asks for. */
  #first(query: TaskQuery, actor: UserActor, limit: number): ReturnType<typeof boxSql> & { values: unknown[] } {
    const values: unknown[] = [];
    const where = [...filters(query, values), ...this.#search(query, values)];
    return { ...boxSql(query.box, actor, values, { where, limit }), values };
  }

  async placeOf(id: string): Promise<TaskPlace | undefined> {
    const [place] = await this.#parts.sql.read<TaskPlace>('select app, form, record from engine.task where id = $1', [
      id,
    ]);
    return place;
  }

  async counts(actor: UserActor): Promise<TaskCounts> {
    const values: unknown[] = [];
    const limit = MOST_COUNTED;
    const todo = boxSql('todo', actor, values, { where: [], limit });
    const copied = boxSql('copied', actor, values, { where: [`t.status = 'open'`], limit });
    const me = `$${values.push(actor.id)}`;
    const [row] = await this.#parts.sql.query<Record<keyof TaskCounts, string>>(
      `select todo.*, (select count(*) ${copied.from}) as copied,
        (select count(*) from (select 1 from engine.message m
          where m.to_user = ${me} and m.channel = 'inbox' and m.read_at is null limit ${limit}) m) as unread
       from (select count(*) as todo, count(*) filter (where t.overdue) as overdue
         from (select t.overdue ${todo.from} limit ${limit}) t) todo`,
      values,
    );
    return {
      todo: Number(row?.todo ?? 0),
      overdue: Number(row?.overdue ?? 0),
      copied: Number(row?.copied ?? 0),
      unread: Number(row?.unread ?? 0),
    };
  }

  async get(id: string, actor: UserActor, locale: Locale): Promise<TaskView> {
    const [task] = isUuid(id)
      ? await this.#parts.sql.query<StoredTask>('select * from engine.task where id = $1', [id])
      : [];
    if (task === undefined || !mayOpen(task, actor)) throw refusals.unknown('task', id);
    if (task.kind === 'copy' && task.status === 'open') await this.#read(task, actor);
    const seen = await see(this.#parts, task.app, task.form, task.record, actor, true);
    const node = nodeOf(seen.held.form, task.node);
    const rights = node && 'rights' in node ? node.rights : undefined;
    const isOpen = task.status === 'open' && task.kind !== 'copy';
    const record = await recordView(seen, locale, { id: task.id, rights, isOpen });
    const [row] = await this.#rows([task], actor, locale);
    if (row === undefined) throw refusals.unknown('task', id);
    return {
      task: row,
      why: task.why ? await reasonOf(seen, task.why, locale) : [],
      record,
      ...(isOpen && rights ? workOf(rights) : {}),
      ...(node && 'help' in node && node.help !== undefined ? { help: node.help } : {}),
    };
  }

  /** A copy is done when it has been looked at. */
  async #read(task: StoredTask, actor: UserActor): Promise<void> {
    await this.#parts.sql.query(
      `update engine.task set status = 'done', done_at = $2, by = $3 where id = $1 and status = 'open'`,
      [task.id, this.#parts.clock.now(), actor.id],
    );
  }

  /** Words are looked for in what the task's form searches, of one app. */
  #search(query: TaskQuery, values: unknown[]): string[] {
    const words = query.search?.trim();
    if (!words) return [];
    const apps = query.app ? [this.#parts.shelf.current(query.app)] : this.#parts.shelf.live();
    const place = `$${values.push(`%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)}`;
    const parts = apps.flatMap((app) => (app ? formsWithFlow(app) : []).map((form) => inForm(form, place)));
    return [parts.length > 0 ? `(${parts.join(' or ')})` : 'false'];
  }

  async #rows(tasks: readonly StoredTask[], actor: UserActor, locale: Locale): Promise<TaskRow[]> {
    const groups = new Map<string, StoredTask[]>();
    for (const task of tasks)
      groups.set(`${task.app}/${task.form}`, [...(groups.get(`${task.app}/${task.form}`) ?? []), task]);
    const made = new Map<string, TaskRow>();
    for (const group of groups.values())
      for (const row of await this.#ofForm(group, actor, locale)) made.set(row.id, row);
    return tasks.flatMap(({ id }) => made.get(id) ?? []);
  }

  async #ofForm(tasks: readonly StoredTask[], actor: UserActor, locale: Locale): Promise<TaskRow[]> {
    const [first] = tasks;
    const app = first && this.#parts.shelf.current(first.app);
    const form = first && app?.form(first.form);
    if (app === undefined || form === undefined) return [];
    const found = await this.#parts.sql.query(`${form.storage.select()} where r.id = any ($1::uuid[])`, [
      tasks.map(({ record }) => record),
    ]);
    const records = new Map(found.map((row) => form.storage.decode(row)).map((record) => [record.head.id, record]));
    const sight = new Sight(this.#parts, app, form, actor);
    const visible = new Map([...records].map(([id, record]) => [id, sight.visible(record)]));
    const { texts } = await textsOf(this.#parts, app, form, [...visible.values()], locale);
    const named = tasks.flatMap(({ assignee, stands_for, by }) => [assignee, stands_for, stands_for && by]);
    await people(this.#parts, app, new Set(named.filter((id) => id !== null)), locale, texts);
    return tasks.flatMap((task) => {
      const record = records.get(task.record);
      return record ? [taskRow(app, form, task, record, visible.get(task.record) ?? {}, texts, locale)] : [];
    });
  }
}

function taskRow(
  app: LiveApp,
  form: LiveForm,
  task: StoredTask,
  { head }: StoredRecord,
  data: Values,
  texts: Record<string, string>,
  locale: Locale,
): TaskRow {
  const context = { locale, timeZone: app.timeZone, currency: app.model.app.currency, texts };
  const { title, list } = form.form;
  const told = (list?.columns ?? []).filter((key) => key !== title);
  const summary = told.slice(0, SUMMARY_FIELDS).flatMap((key) => {
    const field = form.compiled.fields.get(key);
    if (field === undefined || data[key] == null) return [];
    return [{ label: field.label, text: displayValue(field, data[key], context) }];
  });
  const { assignee, role, due_at, remind_at, outcome, done_at, stands_for, by } = task;
  const person = (id: string): Person => ({ id, login: '', name: texts[id] ?? '' });
  return {
    id: task.id,
    app: task.app,
    form: task.form,
    record: task.record,
    flow: task.flow,
    node: task.node,
    nodeLabel: nodeOf(form, task.node)?.label ?? task.node,
    kind: task.kind,
    title: title === undefined ? '' : String(data[title] ?? ''),
    summary,
    created_at: task.created_at,
    overdue: task.overdue,
    revision: head.revision,
    status: task.status,
    ...(head.state === null ? {} : { state: head.state }),
    ...(assignee ? { assignee: person(assignee) } : {}),
    ...(stands_for ? { standsFor: person(stands_for) } : {}),
    ...(stands_for && by ? { by: person(by) } : {}),
    ...(role ? { role: roleText(app, role, locale) } : {}),
    ...(due_at ? { due_at } : {}),
    ...(remind_at ? { remind_at } : {}),
    ...(outcome ? { outcome } : {}),
    ...(done_at ? { done_at } : {}),
  };
}

function roleText(app: LiveApp, role: string, locale: Locale): string {
  const known = app.model.app.roles.find(({ key }) => key === role);
  return known ? textOf(known.label, locale) : role;
}

function nodeOf(form: LiveForm, key: string): FlowNode | undefined {
  return form.flow?.definition.nodes.find((node) => node.key === key);
}

/** Its assignee, whom they stand in for, whoever may claim it, and whoever did it; four eyes may look and not act. */
function mayOpen(task: StoredTask, actor: UserActor): boolean {
  if (task.assignee === actor.id || task.by === actor.id || task.stands_for === actor.id) return true;
  return task.assignee === null && claimable(task, actor);
}

function formsWithFlow(app: LiveApp): LiveForm[] {
  return [...app.model.forms.keys()].flatMap((key) => {
    const form = app.form(key);
    return form?.flow ? [form] : [];
  });
}

function inForm(form: LiveForm, place: string): string {
  const keys = (form.form.list?.search ?? [form.form.title ?? 'id']).filter(
    (key) => key === 'id' || form.storage.column(key),
  );
  const match = keys.map((key) => `r.${quoted(key)}::text ilike ${place}`).join(' or ');
  return `exists (select 1 from ${form.storage.shape.name} r where r.id = t.record and (${match || 'false'}))`;
}

function filters(query: TaskQuery, values: unknown[]): string[] {
  const parts: string[] = [];
  for (const column of ['app', 'flow', 'node'] as const) {
    const value = query[column];
    if (value !== undefined) parts.push(`t.${column} = $${values.push(value)}`);
  }
  if (query.overdue !== undefined) parts.push(`t.overdue = $${values.push(query.overdue)}`);
  return parts;
}
