import { h, type VNode } from 'vue';
import { cellPath, type Field } from '../../engine/form/index.ts';
import { fieldUi } from '../fields/registry.ts';
import FieldText from '../fields/FieldText.vue';
import { text } from '../i18n/index.ts';
import type { FormStore } from './store.ts';

export interface ControlOptions {
  store: FormStore;
  field: Field;
  /** Of the table this is a cell of. */
  table?: string;
  rowId?: string;
  id: string;
  /** undefined: light; otherwise live, and whether it opens at once. */
  live: boolean | undefined;
  describedBy: string | undefined;
  activate(open: boolean): void;
}

export function pathOf(options: Pick<ControlOptions, 'field' | 'table' | 'rowId'>): string {
  return options.table === undefined ? options.field.key : cellPath(`${options.table}.${options.field.key}`, options.rowId);
}

export function problemText(store: FormStore, path: string): string | undefined {
  const problem = store.problem(path);
  return problem === undefined || typeof problem === 'string' ? problem : text(problem.message);
}

/** The value as text, for whoever may only read it. */
export function readOnly(store: FormStore, field: Field, path: string): VNode {
  return h(FieldText, { field, value: store.session.value(path), app: store.app, texts: store.texts, files: store.files });
}

/** The control of one field or cell, light until it is used; the text alone where nothing may be written. */
export function control(options: ControlOptions): VNode {
  const { store, field } = options;
  const path = pathOf(options);
  const right = store.right(path, options.table === undefined ? undefined : `${options.table}.${field.key}`);
  const ui = fieldUi(field);
  if (ui === undefined || (right !== 'edit' && right !== 'require' && field.type !== 'table')) {
    return readOnly(store, field, path);
  }
  const props = {
    store,
    field,
    path,
    id: options.id,
    value: store.session.value(path),
    required: right === 'require',
    invalid: store.problem(path) !== undefined,
    describedBy: options.describedBy,
    label: text(field.label),
    cell: options.table !== undefined,
  };
  const events = {
    set: (value: Parameters<FormStore['set']>[1]) => store.set(path, value),
    leave: () => store.leave(path),
    activate: (open: boolean) => options.activate(open),
  };
  if (options.live !== undefined && ui.live !== undefined) {
    return h(ui.live, { ...props, open: options.live, onSet: events.set, onLeave: events.leave });
  }
  return ui.light(props, events);
}
