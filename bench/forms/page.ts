import 'element-plus/dist/index.css';
import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import ElementPlus, { ElCheckbox, ElDatePicker, ElForm, ElFormItem, ElInput, ElOption, ElSelect } from 'element-plus';
import { type App, createApp, h, reactive } from 'vue';
import type { Field } from '../../engine/form/index.ts';
import type { AppView, FormView } from '../../engine/wire.ts';
import { openForm } from '../../runtime/form/open.ts';
import RecordForm from '../../runtime/form/RecordForm.vue';
import { i18n } from '../../runtime/i18n/index.ts';
import { fieldAt, formOf } from './definition.ts';

const host = document.querySelector<HTMLElement>('#app');
let mounted: App | undefined;

function mountOurs(root: HTMLElement, count: number): void {
  const definition = formOf(count);
  const form: FormView = {
    definition,
    rights: Object.fromEntries(definition.fields.map(({ key }) => [key, 'edit' as const])),
    may: { create: true, delete: false, export: false, import: false },
    buttons: [],
  };
  const app: AppView = {
    key: 'bench', label: 'Bench', version: 1, timeZone: 'Asia/Shanghai', currency: 'CNY', roles: [], myRoles: ['all'],
    navigation: [], settings: {}, forms: [form], boards: [],
  };
  const user = { id: '00000000-0000-7000-8000-000000000000', login: 'bench', name: 'Bench' };
  const store = openForm(app, form, { mode: 'create', user });
  mounted = createApp(RecordForm, { store }).use(i18n);
  mounted.mount(root);
}

/** What a good front-end programmer writes with Element Plus: one live control for each field. */
function mountElementPlus(root: HTMLElement, count: number): void {
  const model = reactive<Record<string, unknown>>({});
  const fields = Array.from({ length: count }, (_, index) => fieldAt(index));
  const bind = (field: Field) => ({
    modelValue: model[field.key] as never,
    'onUpdate:modelValue': (value: unknown) => {
      model[field.key] = value;
    },
  });
  const control = (field: Field) => {
    if (field.type === 'select' && Array.isArray(field.options)) {
      const list = field.options;
      return h(ElSelect, bind(field), () => list.map((option) => h(ElOption, { key: option.key, value: option.key, label: String(option.label) })));
    }
    if (field.type === 'date') return h(ElDatePicker, bind(field));
    if (field.type === 'boolean') return h(ElCheckbox, bind(field));
    return h(ElInput, bind(field));
  };
  mounted = createApp({
    render: () => h(ElForm, { model, labelPosition: 'top' }, () => fields.map((field) => h(ElFormItem, { key: field.key, label: String(field.label), prop: field.key }, () => control(field)))),
  }).use(ElementPlus);
  mounted.mount(root);
}

/** The limit: the same fields by hand, with nothing behind them. */
function mountPlain(root: HTMLElement, count: number): void {
  const form = document.createElement('form');
  for (let index = 0; index < count; index += 1) {
    const field = fieldAt(index);
    const row = document.createElement('div');
    row.className = 'field';
    row.style.contentVisibility = 'visible';
    const label = document.createElement('label');
    label.textContent = String(field.label);
    label.htmlFor = field.key;
    const element = field.type === 'select' ? document.createElement('select') : document.createElement('input');
    element.id = field.key;
    element.className = 'control';
    if (field.type === 'select' && Array.isArray(field.options)) {
      for (const option of field.options) element.append(new Option(String(option.label), option.key));
    }
    if (element instanceof HTMLInputElement) {
      element.type = field.type === 'date' ? 'date' : field.type === 'boolean' ? 'checkbox' : 'text';
    }
    row.append(label, element);
    form.append(row);
  }
  root.append(form);
}

const kinds = { ours: mountOurs, plain: mountPlain, elementPlus: mountElementPlus };
export type Kind = keyof typeof kinds;

declare global {
  interface Window {
    bench: { mount(kind: Kind, count: number): Promise<number>; clear(): Promise<void> };
  }
}

const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

window.bench = {
  async mount(kind, count) {
    if (host === null) throw new Error('no #app');
    const root = document.createElement('div');
    host.append(root);
    kinds[kind](root, count);
    await painted();
    return root.querySelectorAll('.field, .el-form-item').length;
  },
  async clear() {
    mounted?.unmount();
    mounted = undefined;
    host?.replaceChildren();
    await painted();
  },
};
