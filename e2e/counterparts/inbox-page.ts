import type { Counterpart } from './counterpart.ts';
import type { Language } from './inbox.ts';
import type { Counterparts } from './index.ts';

const WORDS = {
  'zh-CN': {
    title: '外部系统（演示）',
    intro: '这里是演示用的订单系统、短信、群机器人、支付与快递。签名照真实规范校验；内容自动更新。',
    other: 'English',
    sms: '短信',
    im: '群消息与待办',
    refunds: '微信退款',
    wallet: '钱包入账',
    erp: 'ERP 回写与换货发货',
    finance: '红字发票',
    crm: 'CRM 时间线',
    parcels: '快递',
    systems: '系统与故障',
    none: '还没有内容。在演示应用里审核、收货或退款后，会出现在这里。',
    requests: '次请求',
    up: '恢复正常',
    down: '断开',
    slow: '变慢 5 秒',
    refuse: '下一次返回 503',
    lose: '下一次丢失应答',
    isDown: '已断开',
    isSlow: '变慢',
    isUp: '正常',
    outcome: '之后的退款结果',
    collected: '已揽收',
    onTheWay: '在途',
    delivering: '派送中',
    signed: '已签收',
    newParcel: '运单号',
  },
  en: {
    title: 'Outside systems (demo)',
    intro:
      'The order system, SMS, chat robots, payment and carrier of the demo. Signatures are checked as the real contracts say. It brings itself up to date.',
    other: '中文',
    sms: 'SMS',
    im: 'Chat messages and to-dos',
    refunds: 'WeChat refunds',
    wallet: 'Wallet credits',
    erp: 'ERP write-back and exchange shipments',
    finance: 'Red-letter invoices',
    crm: 'CRM timeline',
    parcels: 'Parcels',
    systems: 'Systems and faults',
    none: 'Nothing yet. It appears here once something is approved, received or refunded in the demo app.',
    requests: 'requests',
    up: 'Back to normal',
    down: 'Cut off',
    slow: 'Slow by 5 s',
    refuse: 'Answer 503 once',
    lose: 'Lose one answer',
    isDown: 'cut off',
    isSlow: 'slow',
    isUp: 'up',
    outcome: 'Outcome of refunds from now on',
    collected: 'Collected',
    onTheWay: 'On the way',
    delivering: 'Out for delivery',
    signed: 'Signed for',
    newParcel: 'Tracking no.',
  },
} as const;

type Words = (typeof WORDS)[Language];

