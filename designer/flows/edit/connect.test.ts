import { describe, expect, it } from 'vitest';
import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { checkFlow } from '../../../engine/flow/index.ts';
import { approve, done, edge, flow, handle, refused, start } from '../../../engine/flow/testing/flows.ts';
import { readDraft } from '../../facts/index.ts';
import { choicesBetween, choicesFrom, connect, leadTo, leaveFrom, refusedLine } from './connect.ts';
import type { Outcome } from './edit.ts';

const draft = readDraft({
  'tables/size.json': {
    key: 'size',
    in: ['= amount'],
    out: ['size'],
    hit: 'first',
    rows: [
      ['> 5', '"big"'],
      ['-', '"small"'],
    ],
  },
});
const flowOf = (outcome: Outcome): FlowDefinition => {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.flow;
};
const said = (definition: FlowDefinition, from: string) =>
  choicesFrom(definition, from, draft).map(({ id, how }) => `${how} ${id}`);
const lines = ({ edges }: FlowDefinition) =>
  edges.map(({ from, on, to, when }) => `${from}${on ? ` -${on}` : ''}${when ? ' ?' : ''} → ${to}`);
const choice = (definition: FlowDefinition, from: string, to: string, id: string) => {
  const found = choicesBetween(definition, from, to, draft).find((one) => one.id === id);
  if (found === undefined) throw new Error(`${from} has no way ${id} to ${to}.`);
  return found;
};

describe('A line that is drawn', () => {
  const two = flow(
    [start, approve('one', 'ann'), handle('two', 'bob'), done, refused],
    [edge('start → one'), edge('one → two'), edge('two → done')],
  );

  it('offers what leads nowhere yet first, then what leads elsewhere, then a condition', () => {
    expect(said(two, 'one')).toEqual(['new rejected', 'instead approved', 'when approved when']);
    expect(said(two, 'start')).toEqual(['instead started', 'when started when']);
    expect(said(two, 'done')).toEqual([]);
  });

  it('leaves on the outcome that was chosen', () => {
    const drawn = connect(two, 'one', 'refused', choice(two, 'one', 'refused', 'rejected'));
    expect(lines(flowOf(drawn))).toContain('one -rejected → refused');
    expect(checkFlow(flowOf(drawn)).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(drawn).toMatchObject({ selection: ['edge:way_1'] });
  });

  it('leads elsewhere than before, or is asked before what is always so', () => {
    expect(lines(flowOf(connect(two, 'one', 'done', choice(two, 'one', 'done', 'approved'))))).toEqual([
      'start → one',
      'one → done',
      'two → done',
    ]);
    const divided = flowOf(connect(two, 'one', 'done', choice(two, 'one', 'done', 'approved when')));
    expect(lines(divided)).toEqual(['start → one', 'one → done', 'one → two', 'two → done']);
  });

  it('is refused into the start, out of an end, onto itself, and where it is already', () => {
    expect(refusedLine(two, 'one', 'start')).toBe('start_entered');
    expect(refusedLine(two, 'done', 'one')).toBe('end_leads');
    expect(refusedLine(two, 'one', 'one')).toBe('itself');
    expect(choicesBetween(two, 'two', 'done', draft)).toEqual([]);
  });

  it('is one more branch of a gate, before the one that is left', () => {
    const split = flow(
      [start, { type: 'exclusive', key: 'which' }, handle('two', 'bob'), done],
      [edge('start → which'), edge('which → two', { default: true }), edge('two → done')],
    );
    const drawn = flowOf(connect(split, 'which', 'done', choice(split, 'which', 'done', 'branch')));
    expect(lines(drawn)).toEqual(['start → which', 'which → done', 'which → two', 'two → done']);
    expect(drawn.edges[1]?.label).toEqual({ 'zh-CN': '条件 1', en: 'Condition 1' });
  });

  it('leaves a gate that asks a table on one of the table’s answers', () => {
    const asked = flow(
      [start, { type: 'exclusive', key: 'which', table: 'size' }, done, refused],
      [edge('start → which'), edge('which -big→ done')],
    );
    expect(said(asked, 'which')).toEqual(['instead big', 'new small']);
  });

  it('makes a jump lead elsewhere', () => {
    const jumps = flow([start, { type: 'route', key: 'back', to: 'done' }, done, refused], [edge('start → back')]);
    const drawn = flowOf(connect(jumps, 'back', 'refused', choice(jumps, 'back', 'refused', 'jump')));
    expect(drawn.nodes.find(({ key }) => key === 'back')).toMatchObject({ to: 'refused' });
  });
});

describe('An end of a line that is led elsewhere', () => {
  const which = flow(
    [start, { type: 'exclusive', key: 'which' }, approve('one', 'ann'), done, refused],
    [
      edge('start → which'),
      edge('which → one', {
        key: 'dear',
        label: 'Dear',
        when: { all: [{ fact: 'amount', operator: 'greaterThan', value: 5 }] },
      }),
      edge('which → done', { default: true }),
      edge('one → done'),
      edge('one -rejected→ refused'),
    ],
  );

  it('keeps its name and its condition', () => {
    const led = flowOf(leadTo(which, 'dear', 'refused'));
    expect(led.edges.find(({ key }) => key === 'dear')).toMatchObject({ to: 'refused', label: 'Dear', when: {} });
    expect(leadTo(which, 'dear', 'start')).toEqual({ refused: 'start_entered' });
    expect(leadTo(which, 'dear', 'which')).toEqual({ refused: 'itself' });
  });

  it('leaves its new node on what was chosen, instead of what led from there', () => {
    const on = choice(which, 'one', 'refused', 'approved');
    const left = flowOf(leaveFrom(flowOf(leadTo(which, 'dear', 'refused')), 'dear', 'one', on));
    expect(lines(left)).toEqual(['start → which', 'which → done', 'one -rejected → refused', 'one → refused']);
  });
});
