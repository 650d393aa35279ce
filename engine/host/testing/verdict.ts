import type { Database } from '../database/database.ts';
import { verify } from '../history/verify.ts';
import { faultText } from '../history/words.ts';
import type { Bank } from './bank.ts';

interface Sent {
  command: string;
  record?: string;
  body: Record<string, unknown>;
}

/** What a crash could have broken, as sentences; none is what has to come out. */
export async function faultsIn({ knex }: Database, sent: readonly Sent[], bank: Bank): Promise<string[]> {
  const faults: string[] = [];
  const found = async (what: string, sql: string, bindings: unknown[] = []): Promise<void> => {
    const { rows } = await knex.raw<{ rows: { what: string }[] }>(sql, bindings as never);
    if (rows.length > 0) faults.push(`${what}: ${rows.length}, the first ${rows[0]?.what}`);
  };
  const done = sent.filter(({ record }) => record !== undefined).map(({ command }) => command);
  await found(
    'acknowledged and lost',
    'select c as what from unnest(?::uuid[]) c where not exists (select 1 from engine.command x where x.id = c)',
    [done],
  );
  const created = sent.filter(({ record, body }) => record !== undefined && 'data' in body).map(({ record }) => record);
  await found(
    'acknowledged records that are not there',
    'select c as what from unnest(?::uuid[]) c where not exists (select 1 from expenses.claim x where x.id = c)',
    [created],
  );
  await found('done twice', 'select note as what from expenses.claim group by note having count(*) > 1');
  await found(
    'records without their flow',
    'select r.id as what from expenses.claim r where not exists (select 1 from engine.instance i where i.record = r.id and i.id = r.instance)',
  );
  await found(
    'flows whose record says something else',
    `select i.id as what from engine.instance i join expenses.claim r on r.id = i.record
     where i.form = 'claim' and (r.state is distinct from i.state or i.state is distinct from i.data ->> 'state')`,
  );
  await found(
    'stuck: running, and nobody and nothing to move it on',
    `select i.id as what from engine.instance i where i.status = 'running'
       and not exists (select 1 from engine.task t where t.instance = i.id and t.status = 'open')
       and not exists (select 1 from engine.outbox o where o.instance = i.id and o.status in ('waiting', 'sending', 'polling'))
       and not exists (select 1 from engine.timer t where t.instance = i.id and t.status = 'waiting')`,
  );
  await found(
    'open tasks that the flow does not know',
    `select t.id as what from engine.task t join engine.instance i on i.id = t.instance where t.status = 'open' and t.kind <> 'copy'
       and not exists (select 1 from jsonb_array_elements(i.data -> 'tasks') x where x ->> 'id' = t.id::text)`,
  );
  await found(
    'paid records without a booking, or with two',
    `select r.id as what from expenses.claim r where r.state = 'paid'
       and (select count(*) from expenses.ledger l where l.claim_no = r.claim_no) <> 1`,
  );
  const paid = await knex('expenses.claim')
    .where({ state: 'paid' })
    .select<{ claim_no: string; payment: string }[]>('claim_no', 'payment');
  const wrong = paid.filter(({ claim_no, payment }) => bank.payments.get(claim_no)?.payment !== payment);
  if (wrong.length > 0)
    faults.push(`paid otherwise than the bank says: ${wrong.length}, the first ${wrong[0]?.claim_no}`);
  await verify(knex, {}, (fault) => faults.push(`unlike its history: ${faultText(fault, 'en')}`));
  return faults;
}
