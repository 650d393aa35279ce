import { expect, it } from 'vitest';
import type { AppBundle } from '../../engine/wire/design.ts';
import { replaceAll } from '../commands/replaceAll.ts';
import type { JsonObject } from '../draft/types.ts';
import { logoOf, readBundle } from './bundle.ts';

const bundle: AppBundle = {
  format: 'app-bundle',
  formatVersion: 1,
  app: 'shop',
  label: 'Shop',
  number: 3,
  files: { 'app.json': JSON.stringify({ key: 'shop', brand: { accent: '#112233', logo: 'logo.png' } }) },
  pictures: { 'logo.png': btoa('bytes'), 'other.png': btoa('other') },
};

it('the picture that the app is known by is taken out of a bundle, byte for byte', async () => {
  const logo = logoOf(bundle);
  expect([logo?.name, await logo?.text()]).toEqual(['logo.png', 'bytes']);
});

it('a bundle without pictures, or of an app without a logo, brings none', () => {
  const { pictures: _pictures, ...without } = bundle;
  expect(logoOf(without)).toBeUndefined();
  expect(logoOf({ ...bundle, files: { 'app.json': '{"key":"shop"}' } })).toBeUndefined();
});

it('the logo goes by the name that it has here, and the app keeps its own key', () => {
  const files: Record<string, JsonObject> = { 'forms/old.json': {} };
  replaceAll(bundle, 'mine', 'logo-0123.png')?.execute(files);
  expect(files).toEqual({ 'app.json': { key: 'mine', brand: { accent: '#112233', logo: 'logo-0123.png' } } });
});

it('a text that is no bundle is none', () => {
  expect(readBundle('{"format":"zip"}')).toBeUndefined();
  expect(readBundle('nothing')).toBeUndefined();
});
