import 'survey-core/survey-core.css';
import { Model } from 'survey-core';
import { SurveyComponent } from 'survey-vue3-ui';
import { createApp, h } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import { columns, fieldAt, letterOf, tableRows } from '../definition.ts';
import type { Peer } from '../peer.ts';

type Question = Record<string, unknown>;

function questionOf(field: Field): Question {
  const base = { name: field.key, title: String(field.label), ...(field.required ? { isRequired: true } : {}) };
  if (field.type === 'select' && Array.isArray(field.options)) {
    return { ...base, type: 'dropdown', choices: field.options.map(({ key, label }) => ({ value: key, text: label })) };
  }
  if (field.type === 'date') return { ...base, type: 'text', inputType: 'date' };
  if (field.type === 'boolean') return { ...base, type: 'boolean' };
  if (field.type === 'integer' || field.type === 'money') return { ...base, type: 'text', inputType: 'number' };
  return { ...base, type: 'text' };
}

function mount(root: HTMLElement, elements: Question[], data: object = {}): () => void {
  const model = new Model({ elements, textUpdateMode: 'onTyping' });
  model.data = data;
  const app = createApp({ render: () => h(SurveyComponent, { model }) });
  app.mount(root);
  return () => app.unmount();
}

/** SurveyJS with its own Vue renderer. */
export const peer: Peer = {
  fields: (root, count) =>
    mount(
      root,
      Array.from({ length: count }, (_, index) => questionOf(fieldAt(index))),
    ),
  linked: (root, rules) =>
    mount(root, [
      { type: 'text', name: 'source', title: 'Source' },
      ...Array.from({ length: rules }, (_, index) => ({
        ...questionOf(fieldAt(index)),
        visibleIf: `{source} contains '${letterOf(index)}'`,
      })),
    ]),
  table: (root, rows) =>
    mount(
      root,
      [
        {
          type: 'matrixdynamic',
          name: 'lines',
          title: 'Lines',
          rowCount: rows,
          maxRowCount: 1000,
          columns: columns.map(({ key, label }) =>
            key === 'amount'
              ? { name: key, title: label, cellType: 'expression', expression: '{row.qty} * {row.price}' }
              : { name: key, title: label, cellType: 'text' },
          ),
        },
      ],
      { lines: tableRows(rows) },
    ),
  drawn: { fields: '.sd-question', table: 'tbody tr' },
};
