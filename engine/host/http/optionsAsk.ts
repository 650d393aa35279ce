import type { FastifyRequest } from 'fastify';
import type { Values } from '../../wire.ts';
import { refusals } from '../door/refusal.ts';
import type { OptionsAsk } from '../records/ports.ts';
import { object, text } from './schema.ts';

const FACTS_LENGTH = 4000;

/** What a field's choices are asked for by. `facts`: of the record that is being filled in, as JSON. */
export const optionsQuery = object({ search: text(), facts: text(FACTS_LENGTH) });

export function optionsAsk({ query }: FastifyRequest): OptionsAsk {
  const { search, facts } = query as { search?: string; facts?: string };
  return { ...(search === undefined ? {} : { search }), ...(facts === undefined ? {} : { facts: readFacts(facts) }) };
}

function readFacts(json: string): Values {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    throw refusals.badCommand('facts');
  }
  if (read === null || typeof read !== 'object' || Array.isArray(read)) throw refusals.badCommand('facts');
  return read as Values;
}
