import type { InjectionKey, VNode } from 'vue';
import type { Field } from '../../engine/form/index.ts';

/** What a page puts beside each field's label: its history, why it is as it is. A page that has nothing draws nothing. */
export type FieldTools = (field: Field) => VNode | undefined;

export const fieldToolsKey: InjectionKey<FieldTools> = Symbol('field tools');