const STYLE = `
:root{color-scheme:light dark;--line:#dfe3ea;--quiet:#667085;--soft:#f6f7f9}
@media(prefers-color-scheme:dark){:root{--line:#3a3f4a;--quiet:#98a2b3;--soft:#23262d}}
body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;max-width:1200px;margin:0 auto;padding:16px}
header{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:baseline}h1{font-size:20px;margin:0}h2{font-size:15px;margin:0 0 8px}
.quiet{color:var(--quiet)}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,360px),1fr));gap:16px;margin-top:16px}
section{border:1px solid var(--line);border-radius:8px;padding:12px 16px;min-width:0}section.wide{grid-column:1/-1}
ul{list-style:none;margin:0;padding:0;max-height:420px;overflow:auto}li{border-top:1px solid var(--line);padding:8px 0;overflow-wrap:anywhere;white-space:pre-line}
li:first-child{border:0}.bubble{background:var(--soft);border-radius:8px;padding:8px 12px;margin-top:4px}
form{display:inline}button,input{font:inherit;min-height:28px;border:1px solid var(--line);border-radius:6px;background:transparent;color:inherit;padding:2px 10px}
button{cursor:pointer}button:focus-visible,input:focus-visible{outline:2px solid #2f6fed}.bad{color:#c4320a}
table{width:100%;border-collapse:collapse}td{border-top:1px solid var(--line);padding:6px 8px 6px 0}time{color:var(--quiet);font-variant-numeric:tabular-nums;margin-right:8px}`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Everything shown came over the wire from elsewhere: it is text, never markup. */
export function escapeHtml(value: unknown): string {
  return String(value ?? '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

function timeOf(iso: string): string {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' }).format(
    new Date(iso),
  );
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(shown)}</time>`;
}

type Entry = { at: string; head: string; body?: string };

function list(heading: string, entries: Entry[], words: Words, extra = ''): string {
  const items = entries
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .slice(0, 100)
    .map(({ at, head, body }) => {
      const bubble = body === undefined ? '' : `<div class="bubble">${escapeHtml(body)}</div>`;
      return `<li>${timeOf(at)}${escapeHtml(head)}${bubble}</li>`;
    });
  const content =
    items.length > 0 ? `<ul tabindex="0">${items.join('')}</ul>` : `<p class="quiet">${escapeHtml(words.none)}</p>`;
  return `<section><h2>${escapeHtml(heading)} <span class="quiet">${entries.length}</span></h2>${extra}${content}</section>`;
}

function yuan(fen: number): string {
  return `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

function button(action: string, name: string, value: string, label: string, language: Language): string {
  return `<form method="post" action="${escapeHtml(action)}?lang=${language}"><button name="${name}" value="${escapeHtml(value)}">${escapeHtml(label)}</button></form> `;
}

function systemRow(name: string, counterpart: Counterpart, words: Words, language: Language): string {
  const { down, slow } = counterpart.faults.state();
  const status = down ? words.isDown : slow > 0 ? words.isSlow : words.isUp;
  const faults = (['up', 'down', 'slow', 'refuse', 'lose'] as const).map((fault) =>
    button(`/faults/${name}`, 'fault', fault, words[fault], language),
  );
  const tone = down || slow > 0 ? 'bad' : 'quiet';
  return `<tr><td>${escapeHtml(name)}</td><td class="quiet">${counterpart.requests.length} ${words.requests}</td><td class="${tone}">${status}</td><td>${faults.join('')}</td></tr>`;
}

function parcelList(all: Counterparts, words: Words, language: Language): string {
  const steps = [
    ['1', words.collected],
    ['0', words.onTheWay],
    ['5', words.delivering],
    ['3', words.signed],
  ] as const;
  const move = (number: string) =>
    steps
      .map(
        ([state, label]) =>
          `<form method="post" action="/parcels?lang=${language}"><input type="hidden" name="number" value="${escapeHtml(number)}"><button name="state" value="${state}">${escapeHtml(label)}</button></form> `,
      )
      .join('');
  const items = [...all.carrier.parcels.values()].toReversed().map((parcel) => {
    const last = parcel.events.at(-1);
    return `<li>${escapeHtml(parcel.company)} <b>${escapeHtml(parcel.number)}</b> ${escapeHtml(last?.context ?? '')}<br>${move(parcel.number)}</li>`;
  });
  const fresh = `<form method="post" action="/parcels?lang=${language}"><label>${words.newParcel} <input name="number" required pattern="[0-9A-Za-z\\-]{6,32}"></label> <button name="state" value="3">${words.signed}</button></form>`;
  return `<section><h2>${words.parcels}</h2>${fresh}<ul tabindex="0">${items.join('')}</ul></section>`;
}

function chatEntries(all: Counterparts): Entry[] {
  return [
    ...all.dingtalk.messages.map(({ at, title, text }) => ({ at, head: `钉钉 ${title}`, body: text })),
    ...all.dingtalk.todos.map(({ at, unionId, subject, url }) => ({
      at,
      head: `钉钉待办 → ${unionId}`,
      body: `${subject}\n${url}`,
    })),
    ...all.wecom.messages.map(({ at, to, title, text }) => ({ at, head: `企业微信 → ${to} ${title}`, body: text })),
  ];
}

function bookEntries(all: Counterparts): Entry[] {
  return [
    ...all.oms.settlements.map(({ at, returnNo, orderNo, type, amount }) => ({
      at,
      head: `${returnNo} · ${orderNo} · ${type} ${amount}`,
    })),
    ...all.oms.shipments.map(({ at, returnNo, shipmentNo, trackingNo }) => ({
      at,
      head: `${returnNo} → ${shipmentNo} ${trackingNo}`,
    })),
  ];
}

export function inboxPage(all: Counterparts, language: Language): string {
  const words = WORDS[language];
  const other = language === 'en' ? 'zh-CN' : 'en';
  const outcomes = (['SUCCESS', 'ABNORMAL', 'CLOSED'] as const).map((outcome) =>
    button('/refunds/outcome', 'outcome', outcome, outcome, language),
  );
  const refunds = all.wechatRefund.refunds.map(({ at, outRefundNo, refund, status }) => ({
    at,
    head: `${outRefundNo} ${yuan(refund)} ${status}`,
  }));
  const systems = Object.entries(all).map(([name, counterpart]) => systemRow(name, counterpart, words, language));
  const sections = [
    list(
      words.sms,
      all.sms.messages.map(({ at, phone, text }) => ({ at, head: phone, body: text })),
      words,
    ),
    list(words.im, chatEntries(all), words),
    list(words.refunds, refunds, words, `<p class="quiet">${words.outcome}: ${outcomes.join('')}</p>`),
    parcelList(all, words, language),
    list(words.erp, bookEntries(all), words),
    list(
      words.wallet,
      all.wallet.credits.map(({ at, customer, refundNo, amount }) => ({
        at,
        head: `${customer} · ${refundNo} · ¥${amount}`,
      })),
      words,
    ),
    list(
      words.finance,
      all.finance.ledger.map(({ at, invoiceNo, refundNo, amount }) => ({
        at,
        head: `${invoiceNo} · ${refundNo} · ${amount}`,
      })),
      words,
    ),
    list(
      words.crm,
      all.crm.timeline.map(({ at, customer, type, reason }) => ({ at, head: `${customer} · ${type} · ${reason}` })),
      words,
    ),
    `<section class="wide"><h2>${words.systems}</h2><table>${systems.join('')}</table></section>`,
  ];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${words.title}</title><style>${STYLE}</style><script src="/live.js" defer></script></head><body><header><h1>${words.title}</h1><span class="quiet">${words.intro}</span><a href="/?lang=${other}">${words.other}</a></header><main>${sections.join('')}</main></body></html>`;
}

/** Brings the lists up to date in place, so that nobody loses what they are typing or where they are. */
export const LIVE_SCRIPT = `
setInterval(async () => {
  if (document.hidden || document.activeElement instanceof HTMLInputElement) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  const shown = document.querySelector('main');
  if (fresh && shown && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
}, 2000);
`;
