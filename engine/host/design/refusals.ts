import type { Localised } from '../../definition/index.ts';
import { Refusal } from '../door/refusal.ts';

/** What the designer's server side refuses, in one place so that codes stay stable. */
export const designRefusals = {
  unknownApp: (app: string): Refusal =>
    refusal(
      'unknown_app',
      404,
      `没有应用 ${app}，或您不能设计它。`,
      `There is no app ${app}, or you may not design it.`,
    ),
  unknownVersion: (number: number): Refusal =>
    refusal('unknown_version', 404, `没有版本 ${number}。`, `There is no version ${number}.`),
  unknownField: (key: string): Refusal =>
    refusal(
      'unknown_field',
      404,
      `没有已移除的字段 ${key.slice(0, 60)}。`,
      `There is no field ${key.slice(0, 60)} that was removed.`,
    ),
  keyTaken: (app: string): Refusal =>
    refusal('app_exists', 409, `已经有应用 ${app}。`, `There is an app ${app} already.`, {
      'zh-CN': '请换一个标识。',
      en: 'Choose another key.',
    }),
  badKey: (key: string): Refusal =>
    refusal('bad_key', 422, `键 ${key.slice(0, 60)} 不能用作应用的键。`, `${key.slice(0, 60)} is no key for an app.`, {
      'zh-CN': '以小写字母开头，只含小写字母、数字和下划线，最多 40 个字符。',
      en: 'Begin with a small letter; small letters, digits and underscores, at most 40.',
    }),
  reservedKey: (app: string): Refusal =>
    refusal(
      'reserved_key',
      422,
      `应用不能叫 ${app}：这个名称由系统使用。`,
      `An app cannot be called ${app}: the system uses that name.`,
      { 'zh-CN': '请换一个标识。', en: 'Choose another key.' },
    ),
  badFile: (path: string, text: Localised, cure: Localised): Refusal =>
    new Refusal('bad_file', text, { status: 422, at: path.slice(0, 200), cure }),
  badBundle: (text: Localised, cure?: Localised): Refusal =>
    new Refusal('bad_bundle', text, { status: 422, ...(cure && { cure }) }),
  draftMoved: (): Refusal =>
    refusal(
      'draft_moved',
      409,
      '草稿在查看之后又有改动。',
      'The draft has changed since you looked at what would be published.',
      { 'zh-CN': '请再看一遍变更，然后发布。', en: 'Look at the changes again, then publish.' },
    ),
  publishing: (): Refusal =>
    refusal('publishing', 409, '这个应用正在发布。', 'This app is being published right now.', {
      'zh-CN': '请等它完成后再试。',
      en: 'Wait until that is through, then try again.',
    }),
  unknownPublish: (): Refusal => refusal('unknown_publish', 404, '没有这次发布。', 'There is no such publish.'),
  otherKey: (app: string, key: string): Refusal =>
    refusal(
      'app_key_changed',
      422,
      `app.json 里的键是 ${key}，而应用是 ${app}。`,
      `The key in app.json is ${key}, and the app is ${app}.`,
      {
        'zh-CN': '应用的键不能改变；请改回，或建立副本。',
        en: 'An app’s key is fixed: change it back, or make a copy.',
      },
    ),
  nothingToPublish: (): Refusal =>
    refusal('nothing_to_publish', 409, '草稿与已发布的版本相同。', 'The draft is the same as what is published.'),
  neverPublished: (): Refusal =>
    refusal('never_published', 409, '应用还没有发布过。', 'The app has not been published yet.'),
};

function refusal(code: string, status: number, zh: string, en: string, cure?: Localised): Refusal {
  return new Refusal(code, { 'zh-CN': zh, en }, { status, ...(cure && { cure }) });
}
