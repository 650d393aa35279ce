import { h, type VNode } from 'vue';
import { cellPath, type Field } from '../../engine/form/index.ts';
import FieldText from '../fields/FieldText.vue';
import { fieldUi } from '../fields/registry.ts';
import type { ControlEvents, ControlProps, FieldUi } from '../fields/type.ts';
import { text } from '../i18n/index.ts';
import type { FormStore } from './store.ts';

export interface ControlOptions {
  store: FormStore;
  field: Field;
  /** Of the table this is a cell of. */
  table?: string;
  rowId?: string;
  id: string;
  /** undefined: light; otherwise live, with what was typed to open it. */
  live: string | undefined;
  describedBy: string | undefined;
  activate(typed: string): void;
}

export function pathOf(options: Pick<ControlOptions, 'field' | 'table' | 'rowId'>): string {
  return options.table === undefined
    ? options.field.key
    : cellPath(`${options.table}.${options.field.key}`, options.rowId);
}

export function problemText(store: FormStore, path: string): string | undefined {
  const problem = store.problem(path);
  return problem === undefined || typeof problem === 'string' ? problem : text(problem.message);
}

/** Whether it must be filled in: its own say, or a right that linkage or a node has made of it. */
export function isRequired(field: Field, right: string): boolean {
  return right === 'require' || (right === 'edit' && field.required === true);
}

/** The value as text, for whoever may only read it. */
export function readOnly(store: FormStore, field: Field, path: string): VNode {
  const { app, session, texts, files } = store;
  return h(FieldText, { field, value: session.value(path), app, texts, files, whole: true });
}

function eventsOf(options: ControlOptions, ui: FieldUi, path: string): ControlEvents {
  const { store } = options;
  return {
    set: (value) => store.set(path, value),
    leave: () => store.leave(path),
    activate: (typed) => void ui.live?.load().then(() => options.activate(typed)),
    prepare: () => void ui.live?.load(),
  };
}

/** The control of one field or cell, light until it is used; the text alone where nothing may be written. */
export function control(options: ControlOptions): VNode {
  const { store, field } = options;
  const cell = options.table !== undefined;
  const path = pathOf(options);
  const right = store.right(path, cell ? `${options.table}.${field.key}` : undefined);
  const ui = fieldUi(field);
  const writes = right === 'edit' || right === 'require';
  if (ui === undefined || (!writes && ui.reads !== true)) return readOnly(store, field, path);
  const props: ControlProps = {
    store,
    field,
    path,
    id: options.id,
    value: store.session.value(path),
    required: isRequired(field, right),
    invalid: store.problem(path) !== undefined,
    describedBy: options.describedBy,
    label: text(field.label),
    cell,
  };
  const events = eventsOf(options, ui, path);
  const live = options.live === undefined ? undefined : ui.live?.component.value;
  if (live === undefined) return ui.light(props, events);
  return h(live, { ...props, typed: options.live, onSet: events.set, onLeave: events.leave });
}
