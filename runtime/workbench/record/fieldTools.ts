import { h, provide, ref } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import { fieldToolsKey } from '../../form/tools.ts';
import { t, text } from '../../i18n/index.ts';

/** A small button at each field of a record; what it opens is the page's, once for all fields. */
export function useFieldTools() {
  const asked = ref<{ field: Field; at: HTMLElement }>();
  provide(fieldToolsKey, (field) => {
    return h(
      'button',
      {
        key: 'tools',
        type: 'button',
        class: 'field-tools no-print',
        'aria-haspopup': 'dialog',
        'aria-label': t('explain.tools', { field: text(field.label) }),
        onClick: (event: MouseEvent) => {
          asked.value = { field, at: event.currentTarget as HTMLElement };
        },
      },
      '?',
    );
  });
  return asked;
}
