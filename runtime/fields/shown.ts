import { displayValue, type FormDefinition } from '../../engine/form/index.ts';
import type { AppView } from '../../engine/wire.ts';
import { locale } from '../i18n/index.ts';
import type { ControlProps } from './type.ts';

/** What stands in a light control: the value as people read it. */
export function textOfValue({ store, field, value }: Pick<ControlProps, 'store' | 'field' | 'value'>): string {
  const { timeZone, currency } = store.app;
  return displayValue(field, value, {
    locale: locale(),
    timeZone,
    currency,
    texts: store.texts,
    forms: formsOf(store.app.forms),
  });
}

const known = new WeakMap<AppView['forms'], ReadonlyMap<string, FormDefinition>>();

/** The app's forms by their keys: what shows a field of another form asks them. Made once an app. */
export function formsOf(forms: AppView['forms']): ReadonlyMap<string, FormDefinition> {
  let found = known.get(forms);
  if (found === undefined) {
    found = new Map(forms.map(({ definition }) => [definition.key, definition]));
    known.set(forms, found);
  }
  return found;
}
