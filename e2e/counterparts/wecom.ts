import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Answer, type Counterpart, type ListenOptions, openCounterpart } from './counterpart.ts';
import { isObject, type JsonObject, jsonBody, queryOf, text } from './json-body.ts';
import { MinuteLimit } from './minute-limit.ts';

export type WecomMessage = { at: string; to: string; type: string; title: string; text: string; url: string };

export type WecomCounterpart = Counterpart & {
  messages: WecomMessage[];
  /** The tokens handed out so far are refused with 40014 from now on. */
  expireTokens(): void;
};

export type WecomOptions = ListenOptions & {
  robotKey: string;
  corpId: string;
  corpSecret: string;
  agentId: number;
  /** The people the application may write to; others come back as `invaliduser`. */
  users: string[];
};

const ROBOT_BYTES: Record<string, number> = { text: 2048, markdown: 4096 };

const MESSAGES: Record<string, string> = {
  '40014': 'invalid access_token',
  '42001': 'access_token expired',
  '45009': 'api freq out of limit',
  '93000': 'invalid webhook url',
};

function error(errcode: number, errmsg: string, more: JsonObject = {}): Answer {
  return { status: 200, body: { errcode, errmsg, ...more } };
}

function contentOf(body: JsonObject): { type: string; title: string; text: string; url: string } | undefined {
  const type = text(body.msgtype);
  const part = body[type];
  if (!isObject(part)) return undefined;
  const words = type === 'textcard' ? text(part.description) : text(part.content);
  return words === '' ? undefined : { type, title: text(part.title), text: words, url: text(part.url) };
}

/** WeCom: the group robot, application tokens and application messages. */
export async function start(options: WecomOptions): Promise<WecomCounterpart> {
  const now = options.now ?? (() => new Date());
  const messages: WecomMessage[] = [];
  const tokens = new Set<string>();
  const limit = new MinuteLimit(20, now);

  function sendToRobot(request: FastifyRequest): Answer {
    if (queryOf(request).key !== options.robotKey) return error(93000, 'invalid webhook url');
    if (!limit.take()) return error(45009, 'api freq out of limit');
    const body = jsonBody(request);
    const content = body && contentOf(body);
    if (!content || !(content.type in ROBOT_BYTES)) return error(40008, 'invalid message type');
    if (Buffer.byteLength(content.text) > (ROBOT_BYTES[content.type] ?? 0))
      return error(40058, 'content exceed max length');
    messages.push({ at: now().toISOString(), to: 'robot', ...content });
    return error(0, 'ok');
  }

  function handOutToken(request: FastifyRequest): Answer {
    const query = queryOf(request);
    if (query.corpid !== options.corpId) return error(40013, 'invalid corpid');
    if (query.corpsecret !== options.corpSecret) return error(40001, 'invalid credential');
    const accessToken = randomUUID().replaceAll('-', '');
    tokens.add(accessToken);
    return error(0, 'ok', { access_token: accessToken, expires_in: 7200 });
  }

  function sendToPeople(request: FastifyRequest): Answer {
    if (!tokens.has(queryOf(request).access_token ?? '')) return error(40014, 'invalid access_token');
    const body = jsonBody(request);
    if (!body || Number(body.agentid) !== options.agentId) return error(40056, 'invalid agentid');
    const content = contentOf(body);
    if (!content) return error(40008, 'invalid message type');
    const asked = text(body.touser)
      .split('|')
      .filter((user) => user !== '');
    const known = asked.filter((user) => options.users.includes(user));
    if (known.length === 0) return error(81013, 'user & party & tag all invalid');
    for (const to of known) messages.push({ at: now().toISOString(), to, ...content });
    const invaliduser = asked.filter((user) => !known.includes(user)).join('|');
    return error(0, 'ok', { invaliduser, msgid: randomUUID() });
  }

  const counterpart = await openCounterpart({
    ...options,
    name: 'wecom',
    refuse: (code) => error(Number(code), MESSAGES[code] ?? 'forced failure'),
    routes: (app: FastifyInstance) => {
      app.get('/cgi-bin/gettoken', (request, reply) => reply.send(handOutToken(request).body));
      app.post('/cgi-bin/webhook/send', (request, reply) => reply.send(sendToRobot(request).body));
      app.post('/cgi-bin/message/send', (request, reply) => reply.send(sendToPeople(request).body));
    },
    clear: () => {
      messages.length = 0;
      tokens.clear();
      limit.clear();
    },
  });
  return Object.assign(counterpart, { messages, expireTokens: () => tokens.clear() });
}
