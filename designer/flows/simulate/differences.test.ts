import { describe, expect, it } from 'vitest';
import type { SimulationLine, SimulationView } from '../../../engine/wire/simulation.ts';
import { differencesOf, isSame } from './differences.ts';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const event = (text: string): SimulationLine => ({ kind: 'event', event: 'task_created', text: both(text), why: [] });

function told(lines: SimulationLine[], state: string, amount: string, assignee = 'mia') {
  const tasks = [{ label: 'Approval', assignee }] as unknown as SimulationView['tasks'];
  return {
    entries: [{ step: 0, at: '2026-03-02T01:00:00Z', lines, path: [], edges: [] }],
    records: [
      {
        id: crypto.randomUUID(),
        form: 'claim',
        title: 'CL1',
        state,
        stateLabel: both(state),
        values: [{ key: 'amount', label: 'Amount', text: both(amount), isNew: false }],
      },
    ],
    tasks,
    people: [{ login: 'mia', name: 'Mia', roles: [] }],
  };
}

describe('a story that is played again', () => {
  it('is the same where only ids are other ones', () => {
    const call = (id: string): SimulationLine => ({
      kind: 'call',
      call: 'bank.pay',
      data: { id },
      number: 1,
      isQuestion: false,
      answer: { call: 'bank.pay' },
      isChosen: false,
    });
    const one = told([call(crypto.randomUUID())], 'paid', '5');
    expect(isSame(differencesOf(one, told([call(crypto.randomUUID())], 'paid', '5')))).toBe(true);
  });

  it('shows what was told before beside what is told now, and the old state, value and desk beside the new', () => {
    const before = told([event('To Mia'), event('Reminder set')], 'review', '5');
    const after = told([event('To Max'), event('Reminder set')], 'paid', '6', 'max');
    const found = differencesOf(before, after);
    expect(found.steps.get(0)).toEqual({ before: [both('To Mia')], after: [both('To Max')] });
    expect(found.ends).toEqual([
      { form: 'claim', title: 'CL1', before: both('review'), after: both('paid') },
      { form: 'claim', title: 'CL1', label: 'Amount', before: both('5'), after: both('6') },
    ]);
    expect(found.desks).toEqual({ before: [both('Approval – Mia')], after: [both('Approval – max')] });
  });

  it('tells of steps that are not reached any more, and of lines that come more often', () => {
    const before = told([event('To Mia')], 'review', '5');
    const found = differencesOf(before, { ...told([], 'review', '5'), entries: [] });
    expect(found.steps.get(0)).toEqual({ before: [both('To Mia')], after: [] });
    const twice = differencesOf(before, told([event('To Mia'), event('To Mia')], 'review', '5'));
    expect(twice.steps.get(0)).toEqual({ before: [], after: [both('To Mia')] });
  });
});
