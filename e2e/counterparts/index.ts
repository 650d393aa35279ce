import { generateKeyPairSync } from 'node:crypto';
import { type CarrierCounterpart, start as startCarrier } from './carrier.ts';
import type { Counterpart } from './counterpart.ts';
import { type CrmCounterpart, start as startCrm } from './crm.ts';
import { type DingtalkCounterpart, start as startDingtalk } from './dingtalk.ts';
import { type FinanceCounterpart, start as startFinance } from './finance.ts';
import { type Inbox, start as startInbox } from './inbox.ts';
import { type OmsCounterpart, start as startOms } from './oms.ts';
import { type SmsCounterpart, start as startSms } from './sms.ts';
import { start as startWallet, type WalletCounterpart } from './wallet.ts';
import { start as startWechatRefund, type WechatRefundCounterpart } from './wechat-refund.ts';
import { start as startWecom, type WecomCounterpart } from './wecom.ts';

export type Counterparts = {
  oms: OmsCounterpart;
  crm: CrmCounterpart;
  wallet: WalletCounterpart;
  finance: FinanceCounterpart;
  sms: SmsCounterpart;
  dingtalk: DingtalkCounterpart;
  wecom: WecomCounterpart;
  wechatRefund: WechatRefundCounterpart;
  carrier: CarrierCounterpart;
};

export type RunningCounterparts = Counterparts & {
  inbox: Inbox;
  /** What connectors need to reach them: addresses, secrets, and the hosts that the address guard must let through. */
  env: Record<string, string>;
  reset(): void;
  stop(): Promise<void>;
};

export type StartOptions = {
  /** Data definition with order rows (the app's own demo orders). */
  orders: unknown;
  host?: string;
  /** The inbox takes this port and the others the next ones; free ports without it. */
  port?: number;
  now?: () => Date;
  /** Stands before every variable: an app's key in capitals. */
  prefix?: string;
  smsTemplates?: Record<string, string>;
  /** SKUs whose stock is not 100. */
  stockOf?: Record<string, number>;
  /** How often a refund is still PROCESSING when it is asked for. */
  refundPolls?: number;
  users?: string[];
  /** Where the server is reached from here: the carrier calls back to it. */
  publicUrl?: string;
};

const SECRETS = {
  omsToken: 'demo-oms-token',
  crmToken: 'demo-crm-token',
  walletToken: 'demo-wallet-token',
  financeToken: 'demo-finance-token',
  smsKeyId: 'LTAIdemoAccessKeyId',
  smsKeySecret: 'demoAccessKeySecret',
  smsSign: '示例商城',
  dingtalkToken: 'demo-dingtalk-robot',
  dingtalkSign: 'SECtest0123456789',
  dingtalkAppKey: 'dingdemoappkey',
  dingtalkAppSecret: 'demo-dingtalk-app-secret',
  wecomRobotKey: 'demo-wecom-robot',
  wecomCorpId: 'wwdemo',
  wecomCorpSecret: 'demo-wecom-secret',
  wechatMchid: '1900000001',
  wechatSerial: '5F00000000000000000000000000000000000001',
  wechatPlatformSerial: '7A00000000000000000000000000000000000002',
  carrierKey: 'KEY1',
  carrierCustomer: 'CUST1',
  carrierSalt: 'demo-salt',
} as const;

const WECOM_AGENT = 1000002;

function rsaPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

type Keys = { merchant: ReturnType<typeof rsaPair>; platform: ReturnType<typeof rsaPair> };

async function startServers(options: StartOptions, keys: Keys): Promise<Counterparts> {
  const { host, now } = options;
  const listen = (offset: number) => ({
    ...(host === undefined ? {} : { host }),
    ...(now === undefined ? {} : { now }),
    ...(options.port === undefined ? {} : { port: options.port + offset }),
  });
  const stock = options.stockOf === undefined ? {} : { stockOf: options.stockOf };
  const polls = options.refundPolls === undefined ? {} : { polls: options.refundPolls };
  const [oms, crm, wallet, finance, sms, dingtalk, wecom, wechatRefund, carrier] = await Promise.all([
    startOms({ ...listen(1), ...stock, token: SECRETS.omsToken, orders: options.orders }),
    startCrm({ ...listen(2), token: SECRETS.crmToken }),
    startWallet({ ...listen(3), token: SECRETS.walletToken }),
    startFinance({ ...listen(4), token: SECRETS.financeToken }),
    startSms({
      ...listen(5),
      credentials: { accessKeyId: SECRETS.smsKeyId, accessKeySecret: SECRETS.smsKeySecret },
      signName: SECRETS.smsSign,
      templates: options.smsTemplates ?? { SMS_NOTICE: '${content}' },
    }),
    startDingtalk({
      ...listen(6),
      accessToken: SECRETS.dingtalkToken,
      signSecret: SECRETS.dingtalkSign,
      appKey: SECRETS.dingtalkAppKey,
      appSecret: SECRETS.dingtalkAppSecret,
    }),
    startWecom({
      ...listen(7),
      robotKey: SECRETS.wecomRobotKey,
      corpId: SECRETS.wecomCorpId,
      corpSecret: SECRETS.wecomCorpSecret,
      agentId: WECOM_AGENT,
      users: options.users ?? [],
    }),
    startWechatRefund({
      ...listen(8),
      ...polls,
      mchid: SECRETS.wechatMchid,
      serial: SECRETS.wechatSerial,
      merchantPublicKey: keys.merchant.publicKey,
      platformSerial: SECRETS.wechatPlatformSerial,
      platformPrivateKey: keys.platform.privateKey,
    }),
    startCarrier({ ...listen(9), key: SECRETS.carrierKey, customer: SECRETS.carrierCustomer }),
  ]);
  return { oms, crm, wallet, finance, sms, dingtalk, wecom, wechatRefund, carrier };
}

