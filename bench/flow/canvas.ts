import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import '../../designer/i18n/index.ts';
import { createApp, h } from 'vue';
import { DraftStore, type Files } from '../../designer/draft/store.ts';
import FlowStage from '../../designer/flows/canvas/FlowStage.vue';
import { FlowEditor, type ViewName } from '../../designer/flows/editor.ts';
import { useFaults } from '../../designer/flows/faults.ts';
import { loadGrammar } from '../../engine/expression/index.ts';
import { i18n } from '../../runtime/i18n/index.ts';
import { blocks } from './proof.ts';

/** The canvas of the flow designer by itself, with a flow of 302 nodes: no server behind it. `?view=graph`, `?blocks=2` a smaller one. */
const asked = new URLSearchParams(location.search);
const flow = blocks(Number(asked.get('blocks') ?? 13));
const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const files = {
  'app.json': {
    key: 'bench',
    label: 'Bench',
    version: '1.0.0',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: [{ key: 'agent', label: label('客服', 'Agent') }],
  },
  'forms/thing.json': {
    key: 'thing',
    label: label('申请', 'Request'),
    fields: [{ key: 'amount', type: 'money', label: label('金额', 'Amount') }],
  },
  'flows/blocks.json': flow,
} as unknown as Files;

await loadGrammar();
const editor = new FlowEditor(new DraftStore('bench', files), 'blocks');
editor.view.value = (asked.get('view') ?? 'tree') as ViewName;

createApp({
  setup() {
    const faults = useFaults(editor);
    return () =>
      h('main', { style: 'height: 100vh' }, [h(FlowStage, { editor, faults, narrow: false, onOpen: () => undefined })]);
  },
})
  .use(i18n)
  .mount('#app');

declare global {
  interface Window {
    canvas: {
      /** Resolves once what is going on is painted. */
      painted(): Promise<void>;
      nodes(): number;
    };
  }
}

window.canvas = {
  painted: () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))),
  nodes: () => editor.flow.value.nodes.length,
};
