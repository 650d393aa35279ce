import { textOf } from '../../form/index.ts';
import type { DraftView, Json, Values, WireError } from '../../wire.ts';
import type { Actor, Locale, UserActor } from '../access/actor.ts';
import { durationMs } from '../connectors/duration.ts';
import { type CommandResult, type Door, type DoorParts, Refusal, refusals } from '../door/index.ts';
import type { Staff } from '../door/people.ts';
import { isUuid } from '../door/work.ts';
import type { TimerRow } from '../timers/timers.ts';
import type { Drafts } from './ports.ts';

interface Submit {
  status: 'checking' | 'failed' | 'done';
  /** Until when it is tried by itself. */
  until?: string;
  command: string;
  record?: string;
  error?: { code: string; text: { 'zh-CN': string; en: string } };
  actor?: StoredActor;
}

type StoredActor = { kind: 'user'; id: string } | { kind: 'visitor'; proof: Record<string, string> };

interface DraftRow {
  id: string;
  form: string;
  data: Values;
  /** User ids by node. */
  chosen: Record<string, string[]> | null;
  step: number | null;
  submit: Submit | null;
  updated_at: string;
}

const COLUMNS = 'id, form, data, chosen, step, submit, updated_at';
/** portal.retry where the app says nothing. */
const RETRY = 'PT30M';
const BETWEEN_MS = 60_000;
const MOST_BYTES = 512 * 1024;

/** What is typed and not yet submitted. */
export class DraftShelf implements Drafts {
  readonly #parts: DoorParts;
  readonly #door: Door;

  constructor(parts: DoorParts, door: Door) {
    this.#parts = parts;
    this.#door = door;
  }

  async list(app: string, form: string, actor: Actor, locale: Locale): Promise<DraftView[]> {
    const mine = owner(actor, 3);
    const rows = await this.#parts.sql.query<DraftRow>(
      `select ${COLUMNS} from engine.draft where app = $1 and form = $2 and ${mine.sql}
       and (submit is null or submit ->> 'status' <> 'done') order by updated_at desc limit 50`,
      [app, form, mine.value],
    );
    const staff = await this.#parts.people.of(app);
    return rows.map((row) => view(row, staff, locale));
  }

  async get(app: string, form: string, id: string, actor: Actor, locale: Locale): Promise<DraftView> {
    return view(await this.#read(app, form, id, actor), await this.#parts.people.of(app), locale);
  }

  async save(
    app: string,
    form: string,
    draft: { id: string; data: Values; chosen?: Record<string, string[]>; step?: number },
    actor: Actor,
    locale: Locale,
  ): Promise<DraftView> {
    if (!isUuid(draft.id)) throw refusals.badCommand('id');
    if (this.#parts.shelf.current(app)?.form(form) === undefined) throw refusals.unknown('form', form);
    const data = JSON.stringify(draft.data);
    const chosen = draft.chosen ? JSON.stringify(draft.chosen) : null;
    if (data.length > MOST_BYTES) throw tooLarge();
    const mine = owner(actor, 9, 'd');
    const isUser = actor.kind === 'user';
    const [row] = await this.#parts.sql.query<DraftRow>(
      `insert into engine.draft as d (id, app, form, owner_user, owner_proof, data, step, updated_at, chosen)
       values ($1, $2, $3, ${isUser ? '$9, null' : 'null, $9'}, $4, $5, $6, $8)
       on conflict (id) do update set data = excluded.data, chosen = excluded.chosen, step = excluded.step, updated_at = excluded.updated_at, submit = null
       where ${mine.sql} and d.app = $2 and d.form = $3 and coalesce(d.submit ->> 'status', $7) <> 'done' returning ${COLUMNS}`,
      [draft.id, app, form, data, draft.step ?? null, this.#parts.clock.now(), 'open', chosen, mine.value],
    );
    if (row === undefined) throw refusals.unknown('draft', draft.id);
    return view(row, await this.#parts.people.of(app), locale);
  }

  async remove(app: string, form: string, id: string, actor: Actor): Promise<void> {
    await this.#read(app, form, id, actor);
    await this.#parts.sql.query('delete from engine.draft where id = $1', [id]);
  }

  async submit(
    app: string,
    form: string,
    id: string,
    command: string,
    actor: Actor,
    version?: number,
  ): Promise<{ status: 'done'; result: CommandResult } | { status: 'checking'; until: string }> {
    const draft = await this.#read(app, form, id, actor);
    try {
      const result = await this.#create(app, draft, command, actor, version);
      return { status: 'done', result };
    } catch (cause) {
      if (!isUnanswered(cause)) throw cause;
      return { status: 'checking', until: await this.#keepTrying(app, draft, command, actor) };
    }
  }

  /** A minute later, again; until it goes through, is refused, or the time is over. */
  async retry(timer: TimerRow): Promise<void> {
    const { sql, clock } = this.#parts;
    const [draft] = await sql.query<DraftRow>(`select ${COLUMNS} from engine.draft where id = $1`, [timer.data.draft]);
    const submit = draft?.submit;
    if (draft && submit?.status === 'checking') {
      try {
        const actor = await this.#actorAgain(timer.app, submit.actor);
        await this.#create(timer.app, draft, submit.command, actor);
      } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause;
        const now = clock.now();
        if (isUnanswered(cause) && now.toISOString() < (submit.until ?? '')) {
          await sql.query('update engine.timer set next_at = $2 where id = $1', [
            timer.id,
            new Date(now.getTime() + BETWEEN_MS),
          ]);
          return;
        }
        await this.#note(draft.id, { ...submit, status: 'failed', error: { code: cause.code, text: cause.text } });
      }
    }
    await sql.query('delete from engine.timer where id = $1', [timer.id]);
  }

  async #create(app: string, draft: DraftRow, command: string, actor: Actor, version?: number): Promise<CommandResult> {
    const base = { command, app, type: 'create' as const, form: draft.form, data: draft.data };
    const order = { ...base, ...(draft.chosen ? { chosen: draft.chosen } : {}) };
    const result = await this.#door.execute({ ...order, ...(version !== undefined && { version }) }, actor);
    await this.#note(draft.id, { status: 'done', command, record: result.record });
    return result;
  }

  async #keepTrying(app: string, draft: DraftRow, command: string, actor: Actor): Promise<string> {
    const { shelf, clock, sql, newId } = this.#parts;
    const now = clock.now();
    const until = new Date(now.getTime() + durationMs(shelf.get(app)?.app.portal?.retry ?? RETRY)).toISOString();
    await this.#note(draft.id, { status: 'checking', until, command, actor: stored(actor) });
    const next = new Date(now.getTime() + BETWEEN_MS);
    await sql.query(
      `insert into engine.timer (id, app, kind, due_at, next_at, data) values ($1, $2, 'draft', $3, $3, $4)`,
      [newId(), app, next, JSON.stringify({ draft: draft.id })],
    );
    return until;
  }

  async #note(id: string, submit: Submit): Promise<void> {
    await this.#parts.sql.query('update engine.draft set submit = $2, updated_at = $3 where id = $1', [
      id,
      JSON.stringify(submit),
      this.#parts.clock.now(),
    ]);
  }

  async #read(app: string, form: string, id: string, actor: Actor): Promise<DraftRow> {
    const mine = owner(actor, 4);
    const text = `select ${COLUMNS} from engine.draft where id = $1 and app = $2 and form = $3 and ${mine.sql}`;
    const [row] = isUuid(id) ? await this.#parts.sql.query<DraftRow>(text, [id, app, form, mine.value]) : [];
    if (row === undefined) throw refusals.unknown('draft', id);
    return row;
  }

  /** Whoever submitted may have lost a role in between: what they may do now counts. */
  async #actorAgain(app: string, actor: StoredActor | undefined): Promise<Actor> {
    if (actor?.kind === 'visitor') return { kind: 'visitor', app, proof: actor.proof };
    const person = actor && (await this.#parts.people.of(app)).person(actor.id);
    if (person === undefined) throw refusals.notAllowed();
    const { id, login, name, department, attributes, roles } = person;
    const text = typeof name === 'string' ? name : name['zh-CN'];
    return {
      kind: 'user',
      id,
      login,
      name: text,
      locale: 'zh-CN',
      department,
      attributes,
      roles: { [app]: roles },
      via: 'session',
    } satisfies UserActor;
  }
}

