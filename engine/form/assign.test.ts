import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, formOf, inputOf, orderAnswer, request, takenAnswer } from './fixture.test-data.ts';
import { compileForm, evaluate, withAssigned } from './index.ts';
import type { Json, Values } from './types.ts';

const compiled = compileForm(request, context);
const answers = { lookups: orderAnswer, rollups: { ...takenAnswer('A1', null), ...takenAnswer('B2', '0') } };

/** As the door does it where nothing is known of the fields. */
function workedOut(values: Values, set: Values): Values {
  const input = inputOf({}, { mode: 'update', before: values, assigned: set, baseRights: 'all', ...answers });
  return evaluate(compiled, input).values;
}

describe('fields that the engine writes', () => {
  it('are written alone where nothing else is worked out from them, with the same outcome as working out everything', () => {
    const entered = fc.record(
      {
        order_no: fc.constantFrom('SO100001', 'SO999999', null),
        phone: fc.constantFrom('13800000000', null),
        reason: fc.constantFrom('quality', 'damaged', 'other', null),
        description: fc.constantFrom('x', null),
        damage_place: fc.constantFrom('盒角', null),
      },
      { requiredKeys: [] },
    );
    const set = fc.record(
      {
        risk: fc.constantFrom<Json>(70, 5, '12', null),
        phone: fc.constantFrom<Json>('139 0000 0000', null),
        no: fc.constant<Json>('RT1'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(entered, set, (values, given) => {
        const made = evaluate(compiled, inputOf(values as Values, answers)).values;
        const alone = withAssigned(compiled, made, given as Values);
        expect(alone).toEqual(workedOut(made, given as Values));
      }),
    );
  });

  it.each([
    'order_no',
    'reason',
    'description',
    'damage_place',
    'total',
    'lines',
    'customer_name',
    'lines.qty',
    'nothing',
  ])('have the form worked out again where more may depend on it: %s', (key) => {
    const made = evaluate(compiled, inputOf({}, answers)).values;
    const alone = withAssigned(compiled, made, { [key]: null });
    // What says no more than "empty" of a field that nothing reads may stand alone; the outcome is the same.
    if (alone !== undefined) expect(alone).toEqual(workedOut(made, { [key]: null }));
    if (['reason', 'damage_place', 'total', 'lines', 'lines.qty', 'order_no', 'nothing'].includes(key))
      expect(alone).toBeUndefined();
  });

  it('are written as their type keeps them', () => {
    const form = compileForm(formOf([{ key: 'price', type: 'money', label: 'P' }]), context);
    expect(withAssigned(form, { price: null }, { price: '5' })).toEqual({ price: '5.00' });
  });
});
