import type { FormDefinition, Localised } from '../../../engine/definition/index.ts';
import type { Json } from '../../draft/types.ts';

/** What a lookup would fill for the values given. */
export interface LookupFound {
  found: boolean;
  fill?: { [field: string]: Json };
  rows?: { [table: string]: { [column: string]: Json }[] };
  message?: string | Localised;
}

/** Asks the source as the draft says it now. */
export type LookupTrial = (
  form: FormDefinition,
  lookup: string,
  values: { [field: string]: Json },
) => Promise<LookupFound>;
