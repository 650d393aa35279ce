import 'element-plus/theme-chalk/dark/css-vars.css';
import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import '../../designer/i18n/index.ts';
import { createApp, h, provide, shallowRef } from 'vue';
import { createRouter, createWebHashHistory, RouterView } from 'vue-router';
import { sessionKey } from '../../designer/draft/session.ts';
import { DraftStore, draftKey, type Files } from '../../designer/draft/store.ts';
import { moveNodes } from '../../designer/forms/commands/moveNodes.ts';
import { setProperty } from '../../designer/forms/commands/setProperty.ts';
import FormEditorPage from '../../designer/forms/FormEditorPage.vue';
import { frameKey } from '../../designer/shell/frame.ts';
import type { FormDefinition } from '../../engine/form/index.ts';
import { loadAllFields } from '../../runtime/fields/load.ts';
import { i18n } from '../../runtime/i18n/index.ts';
import { formOf } from './definition.ts';
import { everyField } from './everyField.ts';

/**
 * The designer of forms by itself, for the bench, for axe and for tests that build a form: no server behind it.
 * `?fields=200` a form of so many, `?every` one of every type, otherwise an empty one; `?lang=en`, `?dark`.
 */
const asked = new URLSearchParams(location.search);
document.documentElement.classList.toggle('dark', asked.has('dark'));

const count = Number(asked.get('fields') ?? 0);
const empty = { key: 'bench', label: { 'zh-CN': '售后申请', en: 'Claim' }, fields: [] };
const form = count > 0 ? formOf(count) : asked.has('every') ? { ...everyField, key: 'bench' } : empty;
const other: FormDefinition = {
  key: 'other',
  label: { 'zh-CN': '另一个表单', en: 'Other form' },
  fields: [{ key: 'qty', type: 'integer', label: 'Pieces' }],
};
const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const app = {
  key: 'bench',
  label: 'Bench',
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [
    { key: 'clerk', label: label('客服', 'Clerk') },
    { key: 'admin', label: label('管理员', 'Admin') },
  ],
};
const files = { 'app.json': app, 'forms/bench.json': form, 'forms/other.json': other } as unknown as Files;

const store = new DraftStore('bench', files);
const added = Object.keys(files).map((path) => ({ path, json: null, revision: 1, status: 'added' as const }));
const view = shallowRef({ app: 'bench', number: 0, hash: '', files: added, problems: [] });
const session = { app: 'bench', store, saver: { view }, news: shallowRef([]), close: () => undefined };
const frame = { editor: shallowRef(), find: () => undefined, showProblems: () => undefined };

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'home', redirect: '/bench/forms/bench' },
    { path: '/:app/forms/:key', name: 'form', component: FormEditorPage, props: true },
  ],
});

await loadAllFields();
const button = (name: string, act: () => void) =>
  h('button', { type: 'button', 'data-command': name, onClick: act }, name);
createApp({
  setup() {
    provide(sessionKey, session as never);
    provide(draftKey, store);
    provide(frameKey, frame);
    const bar = { style: 'display: flex; gap: 8px; height: 32px; align-items: center; padding: 0 8px' };
    return () =>
      h('main', { style: 'display: grid; grid-template: 32px minmax(0, 1fr) / minmax(0, 1fr); height: 100vh' }, [
        h('div', bar, [button('undo', () => store.undo()), button('redo', () => store.redo())]),
        h(RouterView, { key: undefined }),
      ]);
  },
})
  .use(i18n)
  .use(router)
  .mount('#app');

const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

declare global {
  interface Window {
    designer: {
      /** A field is dropped elsewhere; resolves when that is painted. */
      drop(turn: number): Promise<void>;
      /** The field that is edited next. */
      choose(turn: number): Promise<void>;
      /** One letter is typed in a property of it. */
      edit(turn: number): Promise<void>;
      form(key?: string): unknown;
      painted(): Promise<void>;
    };
  }
}

window.designer = {
  async drop(turn) {
    const nodes = [`field:f${(turn * 7) % 20}`];
    const parent = count > 0 ? 'part:section-1' : 'form';
    store.run(moveNodes({ form: 'bench', nodes, to: { parent, index: 3 + ((turn * 5) % 12) } }));
    await painted();
  },
  async choose(turn) {
    store.select([`field:f${turn % 8}`]);
    await painted();
  },
  async edit(turn) {
    const nodes = [`field:f${turn % 8}`];
    store.run(setProperty({ form: 'bench', nodes, pointer: '/label', value: `Label ${turn}` }));
    await painted();
  },
  form: (key = 'bench') => store.file(`forms/${key}.json`),
  painted,
};
