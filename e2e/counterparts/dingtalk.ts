import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Answer, type Counterpart, type ListenOptions, openCounterpart } from './counterpart.ts';
import { header, isObject, type JsonObject, jsonBody, pathParameter, queryOf, text } from './json-body.ts';
import { MinuteLimit } from './minute-limit.ts';

export type RobotMessage = { at: string; type: string; title: string; text: string };

export type DingtalkTodo = {
  id: string;
  at: string;
  unionId: string;
  sourceId: string;
  subject: string;
  executorIds: string[];
  dueTime?: number;
  url: string;
  done: boolean;
};

export type DingtalkCounterpart = Counterpart & {
  messages: RobotMessage[];
  todos: DingtalkTodo[];
  /** The next use of any token handed out so far is refused, as after two hours. */
  expireTokens(): void;
};

export type DingtalkOptions = ListenOptions & {
  accessToken: string;
  signSecret: string;
  appKey: string;
  appSecret: string;
};

const HOUR_MS = 3_600_000;

/** base64(HMAC-SHA256(secret, timestamp + "\n" + secret)), before it is URL encoded. */
export function robotSign(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

function error(errcode: number, errmsg: string): Answer {
  return { status: 200, body: { errcode, errmsg } };
}

const ROBOT_ERRORS: Record<string, string> = {
  '130101': 'send too fast, exceed 20 times per minute',
  '310000': 'sign not match',
  '300005': 'token is not exist',
};

/** What a robot message shows: the kinds that the robot accepts, each with the field that it must have. */
function readMessage(body: JsonObject): { title: string; text: string } | undefined {
  const type = text(body.msgtype);
  const part = body[type];
  if (!isObject(part)) return undefined;
  const words = type === 'text' ? text(part.content) : text(part.text);
  if (!['text', 'markdown', 'link', 'actionCard'].includes(type) || words === '') return undefined;
  if (type !== 'text' && text(part.title) === '') return undefined;
  return { title: text(part.title), text: words };
}

function robotFault(request: FastifyRequest, options: DingtalkOptions, now: Date): Answer | undefined {
  const query = queryOf(request);
  if (query.access_token !== options.accessToken) return error(300005, 'token is not exist');
  const timestamp = query.timestamp ?? '';
  if (!(Math.abs(now.getTime() - Number(timestamp)) <= HOUR_MS)) {
    return error(310000, 'description:机器人发送时间戳无效;solution:请使用当前毫秒时间戳');
  }
  if (query.sign !== robotSign(timestamp, options.signSecret)) return error(310000, 'sign not match');
  return undefined;
}

function todoView(todo: DingtalkTodo): JsonObject {
  return {
    id: todo.id,
    subject: todo.subject,
    sourceId: todo.sourceId,
    done: todo.done,
    executorIds: todo.executorIds,
  };
}

/** DingTalk: the custom robot, application tokens and to-dos. */
export async function start(options: DingtalkOptions): Promise<DingtalkCounterpart> {
  const now = options.now ?? (() => new Date());
  const messages: RobotMessage[] = [];
  const todos: DingtalkTodo[] = [];
  const tokens = new Set<string>();
  const limit = new MinuteLimit(20, now);

  function sendToRobot(request: FastifyRequest): Answer {
    const fault = robotFault(request, options, now());
    if (fault) return fault;
    if (!limit.take()) return error(130101, 'send too fast, exceed 20 times per minute');
    const body = jsonBody(request);
    const message = body && readMessage(body);
    if (!body || !message) return error(40035, '缺少参数 json');
    messages.push({ at: now().toISOString(), type: text(body.msgtype), ...message });
    return error(0, 'ok');
  }

  function handOutToken(request: FastifyRequest): Answer {
    const body = jsonBody(request);
    if (body?.appKey !== options.appKey || body.appSecret !== options.appSecret) {
      return { status: 400, body: { code: 'invalidClientIdOrSecret', message: '无效的clientId或者clientSecret' } };
    }
    const accessToken = randomUUID().replaceAll('-', '');
    tokens.add(accessToken);
    return { status: 200, body: { accessToken, expireIn: 7200 } };
  }

  function createTodo(request: FastifyRequest): Answer {
    const body = jsonBody(request);
    if (!tokens.has(header(request, 'x-acs-dingtalk-access-token'))) return tokenRefused();
    if (!body || text(body.subject) === '' || text(body.sourceId) === '') {
      return { status: 400, body: { code: 'param.error', message: 'subject and sourceId are required' } };
    }
    const known = todos.find((todo) => todo.sourceId === text(body.sourceId));
    if (known) return { status: 200, body: todoView(known) };
    const detail = isObject(body.detailUrl) ? body.detailUrl : {};
    const todo: DingtalkTodo = {
      id: randomUUID().replaceAll('-', ''),
      at: now().toISOString(),
      unionId: pathParameter(request, 'unionId'),
      sourceId: text(body.sourceId),
      subject: text(body.subject),
      executorIds: Array.isArray(body.executorIds) ? body.executorIds.map(text) : [],
      ...(typeof body.dueTime === 'number' ? { dueTime: body.dueTime } : {}),
      url: text(detail.pcUrl) || text(detail.appUrl),
      done: false,
    };
    todos.push(todo);
    return { status: 200, body: todoView(todo) };
  }

  function updateTodo(request: FastifyRequest): Answer {
    if (!tokens.has(header(request, 'x-acs-dingtalk-access-token'))) return tokenRefused();
    const todo = todos.find((candidate) => candidate.id === pathParameter(request, 'taskId'));
    if (!todo) return { status: 404, body: { code: 'todo.task.notFound', message: 'task is not exist' } };
    if (typeof jsonBody(request)?.done === 'boolean') todo.done = jsonBody(request)?.done === true;
    return { status: 200, body: { result: true } };
  }

  const counterpart = await openCounterpart({
    ...options,
    name: 'dingtalk',
    refuse: (code) => error(Number(code), ROBOT_ERRORS[code] ?? 'forced failure'),
    routes: (app: FastifyInstance) => {
      const route = (method: 'POST' | 'PUT', url: string, work: (request: FastifyRequest) => Answer) =>
        app.route({
          method,
          url,
          handler: (request, reply) => {
            const answer = work(request);
            return reply.code(answer.status).send(answer.body);
          },
        });
      route('POST', '/robot/send', sendToRobot);
      route('POST', '/v1.0/oauth2/accessToken', handOutToken);
      route('POST', '/v1.0/todo/users/:unionId/tasks', createTodo);
      route('PUT', '/v1.0/todo/users/:unionId/tasks/:taskId', updateTodo);
    },
    clear: () => {
      messages.length = 0;
      todos.length = 0;
      tokens.clear();
      limit.clear();
    },
  });
  return Object.assign(counterpart, { messages, todos, expireTokens: () => tokens.clear() });
}

function tokenRefused(): Answer {
  return { status: 400, body: { code: 'InvalidAuthentication', message: '不合法的access_token' } };
}
