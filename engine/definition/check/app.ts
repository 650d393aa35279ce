import type { FactType, Scope } from '../../expression/index.ts';
import { isZone } from '../../expression/temporal/zone.ts';
import { both } from '../texts.ts';
import type { AppDefinition, FormDefinition, NavigationItem, Portal, Setting } from '../types.generated.ts';
import { checkCall, checkCallData, checkData } from './action.ts';
import { at, BUILT_IN_ROLES, columnsOf, type Desk, fieldKeys, type Place, subTables } from './desk.ts';
import { checkUnique } from './unique.ts';

const TEXT: FactType = { kind: 'text' };
const ANY: FactType = { kind: 'any' };

/** What a channel's formulas know of the message that goes out. */
const CHANNEL_SCOPE: Scope = { to: ANY, text: TEXT, title: TEXT, link: TEXT, message: TEXT, data: ANY };

const FITS: Readonly<Record<Setting['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)),
  money: (value) => typeof value === 'string' && /^-?\d+(\.\d{1,4})?$/.test(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
};

function checkSettings(desk: Desk, place: Place, settings: readonly Setting[]): void {
  checkUnique(desk, place, settings);
  settings.forEach((setting, i) => {
    if (FITS[setting.type](setting.value)) return;
    desk.report(
      at(place, i, 'value'),
      'wrong_type',
      both(
        `“${setting.key}”的值不符合类型 ${setting.type}。`,
        `The value of “${setting.key}” does not fit its type ${setting.type}.`,
      ),
      both(
        '金额和小数写成文字，如 "5000.00"；日期写作 "2026-03-02"。',
        'Write money and decimals as text, "5000.00", and dates as "2026-03-02".',
      ),
    );
  });
}

function checkRoles(desk: Desk, place: Place, app: AppDefinition): void {
  checkUnique(desk, at(place, 'roles'), app.roles);
  app.roles.forEach((role, i) => {
    if (!BUILT_IN_ROLES.includes(role.key)) return;
    desk.report(
      at(place, 'roles', i, 'key'),
      'reserved_name',
      both(`角色“${role.key}”是系统自带的，不能再定义。`, `The role “${role.key}” is built in and cannot be defined.`),
      both('请换一个键，或直接使用自带的角色。', 'Choose another key, or use the built-in role.'),
    );
  });
  checkUnique(desk, at(place, 'attributes'), app.attributes ?? []);
  desk.role(at(place, 'admin'), app.admin, []);
}

function checkChannels(desk: Desk, place: Place, app: AppDefinition): void {
  for (const [key, channel] of Object.entries(app.channels ?? {})) {
    const spot = at(place, 'channels', key);
    if (key === 'inbox') {
      desk.report(
        spot,
        'reserved_name',
        both('渠道“inbox”是系统自带的站内消息。', 'The channel “inbox” is the built-in message box.'),
        both('请换一个键。', 'Choose another key.'),
      );
    }
    checkCall(desk, at(spot, 'call'), channel.call);
    checkCallData(desk, spot, channel.call, channel, CHANNEL_SCOPE);
  }
  const channels = ['inbox', ...Object.keys(app.channels ?? {})];
  for (const [event, notice] of Object.entries(app.notify ?? {})) {
    const spot = at(place, 'notify', event);
    desk.known(at(spot, 'message'), 'message', notice.message, desk.app.messages.keys());
    (notice.by ?? []).forEach((channel: string, i: number) =>
      desk.known(at(spot, 'by', i), 'channel', channel, channels),
    );
  }
}

function checkTrack(desk: Desk, place: Place, track: NonNullable<Portal['track']>, apply: FormDefinition): void {
  const form = desk.form(at(place, 'form'), track.form);
  if (!form) return;
  checkData(desk, at(place, 'match'), track.match, [...fieldKeys(form), 'id'], desk.scope(apply));
  if (!desk.known(at(place, 'rows'), 'sub_table', track.rows, subTables(form))) return;
  const columns = columnsOf(form, track.rows);
  desk.known(at(place, 'at'), 'column', track.at, columns);
  desk.known(at(place, 'text'), 'column', track.text, columns);
}

function checkPortal(desk: Desk, place: Place, portal: Portal): void {
  const form = desk.form(at(place, 'apply'), portal.apply);
  if (!form) return;
  const fields = fieldKeys(form);
  portal.proof.fields.forEach((field, i) => desk.known(at(place, 'proof', 'fields', i), 'field', field, fields));
  const lookups = (form.lookups ?? []).map((lookup) => lookup.key);
  desk.known(at(place, 'proof', 'lookup'), 'lookup', portal.proof.lookup, lookups);
  (portal.steps ?? []).forEach((item, i) =>
    item.fields.forEach((field, j) => desk.known(at(place, 'steps', i, 'fields', j), 'field', field, fields)),
  );
  if (portal.track) checkTrack(desk, at(place, 'track'), portal.track, form);
  if (form.access?.some((access) => access.role === 'visitor' && access.create)) return;
  desk.report(
    at(place, 'apply'),
    'visitor_may_not_apply',
    both(
      `访客不能新建“${portal.apply}”，门户无法申请。`,
      `A visitor may not create “${portal.apply}”: nobody could apply at the portal.`,
    ),
    both('在该表单的 access 中给 visitor 加上 "create": true。', 'Give visitor "create": true in that form’s access.'),
  );
}

function checkScan(desk: Desk, place: Place, scan: NonNullable<NavigationItem['scan']>): void {
  if (!desk.known(at(place, 'flow'), 'flow', scan.flow, desk.app.flows.keys())) return;
  const flow = desk.app.flows.get(scan.flow);
  const form = flow && desk.app.forms.get(flow.form);
  if (!flow || !form) return;
  desk.known(
    at(place, 'node'),
    'node',
    scan.node,
    flow.nodes.map((node) => node.key),
  );
  scan.by.forEach((field, i) => desk.known(at(place, 'by', i), 'field', field, fieldKeys(form)));
  const { count } = scan;
  if (!count || !desk.known(at(place, 'count', 'table'), 'sub_table', count.table, subTables(form))) return;
  const columns = columnsOf(form, count.table);
  desk.known(at(place, 'count', 'code'), 'column', count.code, columns);
  desk.known(at(place, 'count', 'column'), 'column', count.column, columns);
}

function checkNavigation(desk: Desk, place: Place, item: NavigationItem): void {
  if (item.form !== undefined) desk.form(at(place, 'form'), item.form);
  if (item.board !== undefined) desk.known(at(place, 'board'), 'board', item.board, desk.app.reports.keys());
  if (item.scan) checkScan(desk, at(place, 'scan'), item.scan);
  (item.roles ?? []).forEach((role, i) => desk.role(at(place, 'roles', i), role, ['everyone']));
  if ([item.form, item.board, item.scan].filter((target) => target !== undefined).length === 1) return;
  desk.report(
    place,
    'one_target',
    both('每个菜单项要且只要一个目标。', 'A menu entry leads to exactly one thing.'),
    both('写 form、board、scan 中的一个。', 'Give one of form, board, scan.'),
  );
}

export function checkApp(desk: Desk): void {
  const { app } = desk.app;
  const place = desk.place('app', app.key);
  if (!isZone(app.timeZone)) {
    desk.report(
      at(place, 'timeZone'),
      'unknown_time_zone',
      both(`没有时区“${app.timeZone}”。`, `There is no time zone “${app.timeZone}”.`),
      both('写 IANA 名称，例如 "Asia/Shanghai"。', 'Write an IANA name: "Asia/Shanghai".'),
    );
  }
  checkRoles(desk, place, app);
  checkSettings(desk, at(place, 'settings'), app.settings ?? []);
  checkChannels(desk, place, app);
  if (app.portal) checkPortal(desk, at(place, 'portal'), app.portal);
  (app.navigation ?? []).forEach((item, i) => checkNavigation(desk, at(place, 'navigation', i), item));
}
