import { both } from '../texts.ts';
import type { AppDefinition } from '../types.generated.ts';
import { listChanges, mapChanges, propertyChanges, type Sort } from './compare.ts';
import type { Found } from './types.ts';
import { named, sentence } from './words.ts';

const PLAIN = ['label', 'description', 'version', 'timeZone', 'currency', 'brand', 'notify', 'portal'];

/** app.json: roles, settings, channels, navigation, portal. */
export function appChanges(before: AppDefinition, after: AppDefinition): Found[] {
  const sort = (part: string, code: string, zh: string, en: string, kind: Sort['kind'] = 'app'): Sort => ({
    kind,
    code,
    noun: both(zh, en),
    of: named(after),
    path: `app.json#/${part}`,
    removed: 'careful',
  });
  const whole: Sort = { kind: 'app', code: 'app', noun: both('应用', 'App'), of: named(after), path: 'app.json#' };
  return [
    ...propertyChanges(before, after, PLAIN, whole),
    ...adminChange(before, after),
    ...listChanges(before.roles, after.roles, sort('roles', 'role', '角色', 'role', 'access')),
    ...listChanges(before.attributes, after.attributes, sort('attributes', 'attribute', '用户属性', 'attribute')),
    ...listChanges(before.settings, after.settings, sort('settings', 'setting', '设置', 'setting')),
    ...mapChanges(before.channels, after.channels, sort('channels', 'channel', '渠道', 'channel')),
    ...listChanges(before.navigation, after.navigation, {
      ...sort('navigation', 'navigation', '导航项', 'menu entry'),
      keyOf: (item) => {
        const { form, board, scan } = item as { form?: string; board?: string; scan?: { key?: string } };
        return `${form ?? ''}/${board ?? ''}/${scan?.key ?? ''}`;
      },
    }),
  ];
}

function adminChange(before: AppDefinition, after: AppDefinition): Found[] {
  if (before.admin === after.admin) return [];
  const nameOf = (app: AppDefinition): Found['text'] =>
    named(app.roles.find(({ key }) => key === app.admin) ?? { key: app.admin });
  return [
    {
      kind: 'access',
      code: 'admin_changed',
      text: sentence(
        '管理应用、设计和发布的角色由{from}变为{to}。',
        'The role that administers, designs and publishes the app changes from {from} to {to}.',
        { from: nameOf(before), to: nameOf(after) },
      ),
      path: 'app.json#/admin',
      severity: 'careful',
    },
  ];
}
