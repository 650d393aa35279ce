import type { Json, Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { relativeDates } from '../apps/dates.ts';
import type { Clock } from '../clock.ts';
import { holdsAll } from './answers.ts';
import { type PointerParts, pointed } from './pointers.ts';
import type { Step } from './story.ts';

type Tables = Readonly<Record<string, Values[]>>;

/** What a step says to fill in, as the door takes it: days counted from today are dates, and names are ids. */
export class Filling {
  readonly #parts: PointerParts & { clock: Clock };

  constructor(parts: PointerParts & { clock: Clock }) {
    this.#parts = parts;
  }

  written(data: Values, form: string): Promise<Values> {
    const { host, app, clock } = this.#parts;
    const model = host.apps.get(app);
    const fields = model?.forms.get(form)?.fields ?? [];
    const dated = relativeDates(data, clock.now(), model?.app.timeZone ?? 'UTC', fields) as Values;
    return pointed(this.#parts, fields, dated);
  }

  /** Of a record that is handed in: also values typed into rows that a linked query brings. */
  async withRows(step: Step, form: string, given: Values, actor: Actor): Promise<Values> {
    const tables = Object.keys(step.lines ?? {});
    if (tables.length === 0) return given;
    const { host, app } = this.#parts;
    const rows: Record<string, Values[]> = {};
    for (const lookup of host.apps.get(app)?.forms.get(form)?.lookups ?? []) {
      if (!Object.keys(lookup.rows ?? {}).some((table) => tables.includes(table))) continue;
      const found = await host.records.lookup(app, form, lookup.key, given, actor, 'en');
      Object.assign(rows, found.rows);
    }
    return { ...given, ...typedInto(step, rows) };
  }

  /** Of a record that is there: also values typed into rows that it has. */
  async changed(step: Step, form: string, stored: () => Promise<Values>): Promise<Values> {
    const data = await this.written((step.data ?? {}) as Values, form);
    if (step.lines === undefined) return data;
    return { ...data, ...typedInto(step, (await stored()) as Record<string, Values[]>) };
  }
}

function typedInto(step: Step, tables: Tables): Values {
  const typed = Object.entries(step.lines ?? {}).map(([table, inputs]) => {
    const rows = (tables[table] ?? []).map((row) => {
      const input = inputs.find(({ match }) => holdsAll(row, match as Record<string, Json>));
      return input ? { ...row, ...(input.data as Values) } : row;
    });
    return [table, rows];
  });
  return Object.fromEntries(typed) as Values;
}
