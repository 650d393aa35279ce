import { describe, expect, it } from 'vitest';
import type { FormDefinition, Hook } from '../../../engine/definition/index.ts';
import { hookExample, hookNames } from './hookExample.ts';

const now = '2026-03-02T01:00:00.000Z';
const form = {
  key: 'parcel',
  label: 'Parcel',
  fields: [
    { key: 'no', type: 'text', label: 'No.' },
    { key: 'seen', type: 'datetime', label: 'Seen' },
    {
      key: 'events',
      type: 'table',
      label: 'Events',
      fields: [
        { key: 'at', type: 'datetime', label: 'At' },
        { key: 'text', type: 'text', label: 'What' },
      ],
    },
  ],
} as unknown as FormDefinition;

describe('what a call-back could say', () => {
  it('has what the hook reads, with the record of the story that it would find', () => {
    const hook: Hook = {
      form: 'parcel',
      encoding: 'form',
      let: { push: '= parseJson(body.param)' },
      verify: '= same(body.sign, secret.salt)',
      match: { no: '= push.last.nu' },
      set: {
        status: '= if push.last.state = "3" then "signed" else "way"',
        last: '= push.last.data[1].context',
        seen: '= push.last.at',
      },
      append: {
        events: { from: '= reverse(push.last.data)', fill: { at: '= row.ftime', text: '= row.context' }, key: 'at' },
      },
    };
    expect(hookExample({ hook, form, about: { no: 'SF1' }, now })).toEqual({
      param: { last: { nu: 'SF1', state: '3', at: now, data: [{ context: '', ftime: now }] } },
    });
  });

  it('is called as the form calls what is read from it', () => {
    const hook: Hook = {
      form: 'parcel',
      verify: '= true',
      let: { push: '= parseJson(body.param)' },
      match: { no: '= push.last.nu' },
      set: { seen: '= push.last.at', status: '= if push.last.state = "3" then "signed" else "way"' },
    };
    expect([...hookNames(hook, form)]).toEqual([
      ['param › last › at', 'Seen'],
      ['param › last › nu', 'No.'],
    ]);
  });

  it('of a plain body too, where there is no record yet', () => {
    const hook: Hook = { form: 'parcel', verify: '= true', match: { no: '= body.no' }, signal: 'arrived' };
    expect(hookExample({ hook, form, about: null, now })).toEqual({ no: '' });
  });
});
