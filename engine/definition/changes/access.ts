import type { Localised } from '../model.ts';
import { both } from '../texts.ts';
import type { Access, Field, FormDefinition, Right } from '../types.generated.ts';
import { differs } from './compare.ts';
import type { Found, Sides } from './types.ts';
import { listed, named, sentence } from './words.ts';

const WIDTH: readonly Right[] = ['hide', 'mask', 'read', 'edit', 'require'];

const RIGHTS: Readonly<Record<Right, Localised>> = {
  edit: both('可编辑', 'edit'),
  require: both('必填', 'must fill in'),
  read: both('只读', 'read'),
  mask: both('脱敏', 'masked'),
  hide: both('不可见', 'hidden'),
};

const DEEDS = {
  create: both('新建', 'create records'),
  delete: both('删除', 'delete records'),
  export: both('导出', 'export'),
  import: both('导入', 'import'),
} as const;

/** Who gains or loses what on a form: one sentence for each role and kind of change. */
export function accessChanges(before: FormDefinition | undefined, after: FormDefinition, sides: Sides): Found[] {
  const roles = [...new Set([...rolesIn(before), ...rolesIn(after)])];
  return roles.flatMap((role) => {
    const about = { role: roleName(role, sides), of: named(after), path: `forms/${after.key}.json#/access` };
    const [was, is] = [entriesOf(before, role), entriesOf(after, role)];
    return [
      ...deedChanges(was, is, about),
      ...rightChanges(before, was, after, is, about),
      ...rowChanges(was, is, about),
    ];
  });
}

interface About {
  role: Localised;
  of: Localised;
  path: string;
}

function rolesIn(form: FormDefinition | undefined): string[] {
  return (form?.access ?? []).map(({ role }) => role);
}

function entriesOf(form: FormDefinition | undefined, role: string): readonly Access[] {
  return (form?.access ?? []).filter((entry) => entry.role === role);
}

function roleName(role: string, { before, after }: Sides): Localised {
  const all = [...after.app.roles, ...(before?.app.roles ?? [])];
  return named(all.find(({ key }) => key === role) ?? { key: role });
}

function deedChanges(was: readonly Access[], is: readonly Access[], { role, of, path }: About): Found[] {
  const deeds = Object.keys(DEEDS) as (keyof typeof DEEDS)[];
  return deeds.flatMap((deed): Found[] => {
    const [could, can] = [was, is].map((entries) => entries.some((entry) => entry[deed] === true));
    if (could === can) return [];
    const words = { role, of, deed: DEEDS[deed] };
    const text = can
      ? sentence('{of}：角色{role}可以{deed}。', '{of}: the role {role} may now {deed}.', words)
      : sentence('{of}：角色{role}不能再{deed}。', '{of}: the role {role} may no longer {deed}.', words);
    return [{ kind: 'access', code: can ? 'right_gained' : 'right_lost', text, path, severity: 'careful' }];
  });
}

/** Fields whose right goes from the same to the same are told together. */
function rightChanges(
  before: FormDefinition | undefined,
  was: readonly Access[],
  after: FormDefinition,
  is: readonly Access[],
  { role, of, path }: About,
): Found[] {
  const [old, now] = [before ? rightsOf(before, was) : new Map<string, Right>(), rightsOf(after, is)];
  const groups = new Map<string, { from: Right | undefined; to: Right; fields: Localised[] }>();
  for (const [field, to] of now) {
    const from = old.get(field);
    if (from === to || (from === undefined && to === 'hide')) continue;
    const group = groups.get(`${from} ${to}`) ?? { from, to, fields: [] };
    group.fields.push(fieldName(after, field));
    groups.set(`${from} ${to}`, group);
  }
  return [...groups.values()].map(({ from, to, fields }): Found => {
    const words = { role, of, fields: listed(fields), to: RIGHTS[to], from: from ? RIGHTS[from] : '' };
    const isGain = from === undefined || WIDTH.indexOf(to) > WIDTH.indexOf(from);
    return {
      kind: 'access',
      code: isGain ? 'right_gained' : 'right_lost',
      text:
        from === undefined
          ? sentence('{of}：角色{role}对{fields}：{to}。', '{of}: the role {role}, {fields}: {to}.', words)
          : sentence(
              '{of}：角色{role}对{fields}：{from} → {to}。',
              '{of}: the role {role}, {fields}: {from} → {to}.',
              words,
            ),
      path,
      // A field that is new was nobody's before.
      severity: from === undefined && before !== undefined ? 'safe' : 'careful',
    };
  });
}

/** Of every field and column, the widest of the role's entries, as the door joins them. */
function rightsOf(form: FormDefinition, entries: readonly Access[]): Map<string, Right> {
  const paths = form.fields.flatMap((field: Field) => [
    [field.key],
    ...(field.type === 'table' ? field.fields.map(({ key }) => [field.key, `${field.key}.${key}`]) : []),
  ]);
  return new Map(
    paths.map((chain): [string, Right] => {
      const all = entries.map(({ rights }) => rightIn(rights, chain));
      const widest = all.reduce<Right>(
        (one, other) => (WIDTH.indexOf(other) > WIDTH.indexOf(one) ? other : one),
        'hide',
      );
      return [chain.at(-1) ?? '', widest];
    }),
  );
}

/** A column goes by its own right, else by its table's, else by the rest's. */
function rightIn(rights: Access['rights'] | undefined, chain: readonly string[]): Right {
  const named = rights as Readonly<Record<string, Right>> | undefined;
  for (const path of [...chain].reverse()) {
    const right = named?.[path];
    if (right !== undefined) return right;
  }
  return named?.['*'] ?? 'hide';
}

function fieldName(form: FormDefinition, path: string): Localised {
  const [key, column] = path.split('.');
  const field = form.fields.find((one) => one.key === key);
  if (column === undefined || field?.type !== 'table') return named(field);
  return sentence('{table}的{column}', '{column} of {table}', {
    table: named(field),
    column: named(field.fields.find((one) => one.key === column)),
  });
}

function rowChanges(was: readonly Access[], is: readonly Access[], { role, of, path }: About): Found[] {
  const rows = (entries: readonly Access[]): unknown[] => entries.map((entry) => entry.rows ?? null);
  if (was.length === 0 || is.length === 0) return was.length === is.length ? [] : [entryChange(is.length > 0)];
  if (!differs(rows(was), rows(is))) return [];
  return [
    {
      kind: 'access',
      code: 'rows_changed',
      text: sentence('{of}：角色{role}能看到的记录已改变。', '{of}: the role {role} sees other records.', { of, role }),
      path,
      severity: 'careful',
    },
  ];

  function entryChange(isNew: boolean): Found {
    const text = isNew
      ? sentence('{of}：角色{role}可以使用这个表单。', '{of}: the role {role} may use this form.', { of, role })
      : sentence('{of}：角色{role}不能再使用这个表单。', '{of}: the role {role} may no longer use this form.', {
          of,
          role,
        });
    return { kind: 'access', code: isNew ? 'role_gained' : 'role_lost', text, path, severity: 'careful' };
  }
}
