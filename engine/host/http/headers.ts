import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Host } from '../host.ts';

/** Styles stand in attributes (charts, virtual lists); scripts never. WebAssembly is what the bar-code reader is made of. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

export async function addHeaders(app: FastifyInstance, host: Host): Promise<void> {
  const always = Object.entries(await helmetHeaders());
  // On the raw answer, so that those that are written by hand (events) carry them too.
  app.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of always) reply.raw.setHeader(name, value);
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    reply.header('permissions-policy', 'camera=(self), microphone=(self), geolocation=(self)');
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', `${POLICY}; frame-ancestors ${ancestorsOf(request, host)}`);
    }
    done(null, payload);
  });
}

/**
 * What helmet sets, asked once: it makes its middleware anew for each request, and with these options what it says is
 * always the same.
 */
async function helmetHeaders(): Promise<Record<string, string>> {
  const asked = fastify();
  await asked.register(helmet, {
    contentSecurityPolicy: false,
    // frame-ancestors says it, and says it for each app.
    frameguard: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
  const said: Record<string, string> = {};
  asked.get('/', (_request, reply) => {
    for (const [name, value] of Object.entries(reply.raw.getHeaders())) said[name] = String(value);
    return '';
  });
  await asked.inject('/');
  await asked.close();
  return said;
}

/** Only the portal's pages and public forms can be embedded, and only where their app says so. */
function ancestorsOf(request: FastifyRequest, host: Host): string {
  const [, app, form] = /^\/portal\/([^/?#]+)(?:\/f\/([^/?#]+))?/.exec(request.url) ?? [];
  if (app === undefined) return "'none'";
  const model = host.apps.get(safeDecode(app));
  const page = form === undefined ? model?.app.portal : model?.forms.get(safeDecode(form))?.public;
  const embed = page?.embed ?? [];
  return ["'self'", ...embed].join(' ');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape names no app.
    return '';
  }
}
