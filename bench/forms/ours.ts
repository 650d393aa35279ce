import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import { createApp } from 'vue';
import type { FormDefinition, Values } from '../../engine/form/index.ts';
import type { AppView, FormView } from '../../engine/wire.ts';
import { openForm } from '../../runtime/form/open.ts';
import RecordForm from '../../runtime/form/RecordForm.vue';
import { i18n } from '../../runtime/i18n/index.ts';
import { formOf, linkedForm, tableForm, tableRows } from './definition.ts';
import type { Peer } from './peer.ts';

/** The product's own renderer with the engine behind it: definition compiled, evaluated and drawn, each time anew. */
function mount(root: HTMLElement, definition: FormDefinition, values: Values = {}): () => void {
  const paths = definition.fields.flatMap((field) =>
    field.type === 'table' ? [field.key, ...field.fields.map(({ key }) => `${field.key}.${key}`)] : [field.key],
  );
  const form: FormView = {
    definition,
    formulas: {},
    rights: Object.fromEntries(paths.map((path) => [path, 'edit' as const])),
    may: { create: true, delete: false, export: false, import: false },
    buttons: [],
  };
  const app: AppView = {
    key: 'bench',
    label: 'Bench',
    version: 1,
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: [],
    myRoles: ['all'],
    navigation: [],
    settings: {},
    forms: [form],
    boards: [],
  };
  const user = { id: '00000000-0000-7000-8000-000000000000', login: 'bench', name: 'Bench' };
  const store = openForm(app, form, { mode: 'create', user, values });
  const mounted = createApp(RecordForm, { store }).use(i18n);
  mounted.mount(root);
  return () => mounted.unmount();
}

export const peer: Peer = {
  fields: (root: HTMLElement, count: number) => mount(root, formOf(count)),
  linked: (root: HTMLElement, rules: number) => mount(root, linkedForm(rules)),
  table: (root: HTMLElement, rows: number) => mount(root, tableForm(), { lines: tableRows(rows) as never }),
  drawn: { fields: '.field', table: '[data-row]' },
};
