import type { Knex } from 'knex';
import type { Json } from '../../expression/types.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from '../door/refusal.ts';
import type { VisitorActor } from './actor.ts';
import { digest, macOf, sameText } from './digest.ts';

interface Claims {
  app: string;
  proof: Record<string, string>;
  /** Only the link of this public form. */
  form?: string;
  /** Seconds since 1970: when it ends, and when the proof was given. */
  exp: number;
  since: number;
}

export interface IssuedToken {
  token: string;
  /** ISO instant. */
  expires: string;
}

const LIFE_S = 2 * 3600;
/** A token in use is renewed, but a day after the proof it has to be given again. */
const LONGEST_S = 24 * 3600;
/** A token of the customer's own backend is a handshake, not a session. */
const HANDSHAKE_S = 600;
const CLOCK_SKEW_S = 60;

/** Signed, short-lived tokens of visitors: in a header, so that they need no cookies in an iframe or a WebView. */
export class VisitorTokens {
  readonly #key: Buffer;
  readonly #clock: Clock;

  constructor(key: Buffer, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  issue(app: string, proof: Readonly<Record<string, string>>, since = this.#now()): IssuedToken {
    const exp = Math.min(this.#now() + LIFE_S, since + LONGEST_S);
    return this.#sign({ app, proof, exp, since });
  }

  /** For one submission of a public form, with what was uploaded for it. */
  issuePublic(app: string, form: string, visit: string): IssuedToken {
    const since = this.#now();
    return this.#sign({ app, form, proof: { visit }, exp: since + LIFE_S, since });
  }

  #sign(claims: Claims): IssuedToken {
    const { exp } = claims;
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return { token: `${body}.${macOf(this.#key, body)}`, expires: new Date(exp * 1000).toISOString() };
  }

  /** `renewed` where half of its life is over. */
  read(token: string): { actor: VisitorActor; expires: string; renewed?: IssuedToken } | undefined {
    const [body = '', mac = '', ...rest] = token.split('.');
    if (rest.length > 0 || !sameText(mac, macOf(this.#key, body))) return undefined;
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
    if (claims.exp <= this.#now()) return undefined;
    const { app, proof, form } = claims;
    const actor: VisitorActor = { kind: 'visitor', app, proof, ...(form === undefined ? {} : { form }) };
    const expires = new Date(claims.exp * 1000).toISOString();
    const isHalfOver =
      form === undefined && claims.exp - this.#now() < LIFE_S / 2 && claims.since + LONGEST_S > claims.exp;
    return { actor, expires, ...(isHalfOver && { renewed: this.issue(claims.app, claims.proof, claims.since) }) };
  }

  #now(): number {
    return Math.floor(this.#clock.now().getTime() / 1000);
  }
}

/**
 * A JWT (HS256) that the customer's own backend has signed with the app's portal secret: claims `iat` (and `exp`), and
 * under `proof` the app's proof fields. It is at most ten minutes old and taken once. Returns what it proves.
 */
export async function redeemCustomerToken(
  knex: Knex,
  jwt: string,
  secret: string,
  app: string,
  fields: readonly string[],
  now: Date,
): Promise<Record<string, string>> {
  const claims = verifiedClaims(jwt, secret, now);
  const given = claims?.proof;
  if (claims === undefined || typeof given !== 'object' || given === null || Array.isArray(given)) throw badToken();
  if (claims.aud !== undefined && claims.aud !== app) throw badToken();
  const proof: Record<string, string> = {};
  for (const field of fields) {
    const value = Object.hasOwn(given, field) ? given[field] : undefined;
    if (typeof value !== 'string' || value === '') throw badToken();
    proof[field] = value;
  }
  const ends = new Date(now.getTime() + 2 * HANDSHAKE_S * 1000);
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    'insert into engine.used_once (key, expires_at) values (?, ?) on conflict do nothing',
    [`customer-token:${digest(jwt)}`, ends],
  );
  if (rowCount !== 1) throw badToken();
  return proof;
}

function verifiedClaims(jwt: string, secret: string, now: Date): Record<string, Json> | undefined {
  const [head = '', body = '', mac = '', ...rest] = jwt.split('.');
  if (rest.length > 0 || !sameText(mac, macOf(secret, `${head}.${body}`))) return undefined;
  const header = decoded(head);
  // The algorithm is ours to choose, never the token's: "none" and public keys as secrets are old tricks.
  if (header?.alg !== 'HS256' || header.crit !== undefined) return undefined;
  const claims = decoded(body);
  const seconds = Math.floor(now.getTime() / 1000);
  const { iat, exp, nbf } = claims ?? {};
  if (typeof iat !== 'number' || iat > seconds + CLOCK_SKEW_S || seconds - iat > HANDSHAKE_S) return undefined;
  if (exp !== undefined && (typeof exp !== 'number' || exp <= seconds)) return undefined;
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > seconds + CLOCK_SKEW_S)) return undefined;
  return claims;
}

function decoded(part: string): Record<string, Json> | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Not JSON: not a token.
    return undefined;
  }
}

function badToken(): Refusal {
  return new Refusal(
    'bad_customer_token',
    { 'zh-CN': '登录凭证无效或已过期。', en: 'This sign-in token is not valid any more.' },
    {
      status: 401,
      cure: { 'zh-CN': '请返回应用重新打开此页面。', en: 'Go back to the app and open this page again.' },
    },
  );
}
