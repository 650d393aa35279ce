import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Localised } from '../../definition/index.ts';
import { ExpressionError } from '../../expression/index.ts';
import type { WireError } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { Refusal } from '../door/refusal.ts';
import { localeFor } from './locale.ts';

/** What Fastify and its plug-ins refuse, in our words. */
const KNOWN: Record<string, { code: string; status: number; text: Localised; cure?: Localised }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'too_large',
    status: 413,
    text: { 'zh-CN': '提交的内容过大。', en: 'What was sent is too large.' },
  },
  FST_REQ_FILE_TOO_LARGE: {
    code: 'file_too_large',
    status: 413,
    text: { 'zh-CN': '文件过大。', en: 'The file is too large.' },
    cure: { 'zh-CN': '请压缩后重试，或上传较短的视频。', en: 'Make it smaller, or send a shorter video.' },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'wrong_content_type',
    status: 415,
    text: { 'zh-CN': '不支持这种内容类型。', en: 'This content type is not taken here.' },
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'bad_json',
    status: 400,
    text: { 'zh-CN': '请求内容不是有效的 JSON。', en: 'The body is not valid JSON.' },
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'bad_json',
    status: 400,
    text: { 'zh-CN': '请求内容为空。', en: 'The body is empty.' },
  },
  FST_UNDER_PRESSURE: {
    code: 'busy',
    status: 503,
    text: { 'zh-CN': '服务器繁忙。', en: 'The server is busy.' },
    cure: { 'zh-CN': '请稍后重试，已填写的内容不会丢失。', en: 'Try again in a moment; nothing you typed is lost.' },
  },
};

/** What PostgreSQL says to a statement of a version whose tables have changed under it. */
const OTHER_SHAPE = new Set(['42703', '42P01', '42883', '42804', '0A000']);

function publishedMeanwhile(): Refusal {
  return new Refusal(
    'form_changed',
    { 'zh-CN': '表单刚刚更新。', en: 'The form has changed in this very moment.' },
    { status: 409, cure: { 'zh-CN': '请重试。', en: 'Try again.' } },
  );
}

const INTERNAL: Localised = { 'zh-CN': '服务器内部错误。', en: 'Something went wrong in the server.' };
const INTERNAL_CURE: Localised = {
  'zh-CN': '请重试；若仍出现，请把请求编号告诉管理员。',
  en: 'Try again; if it happens again, tell an administrator the request id.',
};

/** `isPublished`: some app has been published in the last moments. */
export function addErrorHandler(
  app: FastifyInstance,
  log: (line: string) => void,
  isPublished: () => Promise<boolean>,
): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const locale = localeFor(request);
    if (error instanceof Refusal) return sendRefusal(reply, error, locale);
    if (OTHER_SHAPE.has(error.code) && (await isPublished())) return sendRefusal(reply, publishedMeanwhile(), locale);
    const { status, body } = describe(error, locale);
    if (status >= 500) log(`${request.id} ${request.method} ${request.routeOptions.url ?? ''} ${withoutUrl(error)}`);
    return reply.code(status).send(body);
  });
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal, locale: Locale): FastifyReply {
  const { draft } = refusal.details;
  if (draft) return reply.code(202).send({ status: 'checking', ...draft });
  return reply.code(refusal.status).send(wireError(refusal, locale));
}

export function wireError(refusal: Refusal, locale: Locale): WireError {
  const { at, cure, problems, current, more } = refusal.details;
  return {
    error: {
      code: refusal.code,
      message: refusal.text[locale],
      ...(cure && { cure: cure[locale] }),
      ...(at !== undefined && { at }),
      ...(problems && { problems: problems.map((one) => ({ ...one, message: one.message[locale] })) }),
      ...(current && { current }),
      ...more,
    },
  };
}

function describe(error: FastifyError, locale: Locale): { status: number; body: WireError } {
  if (error.validation) return badRequest(error, locale);
  if (error instanceof ExpressionError) {
    const { code, localised, cure } = error;
    return { status: 400, body: { error: { code, message: localised[locale], ...(cure && { cure: cure[locale] }) } } };
  }
  const known = KNOWN[error.code];
  if (known) {
    const { code, status, text, cure } = known;
    return { status, body: { error: { code, message: text[locale], ...(cure && { cure: cure[locale] }) } } };
  }
  const status = error.statusCode ?? 500;
  if (status === 429) return { status, body: { error: tooMany(locale) } };
  if (status >= 400 && status < 500)
    return { status, body: { error: { code: 'bad_request', message: error.message } } };
  // Nothing of an unexpected error goes out: it may hold SQL, paths or values.
  return { status: 500, body: { error: { code: 'internal', message: INTERNAL[locale], cure: INTERNAL_CURE[locale] } } };
}

function badRequest(error: FastifyError, locale: Locale): { status: number; body: WireError } {
  const text: Localised = { 'zh-CN': '请求格式不正确。', en: 'The request does not have the right form.' };
  const problems = (error.validation ?? []).map(({ instancePath, message, params }) => {
    const path =
      instancePath.slice(1).replaceAll('/', '.') || String(params.missingProperty ?? params.additionalProperty ?? '');
    return { code: 'bad_value', path, message: `${path} ${message ?? ''}`.trim() };
  });
  const at = error.validationContext;
  return { status: 400, body: { error: { code: 'bad_request', message: text[locale], ...(at && { at }), problems } } };
}

function tooMany(locale: Locale): WireError['error'] {
  const text: Localised = { 'zh-CN': '请求过于频繁。', en: 'There were too many requests.' };
  const cure: Localised = { 'zh-CN': '请稍后再试。', en: 'Try again in a minute.' };
  return { code: 'too_many_requests', message: text[locale], cure: cure[locale] };
}

function withoutUrl(error: Error): string {
  // The stack says where; addresses in messages of HTTP libraries may carry tokens in their queries.
  return (error.stack ?? error.message).replace(/\?[^\s'"]+/g, '?…');
}

export function addNotFound(reply: FastifyReply, request: FastifyRequest): FastifyReply {
  const text: Localised = { 'zh-CN': '没有这个地址。', en: 'There is nothing at this address.' };
  return reply.code(404).send({ error: { code: 'no_route', message: text[localeFor(request)] } } satisfies WireError);
}
