import 'element-plus/dist/index.css';
import ElementPlus, {
  ElCheckbox,
  ElDatePicker,
  ElForm,
  ElFormItem,
  ElInput,
  ElOption,
  ElSelect,
  ElTable,
  ElTableColumn,
} from 'element-plus';
import { createApp, h, reactive, type VNode } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import { columns, fieldAt, letterOf, tableRows } from '../definition.ts';
import type { Peer } from '../peer.ts';

type Model = Record<string, unknown>;

function control(field: Field, model: Model): VNode {
  const bind = {
    modelValue: model[field.key] as never,
    'onUpdate:modelValue': (value: unknown) => {
      model[field.key] = value;
    },
  };
  if (field.type === 'select' && Array.isArray(field.options)) {
    const list = field.options;
    const drawn = () =>
      list.map((option) => h(ElOption, { key: option.key, value: option.key, label: String(option.label) }));
    return h(ElSelect, bind, drawn);
  }
  if (field.type === 'date') return h(ElDatePicker, bind);
  if (field.type === 'boolean') return h(ElCheckbox, bind);
  return h(ElInput, bind);
}

const item = (field: Field, model: Model): VNode =>
  h(ElFormItem, { key: field.key, label: String(field.label), prop: field.key }, () => control(field, model));

function mount(root: HTMLElement, render: () => VNode): () => void {
  const app = createApp({ render }).use(ElementPlus);
  app.mount(root);
  return () => app.unmount();
}

const fields = (count: number): Field[] => Array.from({ length: count }, (_, index) => fieldAt(index));
const source: Field = { key: 'source', type: 'text', label: 'Source' };

/** What a good front-end programmer writes with Vue and Element Plus: one live control for each field. */
export const peer: Peer = {
  fields(root, count) {
    const model = reactive<Model>({});
    const all = fields(count);
    return mount(root, () => h(ElForm, { model, labelPosition: 'top' }, () => all.map((field) => item(field, model))));
  },
  linked(root, rules) {
    const model = reactive<Model>({});
    const all = fields(rules);
    const shown = (index: number): boolean => String(model.source ?? '').includes(letterOf(index));
    const drawn = () => [item(source, model), ...all.map((field, index) => (shown(index) ? item(field, model) : null))];
    return mount(root, () => h(ElForm, { model, labelPosition: 'top' }, drawn));
  },
  table(root, rows) {
    const data = reactive(tableRows(rows) as Model[]);
    const cell =
      (field: Field) =>
      ({ row }: { row: Model }) =>
        field.key === 'amount' ? (Number(row.qty) * Number(row.price)).toFixed(2) : control(field, row);
    const drawn = () =>
      columns.map((column) =>
        h(ElTableColumn, { prop: column.key, label: String(column.label) }, { default: cell(column) }),
      );
    return mount(root, () => h(ElTable, { data }, drawn));
  },
  drawn: { fields: '.el-form-item', table: 'tbody tr' },
};
