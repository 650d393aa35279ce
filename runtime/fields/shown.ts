import { displayValue } from '../../engine/form/index.ts';
import { locale } from '../i18n/index.ts';
import type { ControlProps } from './type.ts';

/** What stands in a light control: the value as people read it. */
export function textOfValue({ store, field, value }: Pick<ControlProps, 'store' | 'field' | 'value'>): string {
  const { timeZone, currency } = store.app;
  return displayValue(field, value, { locale: locale(), timeZone, currency, texts: store.texts });
}
