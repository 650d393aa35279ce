import { describe, expect, it } from 'vitest';
import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { checkFlow } from '../../../engine/flow/index.ts';
import { approve, done, edge, flow, handle, refused, start } from '../../../engine/flow/testing/flows.ts';
import { readDraft } from '../../facts/index.ts';
import { addNode } from './add.ts';
import { choicesFrom } from './connect.ts';
import type { Outcome } from './edit.ts';
import { sprout } from './sprout.ts';

const draft = readDraft({});
const around = { role: 'clerk' };
const flowOf = (outcome: Outcome): FlowDefinition => {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.flow;
};
const lines = ({ edges }: FlowDefinition) => edges.map(({ from, on, to }) => `${from}${on ? ` -${on}` : ''} → ${to}`);
const grown = (definition: FlowDefinition, from: string, id: string) => {
  const choice = choicesFrom(definition, from, draft).find((one) => one.id === id);
  if (choice === undefined) throw new Error(`${from} has no way ${id}.`);
  return sprout(definition, from, choice, (now, slot) => addNode(now, 'handle', slot, around));
};

describe('A step that is put where a line was let go', () => {
  const two = flow(
    [start, approve('one', 'ann'), handle('two', 'bob'), done, refused],
    [edge('start → one'), edge('one → two'), edge('two → done')],
  );

  it('stands on the way that the outcome has, and leads to where it led', () => {
    expect(lines(flowOf(grown(two, 'one', 'approved')))).toEqual([
      'start → one',
      'one → handle_1',
      'handle_1 → two',
      'two → done',
    ]);
  });
  it('gives an outcome that led nowhere a way of its own, which goes on where the usual one does', () => {
    const next = flowOf(grown(two, 'one', 'rejected'));
    expect(lines(next)).toContain('one -rejected → handle_1');
    expect(lines(next)).toContain('handle_1 → two');
    expect(checkFlow(next).map(({ code }) => code)).not.toContain('node_has_no_way_out');
  });
  it('is a branch of a gate that meets the others where they meet', () => {
    const split = flow(
      [
        start,
        { type: 'parallel', key: 'both' },
        approve('one', 'ann'),
        approve('two', 'bob'),
        { type: 'join', key: 'meet' },
        done,
      ],
      [
        edge('start → both'),
        edge('both → one'),
        edge('both → two'),
        edge('one → meet'),
        edge('two → meet'),
        edge('meet → done'),
      ],
    );
    const next = flowOf(grown(split, 'both', 'branch'));
    expect(lines(next)).toContain('both → handle_1');
    expect(lines(next)).toContain('handle_1 → meet');
  });
  it('is not put behind an end', () => {
    expect(choicesFrom(two, 'done', draft)).toEqual([]);
  });
});
