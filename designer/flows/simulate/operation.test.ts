import { expect, it } from 'vitest';
import type { OperationView } from '../../../engine/wire.ts';
import type { SimulationTask } from '../../../engine/wire/simulation.ts';
import { stepOf } from './operation.ts';

const label = 'x';
const tasks = [
  { id: 'a', node: 'first', assignee: 'mia' },
  { id: 'b', node: 'second', role: 'finance' },
] as SimulationTask[];
const at = { node: undefined, form: 'claim', data: undefined, tasks };
const operation = (more: Partial<OperationView> & Pick<OperationView, 'kind' | 'key'>): OperationView => ({
  label,
  check: true,
  ...more,
});

it('a task that is given to somebody else is told by its step and its person', () => {
  const reassign = operation({ kind: 'case', key: 'reassign' });
  expect(stepOf(reassign, { task: 'a', to: 'max' }, at)).toEqual({ reassign: 'first', from: 'mia', to: 'max' });
  expect(stepOf(reassign, { task: 'b', to: 'max' }, at)).toEqual({ reassign: 'second', to: 'max' });
});

it('a branch is told by the step at which it stands', () => {
  const places = [{ token: 4, node: 'second', label, targets: [] }];
  const jump = operation({ kind: 'case', key: 'jump', places });
  expect(stepOf(jump, { token: 4, to: 'first', reason: 'r' }, at)).toEqual({
    case: 'jump',
    from: 'second',
    to: 'first',
    reason: 'r',
  });
  const incidents = [{ token: 7, node: 'pay', label, cause: label, outcomes: [] }];
  expect(stepOf(operation({ kind: 'retry', key: 'retry', incidents }), {}, at)).toEqual({ retry: 'pay' });
  const past = { token: 7, outcome: 'done', reason: 'r' };
  expect(stepOf(operation({ kind: 'retry', key: 'skip', incidents }), past, at)).toEqual({
    retry: 'pay',
    outcome: 'done',
    reason: 'r',
  });
});

it('a record that is deleted is told by its form', () => {
  expect(stepOf(operation({ kind: 'delete', key: 'delete' }), {}, at)).toEqual({ delete: 'claim' });
});
