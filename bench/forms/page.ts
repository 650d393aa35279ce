import 'element-plus/dist/index.css';
import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import '../../runtime/form/form.css';
import { elementPlus } from './elementPlus.ts';
import { ours } from './ours.ts';
import { plain } from './plain.ts';

/** What the suite mounts and takes down again. */
const cases = {
  'plain fields': plain.fields,
  'plain linked': plain.linked,
  'plain table': plain.table,
  'our fields': ours.fields,
  'our linked': ours.linked,
  'our table': ours.table,
  'Element Plus fields': elementPlus,
};
export type Case = keyof typeof cases;

declare global {
  interface Window {
    bench: {
      /** Resolves when it is painted, with how many fields or rows are said to be there. */
      mount(which: Case, count: number): Promise<number>;
      clear(): Promise<void>;
      painted(): Promise<void>;
    };
  }
}

const host = document.querySelector<HTMLElement>('#app');
let takeDown: () => void = () => undefined;

const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

function drawn(root: HTMLElement): number {
  const table = root.querySelector('[role="table"]');
  if (table !== null) {
    // Drawn as far as it is seen, and said to be as long as it is.
    const rows = root.querySelectorAll('[data-row]').length;
    return rows < 20 ? rows : Number(table.getAttribute('aria-rowcount')) - 1;
  }
  return root.querySelectorAll('.field, .el-form-item, .row:not(.head)').length;
}

window.bench = {
  async mount(which, count) {
    if (host === null) throw new Error('no #app');
    const root = document.createElement('div');
    host.append(root);
    takeDown = cases[which](root, count);
    await painted();
    return drawn(root);
  },
  async clear() {
    takeDown();
    takeDown = () => undefined;
    host?.replaceChildren();
    await painted();
  },
  painted,
};
