import { DEMO_PASSWORD, type Environment, type Settings } from './settings.ts';

/** Shorter ones can be found by trying. */
const SHORT_SECRET = 16;
const HERE = new Set(['127.0.0.1', '::1', 'localhost']);

/** What is allowed and seldom meant, for the log of the start. */
export function cautions({ MASTER_KEY, HISTORY_KEY }: Environment, { isDemo, password, address }: Settings): string[] {
  const lines: string[] = [];
  for (const [name, secret] of Object.entries({ MASTER_KEY, HISTORY_KEY })) {
    if (secret && secret.length < SHORT_SECRET) {
      lines.push(
        `${name} is short (${secret.length} characters): take 32 random bytes, as openssl rand -base64 32 makes.`,
      );
    }
  }
  if (isDemo && password === DEMO_PASSWORD && !HERE.has(address)) {
    lines.push(
      `The demo's people sign in with “${DEMO_PASSWORD}”, and others reach ${address}: set DEMO=0, or DEMO_PASSWORD.`,
    );
  }
  return lines;
}
