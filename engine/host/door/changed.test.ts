import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppFile } from '../../definition/index.ts';
import { evolve, type FlowEvent } from '../../flow/index.ts';
import type { Values } from '../../wire.ts';
import { testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';

interface Definition {
  fields: object[];
  nodes: { key: string; deadline?: object }[];
}

/** The manager has four hours, counted from when the receipts were signed, which is filled in later. */
function counted(files: AppFile[]): AppFile[] {
  return files.map((file) => {
    const json = ('text' in file ? JSON.parse(file.text) : structuredClone(file.json)) as Definition;
    if (file.path === 'forms/claim.json')
      json.fields.push({ key: 'signed_at', type: 'datetime', label: { 'zh-CN': '签收', en: 'Signed' } });
    if (file.path === 'flows/approval.json')
      for (const node of json.nodes)
        if (node.key === 'manager') node.deadline = { ...node.deadline, from: '= signed_at' };
    return { path: file.path, json };
  });
}

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase(), undefined, undefined, '2026-03-02T01:00:00.000Z', counted);
});

async function submit(): Promise<string> {
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price: '20.00' }];
  const data: Values = { project: 'P1', kind: 'travel', items };
  const order = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'claim', data };
  return (await the.host.door.execute(order, await the.actor('eve'))).record;
}

async function change(record: string, data: Values): Promise<void> {
  const order = { type: 'update' as const, command: randomUUID(), app: the.app, form: 'claim', record, data };
  await the.host.door.execute(order, await the.actor('eve'));
}

async function times(record: string): Promise<Record<string, string>> {
  const rows = await the.host.database.knex('engine.timer').whereRaw(`data ->> 'record' = ?`, [record]);
  return Object.fromEntries(rows.map(({ kind, due_at }) => [kind, new Date(due_at).toISOString()]));
}

async function eventsOf(record: string): Promise<FlowEvent[]> {
  const rows = await the.host.database
    .knex('engine.event as e')
    .join('engine.instance as i', 'i.id', 'e.instance')
    .where('i.record', record)
    .orderBy('e.seq')
    .select('e.seq', 'e.at', 'e.type', 'e.data');
  return rows.map(({ seq, at, type, data }) => ({ ...data, seq, at, type }) as FlowEvent);
}

describe('a deadline that is counted from a field', () => {
  it('moves when the field is filled in while the flow runs, with its reminder and on the task', async () => {
    const record = await submit();
    expect(await times(record)).toEqual({ remind: '2026-03-02T03:00:00.000Z', due: '2026-03-02T05:00:00.000Z' });
    await change(record, { signed_at: '2026-03-02T03:30:00.000Z' });
    expect(await times(record)).toEqual({ remind: '2026-03-02T05:30:00.000Z', due: '2026-03-02T07:30:00.000Z' });
    const task = await the.host.database.knex('engine.task').where({ record, status: 'open' }).first();
    expect(new Date(task.due_at).toISOString()).toBe('2026-03-02T07:30:00.000Z');
    expect(new Date(task.remind_at).toISOString()).toBe('2026-03-02T05:30:00.000Z');
    const instance = await the.host.database.knex('engine.instance').where({ record }).first();
    expect(evolve(null, await eventsOf(record))).toEqual(instance.data);
  });

  it('stays, and the flow’s history with it, when another field changes', async () => {
    const record = await submit();
    const before = await eventsOf(record);
    await change(record, { note: 'lunch' });
    expect(await eventsOf(record)).toEqual(before);
  });
});
