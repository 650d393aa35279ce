import { loadGrammar } from '../../../engine/expression/index.ts';
import { loadAllFields } from '../../../runtime/fields/load.ts';
import type { Peer } from '../peer.ts';

/** By the address's `?peer=`. */
const peers: Record<string, () => Promise<{ peer: Peer }>> = {
  ours: () => import('../ours.ts'),
  plain: () => import('../plain.ts'),
  byHand: () => import('./byHand.ts'),
  formCreate: () => import('./formCreate.ts'),
  formJs: () => import('./formJs.ts'),
  surveyJs: () => import('./surveyJs.ts'),
  formKit: () => import('./formKit.ts'),
};

const host = document.querySelector<HTMLElement>('#app');
const name = new URLSearchParams(location.search).get('peer') ?? '';
let takeDown: () => void = () => undefined;

const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

async function load(): Promise<Peer> {
  // Here forms are written by hand and not sent by a server, which would have parsed their formulas.
  await Promise.all([loadGrammar(), loadAllFields()]);
  const found = await peers[name]?.();
  if (found === undefined) throw new Error(`no peer ${name}`);
  return found.peer;
}
const loaded = load();

function drawn(root: HTMLElement, selector: string): number {
  const table = root.querySelector('[role="table"][aria-rowcount]');
  if (table === null) return root.querySelectorAll(selector).length;
  // Drawn as far as it is seen, and said to be as long as it is.
  const rows = root.querySelectorAll('[data-row]').length;
  return rows < 20 ? rows : Number(table.getAttribute('aria-rowcount')) - 1;
}

window.subject = {
  async mount(job, count) {
    if (host === null) throw new Error('no #app');
    const peer = await loaded;
    const root = document.createElement('div');
    host.append(root);
    takeDown = await peer[job](root, count);
    await painted();
    return drawn(root, job === 'table' ? peer.drawn.table : peer.drawn.fields);
  },
  async clear() {
    await loaded;
    takeDown();
    takeDown = () => undefined;
    host?.replaceChildren();
    await painted();
  },
  async shows(count) {
    const { drawn: selectors } = await loaded;
    const until = performance.now() + 5000;
    while (host === null || host.querySelectorAll(selectors.fields).length < count) {
      if (performance.now() > until) throw new Error(`fewer than ${count} fields are shown`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await painted();
  },
};
