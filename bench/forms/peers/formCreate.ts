import 'element-plus/dist/index.css';
import formCreate, { type Rule } from '@form-create/element-ui';
import ElementPlus from 'element-plus';
import { createApp, h } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import { columns, fieldAt, letterOf, tableRows } from '../definition.ts';
import type { Peer } from '../peer.ts';

function ruleOf(field: Field): Rule {
  const base = { field: field.key, title: String(field.label), ...(field.required ? { $required: true } : {}) };
  if (field.type === 'select' && Array.isArray(field.options)) {
    const options = field.options.map(({ key, label }) => ({ value: key, label: String(label) }));
    return { ...base, type: 'select', options };
  }
  if (field.type === 'date') return { ...base, type: 'datePicker' };
  if (field.type === 'boolean') return { ...base, type: 'switch' };
  if (field.type === 'integer') return { ...base, type: 'inputNumber' };
  return { ...base, type: 'input' };
}

function mount(root: HTMLElement, rule: Rule[]): () => void {
  const render = () => h(formCreate, { rule, option: { submitBtn: false, form: { labelPosition: 'top' } } });
  const app = createApp({ render }).use(ElementPlus).use(formCreate);
  app.mount(root);
  return () => app.unmount();
}

const fields = (count: number): Field[] => Array.from({ length: count }, (_, index) => fieldAt(index));

/** form-create: JSON rules for Element Plus. Its repeated rows are groups. */
export const peer: Peer = {
  fields: (root, count) => mount(root, fields(count).map(ruleOf)),
  linked(root, rules) {
    const control = fields(rules).map((field, index) => ({
      handle: (value: unknown) => String(value ?? '').includes(letterOf(index)),
      rule: [ruleOf(field)],
    }));
    return mount(root, [{ type: 'input', field: 'source', title: 'Source', control }]);
  },
  table: (root, rows) =>
    mount(root, [
      { type: 'group', field: 'lines', title: 'Lines', value: tableRows(rows), props: { rule: columns.map(ruleOf) } },
    ]),
  drawn: { fields: '.el-form-item', table: '.el-form-item' },
};
