import '../../runtime/theme/base.css';
import '../../runtime/theme/tokens.css';
import '../../runtime/form/form.css';
import type { Field } from '../../engine/form/index.ts';
import { fieldAt, letterOf, tableForm, tableRows } from './definition.ts';
import type { Peer } from './peer.ts';

/**
 * The limit: the same fields by hand in the same style sheet and the same two columns, of the browser's own elements,
 * with nothing behind them: no values, no rights, no checks.
 */
function make(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

function controlOf(field: Field): HTMLElement {
  if (field.type === 'select' && Array.isArray(field.options)) {
    const select = document.createElement('select');
    for (const option of field.options) select.append(new Option(String(option.label), option.key));
    return select;
  }
  const element = document.createElement('input');
  if (field.type === 'date') element.type = 'date';
  if (field.type === 'boolean') element.type = 'checkbox';
  return element;
}

function dressed(field: Field): HTMLElement {
  const control = controlOf(field);
  control.id = field.key;
  control.className = field.type === 'boolean' ? 'switch' : 'control';
  if (field.type !== 'money') return control;
  const box = make('span', 'affixed');
  box.append(make('span', 'affix', '¥'), control);
  return box;
}

function rowOf(field: Field): HTMLElement {
  const row = make('div', 'field');
  const label = document.createElement('label');
  label.className = 'label';
  label.htmlFor = field.key;
  label.textContent = String(field.label);
  if (field.required === true) label.append(make('span', 'must', '*'));
  row.append(label, dressed(field));
  return row;
}

function gridIn(root: HTMLElement): HTMLElement {
  const sections = make('form', 'form-sections');
  const grid = make('div', 'form-fields');
  grid.style.setProperty('--form-columns', '2');
  sections.append(grid);
  root.append(sections);
  return grid;
}

function fields(root: HTMLElement, count: number): () => void {
  const grid = gridIn(root);
  for (let index = 0; index < count; index += 1) grid.append(rowOf(fieldAt(index)));
  return () => undefined;
}

function linked(root: HTMLElement, rules: number): () => void {
  const grid = gridIn(root);
  const source = rowOf({ key: 'source', type: 'text', label: 'Source' });
  grid.append(source);
  const rows = Array.from({ length: rules }, (_, index) => rowOf(fieldAt(index)));
  const show = (text: string) => {
    rows.forEach((row, index) => {
      row.style.display = text.includes(letterOf(index)) ? '' : 'none';
    });
  };
  show('');
  source.querySelector('input')?.addEventListener('input', (event) => show((event.target as HTMLInputElement).value));
  grid.append(...rows);
  return () => undefined;
}

function table(root: HTMLElement, count: number): () => void {
  const [lines] = tableForm().fields;
  if (lines?.type !== 'table') throw new Error('the bench table is gone');
  const columns = lines.fields;
  const box = make('div', 'table-field');
  const grid = make('div', 'grid');
  grid.style.setProperty('--columns', columns.map(() => 'minmax(88px, 1fr)').join(' '));
  const head = make('div', 'row head');
  head.append(...columns.map(({ label }) => make('div', 'cell', String(label))));
  grid.append(head);
  for (const values of tableRows(count)) {
    const row = make('div', 'row');
    for (const { key } of columns) {
      const cell = make('div', 'cell');
      const input = document.createElement('input');
      input.className = 'control';
      input.value = key === 'amount' ? (Number(values.qty) * Number(values.price)).toFixed(2) : String(values[key]);
      cell.append(input);
      row.append(cell);
    }
    grid.append(row);
  }
  box.append(grid);
  root.append(box);
  return () => undefined;
}

export const peer: Peer = {
  fields,
  linked,
  table,
  drawn: { fields: '.field:not([style*="none"])', table: '.row:not(.head)' },
};
