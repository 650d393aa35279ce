import { type Component, type ShallowRef, shallowRef, type VNode } from 'vue';
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
  /** In a table's cell, where no label element stands beside it. */
  cell: boolean;
}

export interface ControlEvents {
  set(value: Json): void;
  leave(): void;
  /** Becomes the live control, open, with what was typed to open it. */
  activate(typed: string): void;
  /** It is likely to be used next: the live control is fetched. */
  prepare(): void;
}

/** A live control, fetched when it is first wanted; the light one stays until it is here, so that nothing jumps. */
export interface LiveControl {
  readonly component: ShallowRef<Component | undefined>;
  load(): Promise<void>;
}

export function liveControl(load: () => Promise<{ default: Component }>): LiveControl {
  const component = shallowRef<Component>();
  return {
    component,
    async load() {
      if (component.value === undefined) component.value = (await load()).default;
    },
  };
}

/** How a field type looks where it is edited. One folder a type; registered in registry.ts. */
export interface FieldUi {
  /** What stands there: right for keyboard, screen reader and touch, and cheap. */
  light(props: ControlProps, events: ControlEvents): VNode;
  /** What it becomes when it is used, for types whose popups are dear (9 to 19 ms each). Props: ControlProps and `typed`. */
  live?: LiveControl;
  /** Takes a whole row of the layout. */
  wide?: boolean;
  /** The control is a group of its own (radio, files): labelled by aria-labelledby instead of for. */
  group?: boolean;
  /** What a table's column of it needs: pixels at least, and its part of what is left. [112, 1] where nothing is said. */
  column?: readonly [least: number, part: number];
  /** It shows itself even where nothing may be written (a table's rows). */
  reads?: boolean;
}
