import type { NumberField, PercentField } from '../../../definition/types.generated.ts';
import type { FieldType } from '../../types.ts';
import { alike } from '../alike.ts';
import { number } from '../number/index.ts';

const plain = (field: PercentField): NumberField => ({ ...field, type: 'number', scale: field.scale ?? 2 });
const bare = (input: unknown): unknown => (typeof input === 'string' ? input.replace(/\s*[%％]\s*$/, '') : input);

/** A number that is read and shown with its sign; 12.5 % is kept, measured and compared as 12.5. */
export const percent: FieldType<PercentField> = alike(number, plain, {
  type: 'percent',
  label: { 'zh-CN': '百分比', en: 'Percentage' },
  icon: 'PieChart',
  normalise: (input, field, ctx) => number.normalise(bare(input), plain(field), ctx),
  display(value, field, ctx) {
    const text = number.display(value, plain(field), ctx);
    return /\d$/.test(text) ? `${text}%` : text;
  },
});
