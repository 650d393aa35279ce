import '../../node_modules/@formkit/themes/dist/css/genesis/index.css';
import { defaultConfig, FormKit, FormKitSchema, plugin } from '@formkit/vue';
import { type Component, createApp, h } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import { columns, fieldAt, letterOf, tableRows } from '../definition.ts';
import type { Peer } from '../peer.ts';

type Node = Record<string, unknown>;

function nodeOf(field: Field): Node {
  const base = { name: field.key, label: String(field.label), ...(field.required ? { validation: 'required' } : {}) };
  if (field.type === 'select' && Array.isArray(field.options)) {
    const options = field.options.map(({ key, label }) => ({ value: key, label: String(label) }));
    return { ...base, $formkit: 'select', options };
  }
  const types: Partial<Record<Field['type'], string>> = { date: 'date', boolean: 'checkbox', integer: 'number' };
  return { ...base, $formkit: types[field.type] ?? 'text' };
}

/** What conditions of a schema may call. */
const data = { contains: (text: unknown, letter: string) => String(text ?? '').includes(letter) };

function mount(root: HTMLElement, schema: Node[], value: object = {}): () => void {
  const form = () =>
    h(FormKit as Component, { type: 'form', actions: false, value }, () =>
      h(FormKitSchema as Component, { schema, data }),
    );
  const app = createApp({ render: form }).use(plugin, defaultConfig());
  app.mount(root);
  return () => app.unmount();
}

/** FormKit, from its own schema. Its repeater is not free: rows are groups in a list. */
export const peer: Peer = {
  fields: (root, count) =>
    mount(
      root,
      Array.from({ length: count }, (_, index) => nodeOf(fieldAt(index))),
    ),
  linked: (root, rules) =>
    mount(root, [
      { $formkit: 'text', name: 'source', id: 'source', label: 'Source' },
      ...Array.from({ length: rules }, (_, index) => ({
        ...nodeOf(fieldAt(index)),
        if: `$contains($get(source).value, "${letterOf(index)}")`,
      })),
    ]),
  table: (root, rows) =>
    mount(root, [
      {
        $formkit: 'list',
        name: 'lines',
        children: tableRows(rows).map(({ name, qty, price, note }) => ({
          $formkit: 'group',
          value: { name, qty, price, note },
          children: columns.map(nodeOf),
        })),
      },
    ]),
  drawn: { fields: '.formkit-outer', table: '.formkit-outer' },
};
