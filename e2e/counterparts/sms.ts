import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Acs3Credentials, acs3Signature, readAcs3Authorization, sha256Hex } from './acs3.ts';
import { type Answer, type Counterpart, type ListenOptions, openCounterpart, rawBody } from './counterpart.ts';
import { formBody, header, parseObject, queryOf, text } from './json-body.ts';

export type SentSms = {
  at: string;
  phone: string;
  sign: string;
  template: string;
  text: string;
  outId: string;
  bizId: string;
};

export type SmsCounterpart = Counterpart & { messages: SentSms[] };

export type SmsOptions = ListenOptions & {
  credentials: Acs3Credentials;
  signName: string;
  /** Registered templates, code → text with ${variables}; others are refused as the provider does. */
  templates: Record<string, string>;
};

const CLOCK_SKEW_MS = 15 * 60_000;
const MUST_BE_SIGNED = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
];

function refusal(code: string, message: string, status = 400): Answer {
  return { status, body: { Code: code, Message: message, RequestId: randomUUID().toUpperCase() } };
}

/** A business refusal: HTTP 200, as the provider answers them. */
function businessRefusal(code: string): Answer {
  return refusal(code, code === 'isv.BUSINESS_LIMIT_CONTROL' ? '触发小时级流控Permits:5' : code, 200);
}

function signatureFault(request: FastifyRequest, options: SmsOptions): Answer | undefined {
  const claim = readAcs3Authorization(header(request, 'authorization'));
  if (!claim) return refusal('MissingAuthorization', 'Authorization is mandatory for this action.');
  if (claim.credential !== options.credentials.accessKeyId) {
    return refusal('InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 404);
  }
  const path = new URL(request.url, 'http://counterpart').pathname;
  const headers = Object.fromEntries(claim.signed.map((name) => [name, header(request, name)]));
  const whole = { method: request.method, path, query: queryOf(request), headers, body: rawBody(request) };
  const expected = acs3Signature(whole, claim.signed, options.credentials.accessKeySecret);
  const covered = MUST_BE_SIGNED.every((name) => claim.signed.includes(name));
  const honestHash = header(request, 'x-acs-content-sha256') === sha256Hex(rawBody(request));
  if (covered && honestHash && timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature))) return undefined;
  return refusal('SignatureDoesNotMatch', 'Specified signature is not matched with our calculation.');
}

function freshnessFault(request: FastifyRequest, nonces: Set<string>, now: Date): Answer | undefined {
  const sent = Date.parse(header(request, 'x-acs-date'));
  if (!(Math.abs(now.getTime() - sent) <= CLOCK_SKEW_MS)) {
    return refusal('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  }
  const nonce = header(request, 'x-acs-signature-nonce');
  if (nonce === '' || nonces.has(nonce))
    return refusal('SignatureNonceUsed', 'Specified signature nonce was used already.');
  nonces.add(nonce);
  return undefined;
}

function parameterFault(given: Record<string, string>, options: SmsOptions): Answer | undefined {
  const phones = (given.PhoneNumbers ?? '').split(',');
  if (!phones.every((phone) => /^(\+?86)?1[3-9]\d{9}$/.test(phone)))
    return businessRefusal('isv.MOBILE_NUMBER_ILLEGAL');
  if (given.SignName !== options.signName) return businessRefusal('isv.SMS_SIGNATURE_ILLEGAL');
  const template = options.templates[given.TemplateCode ?? ''];
  if (template === undefined) return businessRefusal('isv.SMS_TEMPLATE_ILLEGAL');
  const parameters = parseObject(given.TemplateParam ?? '{}');
  if (!parameters) return businessRefusal('isv.INVALID_JSON_PARAM');
  const missing = variablesOf(template).some((name) => text(parameters[name]) === '');
  return missing ? businessRefusal('isv.TEMPLATE_MISSING_PARAMETERS') : undefined;
}

function variablesOf(template: string): string[] {
  return [...template.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

function filled(template: string, given: Record<string, string>): string {
  const parameters = parseObject(given.TemplateParam ?? '{}') ?? {};
  return template.replace(/\$\{(\w+)\}/g, (_whole, name: string) => text(parameters[name]));
}

/** Aliyun SMS, SendSms 2017-05-25, signed with ACS3-HMAC-SHA256. As there, OutId is only echoed: it removes no duplicate. */
export async function start(options: SmsOptions): Promise<SmsCounterpart> {
  const now = options.now ?? (() => new Date());
  const messages: SentSms[] = [];
  const nonces = new Set<string>();

  function deliver(given: Record<string, string>): Answer {
    const bizId = `${now().getTime()}^${messages.length}`;
    const body = filled(options.templates[given.TemplateCode ?? ''] ?? '', given);
    for (const phone of (given.PhoneNumbers ?? '').split(',')) {
      messages.push({
        at: now().toISOString(),
        phone,
        sign: given.SignName ?? '',
        template: given.TemplateCode ?? '',
        text: `【${given.SignName}】${body}`,
        outId: given.OutId ?? '',
        bizId,
      });
    }
    return { status: 200, body: { Code: 'OK', Message: 'OK', BizId: bizId, RequestId: randomUUID().toUpperCase() } };
  }

  function answer(request: FastifyRequest): Answer {
    const fault = signatureFault(request, options) ?? freshnessFault(request, nonces, now());
    if (fault) return fault;
    if (header(request, 'x-acs-action') !== 'SendSms' || header(request, 'x-acs-version') !== '2017-05-25') {
      return refusal('InvalidAction.NotFound', 'Specified api is not found.', 404);
    }
    const given = { ...queryOf(request), ...formBody(request) };
    return parameterFault(given, options) ?? deliver(given);
  }

  const send = (request: FastifyRequest, reply: FastifyReply) => {
    const result = answer(request);
    return reply.code(result.status).send(result.body);
  };
  const counterpart = await openCounterpart({
    ...options,
    name: 'sms',
    refuse: businessRefusal,
    routes: (app: FastifyInstance) => {
      app.route({ method: ['GET', 'POST'], url: '/', handler: send });
    },
    clear: () => {
      messages.length = 0;
      nonces.clear();
    },
  });
  return Object.assign(counterpart, { messages });
}
