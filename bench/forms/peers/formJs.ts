import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import { Form } from '@bpmn-io/form-js-viewer';
import type { Field } from '../../../engine/form/index.ts';
import { columns, fieldAt, letterOf, tableRows } from '../definition.ts';
import type { Peer } from '../peer.ts';

type Component = Record<string, unknown>;

function componentOf(field: Field): Component {
  const base = {
    key: field.key,
    id: `Field_${field.key}`,
    label: String(field.label),
    ...(field.required ? { validate: { required: true } } : {}),
  };
  if (field.type === 'select' && Array.isArray(field.options)) {
    const values = field.options.map(({ key, label }) => ({ value: key, label: String(label) }));
    return { ...base, type: 'select', values };
  }
  if (field.type === 'date') return { ...base, type: 'datetime', subtype: 'date', dateLabel: String(field.label) };
  if (field.type === 'boolean') return { ...base, type: 'checkbox' };
  if (field.type === 'integer' || field.type === 'money') return { ...base, type: 'number' };
  return { ...base, type: 'textfield' };
}

async function mount(container: HTMLElement, components: Component[], data: object = {}): Promise<() => void> {
  const form = new Form({ container });
  await form.importSchema({ type: 'default', id: 'bench', schemaVersion: 18, components }, data);
  return () => form.destroy();
}

/** form-js, Camunda's forms. Its repeated rows are groups: it has no table to type into. */
export const peer: Peer = {
  fields: (root, count) =>
    mount(
      root,
      Array.from({ length: count }, (_, index) => componentOf(fieldAt(index))),
    ),
  linked: (root, rules) =>
    mount(root, [
      { type: 'textfield', key: 'source', id: 'Field_source', label: 'Source' },
      ...Array.from({ length: rules }, (_, index) => ({
        ...componentOf(fieldAt(index)),
        conditional: { hide: `=not(contains(if source = null then "" else source, "${letterOf(index)}"))` },
      })),
    ]),
  table: (root, rows) =>
    mount(
      root,
      [
        {
          type: 'dynamiclist',
          id: 'Field_lines',
          path: 'lines',
          label: 'Lines',
          isRepeating: true,
          defaultRepetitions: 1,
          components: columns.map((column) => ({ ...componentOf(column), layout: { columns: 3, row: 'row' } })),
        },
      ],
      { lines: tableRows(rows).map(({ name, qty, price, note }) => ({ name, qty, price: Number(price), note })) },
    ),
  drawn: { fields: '.fjs-form-field', table: '.fjs-repeat-row-container' },
};
