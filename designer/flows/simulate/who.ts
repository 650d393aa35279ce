import type { SimulationStep } from '../../../engine/wire/simulation.ts';

/** Somebody as the server is asked for their eyes: a login, a customer with what they prove, whoever has a form's link. */
export function whoOf(as: string, more: { form: string; proof: Readonly<Record<string, string>> }): string {
  if (as === 'public') return `public?${new URLSearchParams({ form: more.form })}`;
  const proof = Object.entries(more.proof).filter(([, value]) => value.trim() !== '');
  return as === 'visitor' && proof.length > 0 ? `visitor?${new URLSearchParams(proof)}` : as;
}

/** The same person in a step. */
export function doerOf(who: string): Pick<SimulationStep, 'as' | 'proof'> {
  const [as = '', told] = who.split('?');
  if (as !== 'visitor' || told === undefined) return { as };
  return { as, proof: Object.fromEntries(new URLSearchParams(told)) };
}
