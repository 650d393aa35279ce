import { expect, it } from 'vitest';
import { type AppFile, loadApp } from '../../definition/index.ts';
import { readAppFolder } from '../apps/folder.ts';
import { LiveApp } from '../apps/live.ts';
import { EXPENSES } from '../testing/stage.ts';
import { FlowWords } from './words.ts';

const attributes = [{ key: 'site', label: { 'zh-CN': '地点', en: 'Site' } }];

it('names what people have beside their roles as the app calls it, and by its key where it says nothing', async () => {
  const { files } = await readAppFolder(EXPENSES);
  const named = files.map((file) => (file.path === 'app.json' ? { path: file.path, json: withNames(file) } : file));
  const { app: model } = loadApp(named);
  const app = model && new LiveApp(model, 1);
  const form = app?.form('claim');
  if (!app || !form) throw new Error('The app of the tests is there.');
  const words = (locale: 'zh-CN' | 'en') => new FlowWords({ app, form, locale, names: {}, rights: {} });
  const why = { code: 'role_having', params: { role: 'manager', having: { site: 'North', floor: 2 } } };
  expect(words('en').why(why)).toEqual(['For those of the role “Manager” with Site = North, floor = 2']);
  expect(words('zh-CN').why(why)).toEqual(['由角色“经理”中符合 地点 = North, floor = 2 的人处理']);
});

function withNames(file: AppFile): unknown {
  const json = 'text' in file ? (JSON.parse(file.text) as object) : (file.json as object);
  return { ...json, attributes };
}
