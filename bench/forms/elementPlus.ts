import ElementPlus, { ElCheckbox, ElDatePicker, ElForm, ElFormItem, ElInput, ElOption, ElSelect } from 'element-plus';
import { createApp, h, reactive } from 'vue';
import type { Field } from '../../engine/form/index.ts';
import { fieldAt } from './definition.ts';

/** What a good front-end programmer writes with Element Plus: one live control for each field. */
export function elementPlus(root: HTMLElement, count: number): () => void {
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
      const drawn = () =>
        list.map((option) => h(ElOption, { key: option.key, value: option.key, label: String(option.label) }));
      return h(ElSelect, bind(field), drawn);
    }
    if (field.type === 'date') return h(ElDatePicker, bind(field));
    if (field.type === 'boolean') return h(ElCheckbox, bind(field));
    return h(ElInput, bind(field));
  };
  const item = (field: Field) =>
    h(ElFormItem, { key: field.key, label: String(field.label), prop: field.key }, () => control(field));
  const form = () => h(ElForm, { model, labelPosition: 'top' }, () => fields.map(item));
  const mounted = createApp({ render: form }).use(ElementPlus);
  mounted.mount(root);
  return () => mounted.unmount();
}
