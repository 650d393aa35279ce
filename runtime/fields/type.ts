import type { Component, VNode } from 'vue';
import type { Field, Json } from '../../engine/form/index.ts';
import type { FormStore } from '../form/store.ts';

/** What a control is given. Plain values: a light control is a function of them, not a component. */
export interface ControlProps {
  store: FormStore;
  field: Field;
  /** "qty" or "lines[<row id>].qty". */
  path: string;
  /** Of the element that the label names. */
  id: string;
  value: Json;
  required: boolean;
  invalid: boolean;
  /** Ids of the help and the error. */
  describedBy: string | undefined;
  /** The label's text: cells of tables have no label element beside them. */
  label: string;
  /** In a table's cell: no border of its own. */
  cell: boolean;
}

export interface ControlEvents {
  set(value: Json): void;
  leave(): void;
  /** Becomes the live control; by keyboard or click it opens at once. */
  activate(open: boolean): void;
}

/** How a field type looks where it is edited. One folder a type; registered in registry.ts. */
export interface FieldUi {
  /** What stands there: right for keyboard, screen reader and touch, and cheap. */
  light(props: ControlProps, events: ControlEvents): VNode;
  /** What it becomes when it is used, for types whose popups are dear (9 to 19 ms each). Props: ControlProps and `open`. */
  live?: Component;
  /** Takes a whole row of the layout. */
  wide?: boolean;
  /** The control is a group of its own (radio, files): labelled by aria-labelledby instead of for. */
  group?: boolean;
}
