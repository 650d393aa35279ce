import { describe, expect, it } from 'vitest';
import { context, formOf, inputOf, request } from './fixture.test-data.ts';
import { compileForm, evaluate, explain, narrowByNode, roleRights, visibleValues, widestRights } from './index.ts';
import type { Access, EvaluationInput, Rights, UserFacts } from './types.ts';

const user: UserFacts = { id: 'u', login: 'agent_1', roles: ['agent'] };
const as = (roles: string[], more: Partial<EvaluationInput> = {}): EvaluationInput => {
  const { baseRights: _all, ...rest } = inputOf({}, { mode: 'view', before: { order_no: 'SO100001' }, user, roles });
  return { ...rest, ...more };
};
const compiled = compileForm(request, context);
const withAccess = (access: Access[]) =>
  compileForm(
    formOf(
      [
        { key: 'a', type: 'text', label: 'A' },
        { key: 'b', type: 'text', label: 'B' },
        {
          key: 't',
          type: 'table',
          label: 'T',
          fields: [
            { key: 'x', type: 'text', label: 'X' },
            { key: 'y', type: 'text', label: 'Y' },
          ],
        },
      ],
      { access },
    ),
    context,
  );

describe('rights', () => {
  it('hide what no entry names', () => {
    const form = withAccess([{ role: 'agent', rights: { a: 'edit' } }]);
    expect(roleRights(form, as(['agent']))).toEqual({ a: 'edit', b: 'hide', t: 'hide', 't.x': 'hide', 't.y': 'hide' });
    expect(Object.values(roleRights(form, as([])))).toEqual(['hide', 'hide', 'hide', 'hide', 'hide']);
  });

  it('are remembered for nobody but those to whom the same entries of the same form are open', () => {
    const before = withAccess([
      { role: 'agent', rights: { a: 'edit' } },
      { role: 'chief', rows: { all: [{ fact: 'a', operator: 'equal', value: 'x' }] }, rights: { '*': 'read' } },
    ]);
    const published = withAccess([{ role: 'agent', rights: { a: 'read' } }]);
    const right = (form: typeof before, roles: string[], a = 'x', path = 'a'): string | undefined =>
      evaluate(form, as(roles, { before: { a } })).rights[path];
    for (let time = 0; time < 2; time++) {
      expect(right(before, ['agent'])).toBe('edit');
      expect(right(before, [])).toBe('hide');
      expect(right(before, ['agent', 'chief'], 'x', 'b')).toBe('read');
      expect(right(before, ['agent', 'chief'], 'y', 'b')).toBe('hide');
      expect(right(published, ['agent'])).toBe('read');
    }
  });

  it('are the union of the roles, widest first', () => {
    expect(roleRights(compiled, as(['agent', 'chief']))).toMatchObject({
      phone: 'read',
      risk: 'read',
      'lines.note': 'edit',
    });
    expect(roleRights(compiled, as(['agent']))).toMatchObject({
      phone: 'mask',
      risk: 'hide',
      'lines.note': 'edit',
      lines: 'read',
    });
  });

  it('give a column its table’s right unless it is named, and show the table of a named column', () => {
    const form = withAccess([{ role: 'agent', rights: { 't.x': 'edit' } }]);
    expect(roleRights(form, as(['agent']))).toMatchObject({ t: 'read', 't.x': 'edit', 't.y': 'hide' });
    const hidden = withAccess([{ role: 'agent', rights: { t: 'hide', 't.x': 'edit' } }]);
    expect(roleRights(hidden, as(['agent']))).toMatchObject({ t: 'hide', 't.x': 'hide' });
  });

  it('open only the rows that the entry speaks of', () => {
    const visitor = (order_no: string): EvaluationInput => {
      const { user: _user, ...rest } = as([]);
      return { ...rest, proof: { order_no } };
    };
    expect(roleRights(compiled, visitor('SO100001'))['reason']).toBe('edit');
    expect(roleRights(compiled, visitor('SO999999'))['reason']).toBe('hide');
  });

  it('for a new record are those of the entries that let it be created', () => {
    expect(roleRights(compiled, as(['agent'], { mode: 'create' }))['reason']).toBe('hide');
    expect(roleRights(compiled, as(['visitor'], { mode: 'create' }))['reason']).toBe('edit');
  });

  it('of everyone are for those who are signed in', () => {
    const form = withAccess([{ role: 'everyone', rights: { a: 'read' } }]);
    expect(roleRights(form, as([]))['a']).toBe('read');
    const { user: _user, ...nobody } = as([]);
    expect(roleRights(form, nobody)['a']).toBe('hide');
  });

  it.each<[Rights[string], Rights[string], Rights[string]]>([
    ['read', 'edit', 'edit'],
    ['read', 'require', 'require'],
    ['edit', 'read', 'read'],
    ['edit', 'require', 'require'],
    ['require', 'edit', 'require'],
    ['edit', 'mask', 'mask'],
    ['mask', 'edit', 'mask'],
    ['hide', 'require', 'hide'],
    ['read', 'hide', 'hide'],
  ])('%s at a node that says %s are %s', (role, node, expected) => {
    const form = withAccess([{ role: 'agent', rights: { a: role } }]);
    expect(narrowByNode(form, roleRights(form, as(['agent'])), { a: node })['a']).toBe(expected);
  });

  it('at a node stay as they are where the node says nothing, and are narrowed by its *', () => {
    const form = withAccess([{ role: 'agent', rights: { a: 'edit', b: 'edit' } }]);
    const rights = roleRights(form, as(['agent']));
    expect(narrowByNode(form, rights, { b: 'read' })).toMatchObject({ a: 'edit', b: 'read' });
    expect(narrowByNode(form, rights, { '*': 'read', b: 'edit' })).toMatchObject({ a: 'read', b: 'edit' });
  });

  it('are widest for lists, whatever the row', () => {
    expect(widestRights(compiled, ['visitor'])).toMatchObject({ reason: 'edit', risk: 'hide' });
  });

  it('decide what is taken: a field that is read keeps its stored value', () => {
    const before = { order_no: 'SO100001', reason: 'other', phone: '13800138000' };
    const result = evaluate(compiled, {
      ...as(['agent']),
      mode: 'update',
      before,
      values: { reason: 'quality', phone: '13900139000' },
    });
    expect(result.values).toMatchObject({ reason: 'other', phone: '13800138000' });
    expect(result.ignored).toEqual(['phone', 'reason'].sort().reverse().sort());
  });

  it('mask and hide what is shown, in rows too', () => {
    const values = { phone: '13800138000', risk: 7, reason: 'other', lines: [{ id: 'r', sku: 'A1', note: 'n' }] };
    const seen = visibleValues(compiled, values, roleRights(compiled, as(['agent'])));
    expect(seen).toMatchObject({ phone: '138****8000', reason: 'other', lines: [{ id: 'r', sku: 'A1', note: 'n' }] });
    expect(seen).not.toHaveProperty('risk');
    const narrow = visibleValues(compiled, values, { lines: 'read', 'lines.sku': 'mask' });
    expect(narrow).toEqual({ lines: [{ id: 'r', sku: '***' }] });
  });
});

describe('why a field is as it is', () => {
  it('names the roles, the node and each rule with its trace', () => {
    const why = explain(compiled, as(['agent'], { before: { order_no: 'SO100001', reason: 'other' } }), 'damage_place');
    expect(why.right).toBe('hide');
    expect(why.reasons.map(({ kind }) => kind)).toEqual(['access', 'linkage']);
    expect(why.reasons[0]?.message['zh-CN']).toBe('角色“客服”：只读');
    expect(why.reasons[1]).toMatchObject({ rule: 1, holds: true, trace: { kind: 'not', result: true } });
  });

  it('says when no role names it', () => {
    expect(explain(compiled, as([]), 'risk').reasons).toMatchObject([{ kind: 'unnamed' }, { kind: 'readonly' }]);
  });

  it('says that it is computed', () => {
    expect(explain(compiled, as(['chief']), 'total').reasons.map(({ kind }) => kind)).toContain('computed');
  });
});
