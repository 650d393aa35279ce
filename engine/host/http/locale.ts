import type { FastifyRequest } from 'fastify';
import { LOCALES, type Locale } from '../access/actor.ts';

/** The reader's language: what the browser asks for, else what the person has chosen, else Chinese. */
export function localeFor(request: FastifyRequest): Locale {
  const asked = (request.headers['accept-language'] ?? '').split(',');
  for (const one of asked) {
    const tag = one.split(';')[0]?.trim().toLowerCase() ?? '';
    const locale = LOCALES.find((known) => tag !== '' && known.toLowerCase().split('-')[0] === tag.split('-')[0]);
    if (locale) return locale;
  }
  return request.actor?.kind === 'user' ? request.actor.locale : 'zh-CN';
}
