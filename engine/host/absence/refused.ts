import { Refusal } from '../door/refusal.ts';

export const proxyRefusals = {
  self: (): Refusal =>
    new Refusal(
      'proxy_self',
      { 'zh-CN': '不能由本人代理自己。', en: 'Nobody can act for themselves.' },
      { at: 'proxy', status: 422, cure: { 'zh-CN': '请选择一位同事。', en: 'Choose a colleague.' } },
    ),
  disabled: (): Refusal =>
    new Refusal(
      'proxy_disabled',
      {
        'zh-CN': '这位同事的账号已停用，不能代理。',
        en: 'This colleague’s account is disabled: they cannot act for anybody.',
      },
      { at: 'proxy', status: 422, cure: { 'zh-CN': '请选择其他同事。', en: 'Choose another colleague.' } },
    ),
  elsewhere: (): Refusal =>
    new Refusal(
      'proxy_not_in_app',
      { 'zh-CN': '这位同事不在这个应用中工作。', en: 'This colleague does not work there.' },
      {
        at: 'proxy',
        status: 422,
        cure: { 'zh-CN': '请选择在其中有角色的同事。', en: 'Choose somebody who has a role there.' },
      },
    ),
  dates: (): Refusal =>
    new Refusal(
      'proxy_dates',
      { 'zh-CN': '结束时间须晚于开始时间和现在。', en: 'It has to end after it begins, and after now.' },
      { at: 'until', status: 422, cure: { 'zh-CN': '请检查时间。', en: 'Check the dates.' } },
    ),
  overlap: (): Refusal =>
    new Refusal(
      'proxy_overlap',
      {
        'zh-CN': '这段时间在同一范围内已有代理人。',
        en: 'Somebody acts there already during that time.',
      },
      {
        at: 'from',
        status: 409,
        cure: {
          'zh-CN': '请先结束原有代理，或调整时间、范围。',
          en: 'End that one first, or choose other dates or another scope.',
        },
      },
    ),
  ring: (): Refusal =>
    new Refusal(
      'proxy_ring',
      {
        'zh-CN': '这位同事那段时间也不在，其代理最终又回到本人。',
        en: 'This colleague is away then too, and their own work would come back to the one who is away.',
      },
      {
        at: 'proxy',
        status: 409,
        cure: { 'zh-CN': '请选择当时在岗的同事。', en: 'Choose somebody who is there then.' },
      },
    ),
  theirs: (): Refusal =>
    new Refusal(
      'proxy_elsewhere_too',
      {
        'zh-CN': '此人还在您不管理的应用中工作，全部范围的代理只能由本人设置。',
        en: 'They also work in apps that you do not look after: what holds everywhere is theirs to say.',
      },
      {
        status: 403,
        cure: { 'zh-CN': '请改为只在这个应用中代理。', en: 'Choose somebody for this app alone.' },
      },
    ),
  begun: (): Refusal =>
    new Refusal(
      'proxy_begun',
      { 'zh-CN': '代理已经开始，开始时间不能再改。', en: 'It has begun: when, can no longer be changed.' },
      { at: 'from', status: 422, cure: { 'zh-CN': '请只改其他内容。', en: 'Change the rest, or end it.' } },
    ),
  unknown: (): Refusal =>
    new Refusal(
      'unknown_proxy',
      { 'zh-CN': '没有这条代理，或已结束。', en: 'There is no such proxy, or it is over.' },
      { status: 404, cure: { 'zh-CN': '请刷新后查看。', en: 'Reload to see what holds now.' } },
    ),
  person: (): Refusal =>
    new Refusal(
      'unknown_person',
      { 'zh-CN': '找不到这位同事。', en: 'There is no such person here.' },
      { at: 'proxy', status: 422, cure: { 'zh-CN': '请从列表中选择。', en: 'Choose somebody from the list.' } },
    ),
};
