import { describe, expect, it } from 'vitest';
import { freeKey, isKey, latinKey, nextKey, ownKey } from './keys.ts';
import { keyFor } from './pinyin.ts';

describe('keys made of names', () => {
  it('are Latin for what has an address: English, or the Chinese name as it is said', async () => {
    expect(await keyFor('Cost centres (2026)', 'form', [])).toBe('cost_centres_2026');
    expect(await keyFor('退换货申请单', 'form', [])).toBe('tui_huan_huo_shen_qing_dan');
    expect(await keyFor('银行账户', 'form', [])).toBe('yin_hang_zhang_hu');
    expect(await keyFor('SKU 编码（绿）', 'form', [])).toBe('sku_bian_ma_lv');
    expect(await keyFor({ 'zh-CN': '报销', en: 'Expense claim' }, 'form', ['expense_claim'])).toBe('expense_claim_2');
    expect(await keyFor('报销单', 'form', ['bao_xiao_dan'])).toBe('bao_xiao_dan_2');
    expect(await keyFor('！！', 'form', ['form'])).toBe('form_2');
    expect(await keyFor('123', 'form', [])).toBe('form');
  });

  it('are cut between syllables where a name is long', async () => {
    const key = await keyFor('生产设备采购与维修保养年度预算申请审批单', 'form', []);
    expect(key).toBe('sheng_chan_she_bei_cai_gou_yu_wei_xiu');
    expect(isKey(key)).toBe(true);
    expect(latinKey('x'.repeat(60))).toHaveLength(40);
  });

  it('keep their own letters for what formulas name', () => {
    expect(['数量', '客户 ID', 'Order no.', 'Montant payé', '1) 单价', '！'].map(ownKey)).toEqual([
      '数量',
      '客户_ID',
      'order_no',
      'montant_paye',
      '单价',
      '',
    ]);
    expect(ownKey('这是一个非常非常非常长的字段名称')).toHaveLength(13);
  });

  it('are given once', () => {
    expect([freeKey('a', ['a', 'a_2']), freeKey('b', ['a']), nextKey('check', ['check_1'])]).toEqual([
      'a_3',
      'b',
      'check_2',
    ]);
    expect(['a', '报销', '1a', 'a-b', ''].map(isKey)).toEqual([true, true, false, false, false]);
  });
});
