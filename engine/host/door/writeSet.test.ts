import { describe, expect, it } from 'vitest';
import type { TableShape } from '../records/storage.ts';
import { WriteSet } from './writeSet.ts';

const columns: TableShape['columns'] = [
  ['id', 'uuid'],
  ['kind', 'text'],
  ['status', 'text'],
];
const whole = { name: 'engine.thing', columns } as TableShape;
const narrow = { name: 'engine.thing', columns: columns.filter(([name]) => name !== 'kind') } as TableShape;

describe('writes gathered in one command', () => {
  it('keep all columns of a new row when another row of the table was changed by fewer columns first', () => {
    const writes = new WriteSet();
    writes.patch(narrow, 'a', { status: 'done' });
    writes.insert(whole, { id: 'b', kind: 'call', status: 'waiting' });
    const { text } = writes.statement() ?? { text: '' };
    expect(text).toContain('insert into engine.thing ("id", "kind", "status")');
    expect(text).toContain('update engine.thing');
  });
});
