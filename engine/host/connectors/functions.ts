import {
  createHash,
  createHmac,
  createSign,
  createVerify,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import type { FactType, FunctionLibrary, Json, LibraryFunction } from '../../expression/types.ts';
import { encodePairs, percentEncode, plainText, sortPairs } from './encoding.ts';

const TEXT: FactType = { kind: 'text' };
const INTEGER: FactType = { kind: 'integer' };
const BOOLEAN: FactType = { kind: 'boolean' };

const HASHES = new Set(['md5', 'sha1', 'sha256', 'sha512']);

function hashName(value: Json | undefined): string {
  const name = plainText(value ?? null).toLowerCase();
  if (!HASHES.has(name)) throw new RangeError(`Unknown hash ${name}: md5, sha1, sha256 or sha512.`);
  return name;
}

/** How bytes are written: hex (default), HEX, or base64. */
function written(bytes: Buffer, encoding: Json | undefined): string {
  if (encoding === 'base64') return bytes.toString('base64');
  return encoding === 'HEX' ? bytes.toString('hex').toUpperCase() : bytes.toString('hex');
}

/** The bytes a text stands for: itself in UTF-8 (default), or what hex or base64 write. */
function bytesOf(value: Json | undefined, encoding: Json | undefined): Buffer {
  const text = plainText(value ?? null);
  return encoding === 'hex' || encoding === 'base64' ? Buffer.from(text, encoding) : Buffer.from(text, 'utf8');
}

function context(value: Json | undefined): Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function text(args: LibraryFunction['args'], call: (args: Json[]) => Json): LibraryFunction {
  return { args, call, returns: TEXT };
}

/** Keys come from the environment, where line breaks are often written as \n. */
function pem(value: Json | undefined): string {
  return plainText(value ?? null).replaceAll('\\n', '\n');
}

function hash(name: string): LibraryFunction {
  return text([1, 2], ([value, encoding]) =>
    written(createHash(name).update(bytesOf(value, 'text')).digest(), encoding),
  );
}

function verifies([algorithm, key, signed, signature, encoding]: Json[]): boolean {
  const verifier = createVerify(hashName(algorithm)).update(plainText(signed ?? null), 'utf8');
  return verifier.verify(pem(key), plainText(signature ?? null), encoding === 'hex' ? 'hex' : 'base64');
}

function sameText([left, right]: Json[]): boolean {
  const [one, other] = [bytesOf(left, 'text'), bytesOf(right, 'text')];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * What formulas of connectors can do beside FEEL itself:
 * `md5(text, enc?)`, `sha1`, `sha256`: enc is "hex" (default), "HEX" or "base64";
 * `hmac(hash, key, text, enc?, keyEnc?)`: keyEnc "text" (default), "hex" or "base64", so that one HMAC is the next one's key;
 * `rsaSign(hash, key, text, enc?)`, `rsaVerify(hash, key, text, signature, enc?)`: PEM keys, enc base64 by default;
 * `sortedPairs(context, between?, join?)`: names and values in the order of the names;
 * `same(a, b)`: whether two signatures are equal, in constant time.
 */
export function connectorFunctions(now: () => Date): FunctionLibrary {
  return {
    epochMillis: { args: 0, call: () => now().getTime(), returns: INTEGER },
    epochSeconds: { args: 0, call: () => Math.floor(now().getTime() / 1000), returns: INTEGER },
    isoNow: text(0, () =>
      now()
        .toISOString()
        .replace(/\.\d{3}Z$/, 'Z'),
    ),
    nonce: text([0, 1], ([length]) =>
      randomBytes(64)
        .toString('hex')
        .slice(0, Math.min(Number(length ?? 32), 128)),
    ),
    uuid: text(0, () => randomUUID()),
    md5: hash('md5'),
    sha1: hash('sha1'),
    sha256: hash('sha256'),
    hmac: text([3, 5], ([algorithm, key, signed, encoding, keyEncoding]) =>
      written(
        createHmac(hashName(algorithm), bytesOf(key, keyEncoding)).update(bytesOf(signed, 'text')).digest(),
        encoding,
      ),
    ),
    rsaSign: text([3, 4], ([algorithm, key, signed, encoding]) =>
      written(createSign(hashName(algorithm)).update(bytesOf(signed, 'text')).sign(pem(key)), encoding ?? 'base64'),
    ),
    rsaVerify: { args: [4, 5], call: verifies, returns: BOOLEAN },
    same: { args: 2, call: sameText, returns: BOOLEAN },
    base64: text([1, 2], ([value, encoding]) => bytesOf(value, encoding).toString('base64')),
    unbase64: text(1, ([value]) => bytesOf(value, 'base64').toString('utf8')),
    hex: text(1, ([value]) => bytesOf(value, 'text').toString('hex')),
    urlEncode: text(1, ([value]) => percentEncode(plainText(value ?? null))),
    formEncode: text(1, ([pairs]) => encodePairs(context(pairs))),
    sortedPairs: text([1, 3], ([pairs, between, join]) =>
      sortPairs(context(pairs))
        .map(([name, value]) => name + plainText(between ?? null) + value)
        .join(plainText(join ?? null)),
    ),
    json: text(1, ([value]) => JSON.stringify(value ?? null)),
    parseJson: { args: 1, call: ([value]) => parsed(plainText(value ?? null)), returns: { kind: 'any' } },
  };
}

function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    // FEEL's habit: what cannot be read is null.
    return null;
  }
}