/**
 * <APP>_<CONNECTOR>_URL and <APP>_<CONNECTOR>_<SECRET>, as connector definitions name them. CONNECTOR_ALLOW names the
 * loopback addresses that the guard has to let through: join it to what the operator has set.
 */
function environment(all: Counterparts, keys: Keys, options: StartOptions): Record<string, string> {
  const prefix = options.prefix ?? 'RETURNS';
  const values: Record<string, string> = {
    OMS_URL: all.oms.url,
    OMS_TOKEN: SECRETS.omsToken,
    CRM_URL: all.crm.url,
    CRM_TOKEN: SECRETS.crmToken,
    WALLET_URL: all.wallet.url,
    WALLET_TOKEN: SECRETS.walletToken,
    FINANCE_URL: all.finance.url,
    FINANCE_TOKEN: SECRETS.financeToken,
    SMS_ALIYUN_URL: all.sms.url,
    SMS_ALIYUN_ACCESS_KEY_ID: SECRETS.smsKeyId,
    SMS_ALIYUN_ACCESS_KEY_SECRET: SECRETS.smsKeySecret,
    SMS_ALIYUN_SIGN_NAME: SECRETS.smsSign,
    DINGTALK_ROBOT_URL: all.dingtalk.url,
    DINGTALK_ROBOT_TOKEN: SECRETS.dingtalkToken,
    DINGTALK_ROBOT_SIGN_KEY: SECRETS.dingtalkSign,
    DINGTALK_TODO_URL: all.dingtalk.url,
    DINGTALK_TODO_APP_KEY: SECRETS.dingtalkAppKey,
    DINGTALK_TODO_APP_SECRET: SECRETS.dingtalkAppSecret,
    WECOM_ROBOT_URL: all.wecom.url,
    WECOM_ROBOT_KEY: SECRETS.wecomRobotKey,
    WECOM_APP_URL: all.wecom.url,
    WECOM_APP_CORP_ID: SECRETS.wecomCorpId,
    WECOM_APP_CORP_SECRET: SECRETS.wecomCorpSecret,
    WECOM_APP_AGENT_ID: String(WECOM_AGENT),
    WECHAT_REFUND_URL: all.wechatRefund.url,
    WECHAT_REFUND_MCHID: SECRETS.wechatMchid,
    WECHAT_REFUND_SERIAL: SECRETS.wechatSerial,
    WECHAT_REFUND_PRIVATE_KEY: keys.merchant.privateKey,
    WECHAT_REFUND_PLATFORM_KEY: keys.platform.publicKey,
    KUAIDI100_URL: all.carrier.url,
    KUAIDI100_KEY: SECRETS.carrierKey,
    KUAIDI100_CUSTOMER: SECRETS.carrierCustomer,
    KUAIDI100_SALT: SECRETS.carrierSalt,
  };
  if (options.publicUrl !== undefined) {
    const hook = `/api/hooks/${prefix.toLowerCase()}/kuaidi100/tracking`;
    values.KUAIDI100_CALLBACK_URL = new URL(hook, options.publicUrl).href;
  }
  const named = Object.entries(values).map(([name, value]): [string, string] => [`${prefix}_${name}`, value]);
  const hosts = Object.values<Counterpart>(all).map((server) => new URL(server.url).host);
  return { ...Object.fromEntries(named), CONNECTOR_ALLOW: [...new Set(hosts)].join(',') };
}

/** Starts every counterpart on a port of its own, and the inbox page that shows what they received. */
export async function startAll(options: StartOptions): Promise<RunningCounterparts> {
  const keys = { merchant: rsaPair(), platform: rsaPair() };
  const all = await startServers(options, keys);
  const servers: Counterpart[] = Object.values(all);
  const inbox = await startInbox(all, {
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return {
    ...all,
    inbox,
    env: environment(all, keys, options),
    reset: () => servers.forEach((server) => server.reset()),
    stop: async () => {
      await Promise.all([inbox.stop(), ...servers.map((server) => server.stop())]);
    },
  };
}
