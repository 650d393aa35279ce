import type { Doer } from '../scenario/story.ts';

/**
 * Who looks, in one word of an address: a login; "visitor?phone=…", a customer with what they prove; "public?form=…",
 * whoever has that form's link.
 */
export function doerOf(who: string): Doer {
  const cut = who.indexOf('?');
  if (cut < 0) return { as: who };
  const as = who.slice(0, cut);
  const told = Object.fromEntries(new URLSearchParams(who.slice(cut + 1)));
  if (as === 'public') return { as, form: told.form };
  return { as, ...(Object.keys(told).length > 0 ? { proof: told } : {}) };
}
