import { approve, done, edge, flow, handle, refused, start } from './flows.ts';
import { World } from './world.ts';

/** Draft, check, sign: three people one after the other. */
export const three = flow(
  [
    start,
    handle('draft', 'ann', { state: 'drafting' }),
    approve('check', 'bob', { state: 'checking', allow: ['approve', 'reject', 'return', 'withdraw'] }),
    approve('sign', 'eve', { state: 'signing', allow: ['approve', 'reject', 'return', 'transfer'] }),
    done,
    refused,
  ],
  [
    edge('start → draft'),
    edge('draft → check'),
    edge('check → sign'),
    edge('sign → done'),
    edge('check -rejected→ refused'),
    edge('sign -rejected→ refused'),
  ],
);

/** Begun by cat, drafted by ann, checked by bob: now it is eve's. */
export function signing(): World {
  const world = new World(three);
  world.start('cat');
  world.act('ann', 'complete', 'draft');
  world.act('bob', 'approve', 'check');
  return world;
}
