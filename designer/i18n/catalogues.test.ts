// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import shared from '../../runtime/i18n/en.ts';
import workbench from '../../runtime/i18n/workbench/en.ts';
import { areas } from './index.ts';

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [path, text] of flat(value, `${prefix}${key}.`)) found.set(path, text);
  }
  return found;
}
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe.each(Object.entries(areas))('what the designer says of %s', (name, area) => {
  const chinese = flat(area['zh-CN'], '');
  const english = flat(area.en, '');
  it('is the same in both languages, with the same places', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [key, text] of chinese)
      expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });
  it('leaves nothing empty, has no Chinese in the English, and hides no text of the runtime', () => {
    for (const [key, text] of [...chinese, ...english]) expect([key, text.trim() === '']).toEqual([key, false]);
    for (const [key, text] of english) expect([key, /\p{Script=Han}/u.test(text)]).toEqual([key, false]);
    expect(Object.keys({ ...shared, ...workbench })).not.toContain(name.split('.')[0]);
  });
});
