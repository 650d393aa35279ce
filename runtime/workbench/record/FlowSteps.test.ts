// @vitest-environment jsdom
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { FlowPicture, NodeState, PictureNode } from '../../../engine/wire.ts';
import { i18n } from '../../i18n/index.ts';
import '../../i18n/workbench/index.ts';
import FlowSteps from './FlowSteps.vue';

const at = (hour: number): string => `2026-03-02T0${hour}:00:00.000Z`;

function node(key: string, status: NodeState, hours: number[]): PictureNode {
  const stays = hours.map((hour) => ({ at: at(hour), status: 'done' as const, why: [], tasks: [] }));
  const place = { x: 0, y: 0, width: 10, height: 10 };
  return { key, type: 'handle', label: key, shape: 'card', status, people: [], exits: [], stays, ...place };
}

function pageOf(nodes: PictureNode[]) {
  const flow: FlowPicture = {
    ...{ label: 'Flow', status: 'running', width: 10, height: 10, nodes },
    ...{ ways: [], leaps: [], wires: [], returns: [] },
  };
  return mount(FlowSteps, { props: { flow, timeZone: 'UTC', now: 0 }, global: { plugins: [i18n] } });
}

function partsOf(nodes: PictureNode[]): [string | undefined, string[]][] {
  return pageOf(nodes)
    .findAll('[data-part]')
    .map((part) => [
      part.attributes('data-part'),
      part.findAll('[data-step]').map((step) => step.attributes('data-step') ?? ''),
    ]);
}

it('begins with where it stands, then tells how it came there; what is to come is counted', () => {
  const nodes = [
    node('apply', 'done', [1]),
    node('pay', 'incident', [4]),
    node('check', 'done', [2]),
    node('sign', 'current', [3]),
    node('ship', 'waiting', []),
  ];
  expect(partsOf(nodes)).toEqual([
    ['here', ['sign', 'pay']],
    ['before', ['apply', 'check']],
  ]);
});

it('is one list where the flow is over', () => {
  expect(partsOf([node('apply', 'done', [1]), node('end', 'done', [2])])).toEqual([['before', ['apply', 'end']]]);
});

it('counts as ahead what may still come, not what this case has no need of', () => {
  const nodes = [node('pay', 'current', [1]), node('end', 'waiting', []), node('parcel', 'skipped', [])];
  expect(pageOf(nodes).find('details.ahead').text()).toBe('1 steps not reached yetend');
});
