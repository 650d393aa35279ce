import type { Peer } from './peers/peer.ts';

/** By the address's `?peer=`. */
const peers: Record<string, () => Promise<{ peer: Peer }>> = {
  ours: () => import('./peers/ours.ts'),
  plain: () => import('./peers/plain.ts'),
  byHand: () => import('./peers/byHand.ts'),
  formCreate: () => import('./peers/formCreate.ts'),
  formJs: () => import('./peers/formJs.ts'),
  surveyJs: () => import('./peers/surveyJs.ts'),
  formKit: () => import('./peers/formKit.ts'),
};

export type Job = 'fields' | 'linked' | 'table';

declare global {
  interface Window {
    subject: {
      /** Resolves when it is painted, with how many fields or rows it has drawn. */
      mount(job: Job, count: number): Promise<number>;
      clear(): Promise<void>;
      painted(): Promise<void>;
    };
  }
}

const host = document.querySelector<HTMLElement>('#app');
const name = new URLSearchParams(location.search).get('peer') ?? '';
let takeDown: () => void = () => undefined;

const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

async function load(): Promise<Peer> {
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
  painted,
};
