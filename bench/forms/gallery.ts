import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import { createApp, h } from 'vue';
import { loadGrammar } from '../../engine/expression/index.ts';
import type { Right, Values } from '../../engine/form/index.ts';
import type { AppView, FormView, RecordView } from '../../engine/wire.ts';
import { loadAllFields } from '../../runtime/fields/load.ts';
import { openForm } from '../../runtime/form/open.ts';
import RecordForm from '../../runtime/form/RecordForm.vue';
import { i18n, text } from '../../runtime/i18n/index.ts';
import { customer, everyField, everyPart, everyValue } from './everyField.ts';

/** `?empty` without values, `?read` for whoever may only read, `?lang=en`, `?dark`, `?tried` after an attempt to submit, `?parts` in tabs and steps. */
const asked = new URLSearchParams(location.search);
document.documentElement.classList.toggle('dark', asked.has('dark'));

const definition = asked.has('parts') ? everyPart : everyField;
const right: Right = asked.has('read') ? 'read' : 'edit';
const paths = everyField.fields.flatMap((field) =>
  field.type === 'table' ? [field.key, ...field.fields.map(({ key }) => `${field.key}.${key}`)] : [field.key],
);
const rights = Object.fromEntries(paths.map((path) => [path, right]));
const may = { create: true, delete: false, export: false, import: false };
const form: FormView = { definition, formulas: {}, rights, may, buttons: [] };
// Written by hand here: no server has parsed its formulas.
await Promise.all([loadGrammar(), loadAllFields()]);
const app: AppView = {
  key: 'gallery',
  label: 'Gallery',
  version: 1,
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [],
  myRoles: ['all'],
  navigation: [],
  settings: {},
  forms: [form, { definition: customer, formulas: {}, rights: { name: 'edit', credit: 'edit' }, may, buttons: [] }],
  boards: [],
};
const values: Values = asked.has('empty') ? {} : everyValue;
const user = { id: '00000000-0000-7000-8000-0000000000a1', login: 'li', name: 'Li' };
const at = '2026-03-02T01:00:00.000Z';
const stored: RecordView = {
  id: user.id,
  form: everyField.key,
  revision: 1,
  version: 1,
  title: 'RT2026030200001',
  created_at: at,
  updated_at: at,
  data: { ...values, number: 'RT2026030200001', total: '1280.00' },
  texts: {},
  files: {},
  rights,
  operations: [],
};
const store = asked.has('read')
  ? openForm(app, form, { mode: 'view', user, record: stored })
  : openForm(app, form, { mode: 'create', user, values });
store.texts[String(everyValue.keeper)] = '李雷 Li Lei';
store.texts[String(everyValue.buyer)] = 'Northern Light';
store.texts['department:north'] = 'The North';
store.texts['role:keeper'] = 'Keeper';
const file = (id: string, name: string, mediaType: string) => ({ id, name, mediaType, size: 183_000 });
for (const [index, id] of (everyValue.photos as string[]).entries()) {
  store.files[id] = index === 0 ? file(id, 'box.png', 'image/png') : file(id, 'unpacking.mp4', 'video/mp4');
}
if (asked.has('tried')) store.validate();

declare global {
  interface Window {
    /** For tests: what the form holds. */
    gallery: { values(): unknown };
  }
}
window.gallery = { values: () => store.values() };

const card = { class: 'card', style: 'max-width: 960px; margin: 24px auto; padding: 24px' };
createApp({
  render: () =>
    h('div', card, [h('h1', { style: 'margin-bottom: 16px' }, text(definition.label)), h(RecordForm, { store })]),
})
  .use(i18n)
  .mount('#app');
