import { describe, expect, it } from 'vitest';
import en from './en.ts';
import workbenchEn from './workbench/en.ts';
import workbenchZh from './workbench/zh-CN.ts';
import zhCN from './zh-CN.ts';

type Catalogue = { [key: string]: string | Catalogue };

function flat(catalogue: Catalogue, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') texts.set(prefix + key, value);
    else for (const [path, text] of flat(value, `${prefix}${key}.`)) texts.set(path, text);
  }
  return texts;
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the catalogues of texts', () => {
  it('give each group of texts to one catalogue', () => {
    expect(Object.keys(zhCN).filter((group) => group in workbenchZh)).toEqual([]);
  });

  const chinese = flat({ ...zhCN, ...workbenchZh });
  const english = flat({ ...en, ...workbenchEn });
  it('say the same things in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });
  it('fill the same places in both languages', () => {
    for (const [key, text] of chinese)
      expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });
  it('leave nothing empty, and no Chinese in the English', () => {
    for (const [key, text] of [...chinese, ...english]) expect([key, text.trim() === '']).toEqual([key, false]);
    for (const [key, text] of english) expect([key, /\p{Script=Han}/u.test(text)]).toEqual([key, false]);
  });
});