function isUnanswered(cause: unknown): cause is Refusal {
  return cause instanceof Refusal && cause.code === 'outside_unavailable';
}

/** A user's own, or those of whoever proves the same. */
function owner(actor: Actor, place: number, table = 'draft'): { sql: string; value: string } {
  if (actor.kind === 'user') return { sql: `${table}.owner_user = $${place}`, value: actor.id };
  if (actor.kind === 'visitor') {
    const proof = Object.fromEntries(Object.entries(actor.proof).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { sql: `${table}.owner_proof = $${place}::jsonb`, value: JSON.stringify(proof) };
  }
  throw refusals.notAllowed();
}

function stored(actor: Actor): StoredActor {
  if (actor.kind === 'user') return { kind: 'user', id: actor.id };
  return { kind: 'visitor', proof: actor.kind === 'visitor' ? { ...actor.proof } : {} };
}

function view({ id, form, data, chosen, step, submit, updated_at }: DraftRow, staff: Staff, locale: Locale): DraftView {
  const error: WireError['error'] | undefined = submit?.error && {
    code: submit.error.code,
    message: submit.error.text[locale],
  };
  return {
    id,
    form,
    data: data as Record<string, Json>,
    updated_at,
    ...(chosen ? { chosen: named(chosen, staff, locale) } : {}),
    ...(step === null ? {} : { step }),
    ...(submit
      ? {
          submit: {
            status: submit.status,
            ...(submit.until ? { until: submit.until } : {}),
            ...(submit.record ? { record: submit.record } : {}),
            ...(error ? { error } : {}),
          },
        }
      : {}),
  };
}

/** Whoever has no account any longer is left out: they would be refused. */
function named(chosen: Record<string, string[]>, staff: Staff, locale: Locale): NonNullable<DraftView['chosen']> {
  const entries = Object.entries(chosen).map(([node, people]) => [
    node,
    people.flatMap((value) => {
      const person = staff.person(value);
      return person ? [{ value: person.id, label: textOf(person.name, locale) }] : [];
    }),
  ]);
  return Object.fromEntries(entries);
}

function tooLarge(): Refusal {
  return new Refusal(
    'draft_too_large',
    { 'zh-CN': '草稿内容过大，无法保存。', en: 'The draft is too large to be kept.' },
    { status: 413, cure: { 'zh-CN': '请减少内容后再保存。', en: 'Shorten it and save again.' } },
  );
}
