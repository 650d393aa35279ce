import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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
  await app.register(helmet, {
    contentSecurityPolicy: false,
    // frame-ancestors says it, and says it for each app.
    frameguard: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id);
    reply.header('permissions-policy', 'camera=(self), microphone=(self), geolocation=(self)');
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', `${POLICY}; frame-ancestors ${ancestorsOf(request, host)}`);
    }
    return payload;
  });
}

/** Only the portal's pages can be embedded, and only where its app says so. */
function ancestorsOf(request: FastifyRequest, host: Host): string {
  const [, app] = /^\/portal\/([^/?#]+)/.exec(request.url) ?? [];
  if (app === undefined) return "'none'";
  const embed = host.apps.get(safeDecode(app))?.app.portal?.embed ?? [];
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
