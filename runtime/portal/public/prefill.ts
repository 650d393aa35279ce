import type { Field, Values } from '../../../engine/form/index.ts';

type Query = Readonly<Record<string, string | null | undefined | readonly (string | null)[]>>;

/** What the address fills in (`?name=Li&tags=a&tags=b`): only fields that the definition opens to that, judged like typing. */
export function prefilled(fields: readonly Field[], open: readonly string[] | undefined, query: Query): Values {
  const found: Values = {};
  for (const { key } of fields) {
    const given = query[key];
    if (open?.includes(key) !== true || given === undefined || given === null) continue;
    found[key] = typeof given === 'string' ? given : given.filter((one) => one !== null);
  }
  return found;
}
