import type { FormDefinition } from '../../../engine/definition/index.ts';
import type { AnswersView, Json, LookupView } from '../../../engine/wire.ts';
import { FormStore, type StoreOptions } from '../../../runtime/form/store.ts';
import type { LookupTrial } from '../../editors/lookup/trial.ts';

/** A form that is tried out: everything is worked out here; linked queries are asked as the draft says them now. */
export class PreviewStore extends FormStore {
  private readonly trial: LookupTrial;
  private readonly known = new Set<string>();

  constructor(options: StoreOptions, trial: LookupTrial, onChange: () => void) {
    super(options, onChange);
    this.trial = trial;
  }

  override async ask(): Promise<void> {
    const { lookups, rollups } = this.session.requirements();
    const open = lookups.filter(({ id }) => !this.known.has(id));
    const counted = rollups.filter(({ id }) => !this.known.has(id));
    if (open.length + counted.length === 0) return;
    for (const { id } of [...open, ...counted]) this.known.add(id);
    this.asking.busy = open.length > 0;
    const found: Record<string, LookupView> = {};
    for (const { id, key } of open) found[id] = await this.tryOne(key);
    this.asking.busy = false;
    // Nobody has saved anything that could be counted.
    const nothing = Object.fromEntries(
      counted.map(({ id, measure }): [string, Json] => [id, measure.kind === 'count' ? 0 : null]),
    );
    this.answer({ lookups: found, rollups: nothing } satisfies AnswersView);
  }

  private async tryOne(lookup: string): Promise<LookupView> {
    const form: FormDefinition = this.compiled.form;
    try {
      const { found, fill = {}, rows = {}, message } = await this.trial(form, lookup, { ...this.session.values() });
      return { found, fill, rows, ...(typeof message === 'string' ? { message } : {}) };
    } catch (error) {
      this.asking.error = error instanceof Error ? error.message : String(error);
      return { found: false, fill: {}, rows: {} };
    }
  }
}
