import { describe, expect, it } from 'vitest';
import { placesOf, placesOfText, renderMessage } from './template.ts';

const message = {
  key: 'approved',
  label: '审核通过',
  title: { 'zh-CN': '{no} 已通过', en: '{no} approved' },
  text: { 'zh-CN': '请于{due}前寄至{warehouse.address}', en: 'Send to {warehouse.address} by {due}: {amount}' },
};

describe('messages', () => {
  const facts = { no: 'R1', due: '2026-03-05', amount: '12.50', warehouse: { address: 'Dock 5' } };

  it('fill their places in the reader’s language', () => {
    expect(renderMessage(message, facts, { locale: 'zh-CN' })).toEqual({
      title: 'R1 已通过',
      text: '请于2026-03-05前寄至Dock 5',
    });
    expect(renderMessage(message, facts, { locale: 'en' }).text).toBe('Send to Dock 5 by 2026-03-05: 12.50');
  });

  it('write values as people say them', () => {
    const display = (place: string) => (place === 'amount' ? '¥12.50' : undefined);
    expect(renderMessage(message, facts, { locale: 'en', display }).text).toBe('Send to Dock 5 by 2026-03-05: ¥12.50');
  });

  it('write an empty value as nothing, and look into own properties only', () => {
    const text = { key: 'm', label: 'm', text: '[{missing}] [{no.constructor}] [{__proto__}] [{warehouse.toString}]' };
    expect(renderMessage(text, facts, { locale: 'en' }).text).toBe('[] [] [] []');
  });

  it('have one full stop where what a person wrote ends in one', () => {
    const text = {
      key: 'm',
      label: 'm',
      text: { 'zh-CN': '未通过：{why}。可申诉，{why}，{no}', en: 'Refused: {why}. ({why})' },
    };
    const said = (why: string, locale: 'zh-CN' | 'en') => renderMessage(text, { why, no: 'R1' }, { locale }).text;
    expect(said('照片不清。', 'zh-CN')).toBe('未通过：照片不清。可申诉，照片不清，R1');
    expect(said('尺码不符', 'zh-CN')).toBe('未通过：尺码不符。可申诉，尺码不符，R1');
    expect(said('The photo is blurred. ', 'en')).toBe('Refused: The photo is blurred. (The photo is blurred. )');
  });

  it('never read a value as a template', () => {
    const text = { key: 'm', label: 'm', text: 'Dear {name}' };
    expect(renderMessage(text, { name: '{secret} $& $1', secret: 'x' }, { locale: 'en' }).text).toBe(
      'Dear {secret} $& $1',
    );
  });

  it('show braces that are doubled, and name an open one', () => {
    expect(renderMessage({ key: 'm', label: 'm', text: '{{no}} {no}' }, facts, { locale: 'en' }).text).toBe('{no} R1');
    expect(placesOfText('Hello {name').unclosed).toBe(true);
  });

  it('say which places they have, in any language', () => {
    expect(placesOf(message)).toEqual(['no', 'due', 'warehouse.address', 'amount']);
  });
});
