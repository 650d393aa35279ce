import type { Access, Rights } from '../../definition/index.ts';
import { type Condition, conditionToSql, type Facts } from '../../expression/index.ts';
import { type EvaluationInput, type Right, roleRights, visibleValues, widestRights } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import { numbered } from '../door/connections.ts';
import { actingRoles, proofOf, systemFacts, userFacts } from '../door/facts.ts';
import type { DoorParts } from '../door/parts.ts';
import { refusals } from '../door/refusal.ts';
import { conditionColumns } from './columns.ts';
import type { StoredRecord } from './storage.ts';

type ReadParts = Pick<DoorParts, 'shelf' | 'clock' | 'newId'>;

/**
 * What one person may see of a form: which rows, as SQL, and which fields of a row. The same for lists, exports, counts,
 * related records and boards.
 */
export class Sight {
  readonly app: LiveApp;
  readonly form: LiveForm;
  readonly actor: Actor;
  readonly entries: readonly Access[];
  /** The widest right of each field, whatever the row. */
  readonly widest: Record<string, Right>;
  readonly #parts: ReadParts;
  readonly #now: string;
  #common: Record<string, Right> | undefined;

  constructor(parts: ReadParts, app: LiveApp, form: LiveForm, actor: Actor) {
    this.#parts = parts;
    this.#now = parts.clock.now().toISOString();
    this.app = app;
    this.form = form;
    this.actor = actor;
    const roles = actingRoles(actor, app.key);
    // A public form's link lets its holder write, never read.
    this.entries = (form.form.access ?? []).filter(({ role }) => role !== 'public' && roles.includes(role));
    this.widest = widestRights(form.compiled, roles);
  }

  /** Somebody who may see nothing of the form at all is told so. */
  mustSeeSomething(): void {
    if (this.entries.length === 0 && this.actor.kind !== 'engine') throw refusals.notAllowed(this.form.key);
  }

  get facts(): Facts {
    const user = userFacts(this.actor, this.app.key);
    const proof = proofOf(this.actor, this.app.key);
    const settings = this.#parts.shelf.settings(this.app.key);
    return { settings, ...(user ? { user } : {}), ...(proof ? { proof } : {}) } as Facts;
  }

  /** The rows that may be seen. `among`: only those where one of these entries opens them. */
  rows(values: unknown[], among: readonly Access[] = this.entries): string {
    if (this.actor.kind === 'engine' || among.some(({ rows }) => rows === undefined)) return 'true';
    const parts = among.flatMap(({ rows }) => {
      const sql = this.condition(rows as Condition, values);
      return sql === undefined ? [] : [sql];
    });
    return parts.length > 0 ? `(${parts.join(' or ')})` : 'false';
  }

  /**
   * A condition as SQL over `r`; undefined where SQL cannot say it: then it opens nothing. `around`: facts of a record
   * beside it that the condition may speak of too.
   */
  condition(condition: Condition, values: unknown[], around?: Facts): string | undefined {
    const env = { now: this.#now, timeZone: this.app.timeZone };
    const columns = conditionColumns(this.form);
    const sql = around
      ? conditionToSql(condition, columns, { ...this.facts, ...around }, env)
      : conditionToSql(condition, columns, this.facts, env, { scope: this.form.scope });
    if (sql === undefined) return undefined;
    const text = numbered(sql.sql, values.length);
    values.push(...sql.bindings);
    return `(${text})`;
  }

  /** The entries under which a field is read whole: only their rows may be found by it. */
  readers(path: string): readonly Access[] {
    return this.entries.filter(({ rights }) => isReadable(entryRight(rights, path)));
  }

  /** Read whole on every row that is seen. */
  isReadable(path: string): boolean {
    if (this.actor.kind === 'engine' || SYSTEM.has(path)) return true;
    const readers = this.readers(path);
    // What several entries open adds up: one that opens every row with this field is enough.
    if (readers.some(({ rows }) => rows === undefined)) return true;
    return this.entries.length > 0 && readers.length === this.entries.length;
  }

  /** What this person may do with the fields of this very record. */
  rights(record: StoredRecord): Record<string, Right> {
    if (this.actor.kind === 'engine') {
      this.#common ??= Object.fromEntries([...this.form.compiled.fields.keys()].map((path) => [path, 'read']));
      return this.#common;
    }
    if (this.entries.every(({ rows }) => rows === undefined)) {
      this.#common ??= roleRights(this.form.compiled, this.input(record));
      return this.#common;
    }
    return roleRights(this.form.compiled, this.input(record));
  }

  visible(record: StoredRecord): Values {
    if (this.actor.kind === 'engine') return record.values;
    return visibleValues(this.form.compiled, record.values, this.rights(record));
  }

  input({ head, values }: StoredRecord): EvaluationInput {
    const user = userFacts(this.actor, this.app.key);
    const proof = proofOf(this.actor, this.app.key);
    return {
      mode: 'view',
      values: {},
      before: values,
      record: systemFacts(head),
      roles: actingRoles(this.actor, this.app.key),
      settings: this.#parts.shelf.settings(this.app.key),
      now: this.#now,
      timeZone: this.app.timeZone,
      newId: this.#parts.newId,
      ...(user ? { user } : {}),
      ...(proof ? { proof } : {}),
      ...(this.actor.kind === 'engine' ? { baseRights: 'all' as const } : {}),
    };
  }
}

const SYSTEM = new Set(['id', 'state', 'created_at', 'updated_at', 'revision', 'submitted_at', 'created_by']);

function entryRight(rights: Rights, path: string): Right {
  const [field = path, column] = path.split('.');
  if (column !== undefined && rights[field] === 'hide') return 'hide';
  return rights[path] ?? rights[field] ?? rights['*'] ?? 'hide';
}

function isReadable(right: Right): boolean {
  return right === 'read' || right === 'edit' || right === 'require';
}
