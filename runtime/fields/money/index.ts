import { locale } from '../../i18n/index.ts';
import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

const symbols = new Map<string, string>();
function symbol(currency: string): string {
  const key = `${locale()} ${currency}`;
  let found = symbols.get(key);
  if (found === undefined) {
    const parts = new Intl.NumberFormat(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    found = parts.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
    symbols.set(key, found);
  }
  return found;
}

export const moneyUi: FieldUi = {
  light: (props, events) =>
    input(props, events, { inputmode: 'decimal', align: 'end', prefix: symbol(props.store.app.currency) }),
};
