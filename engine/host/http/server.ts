import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import fastify, { type FastifyInstance } from 'fastify';
import { Access } from '../access/index.ts';
import { Design } from '../design/design.ts';
import { Files } from '../files/files.ts';
import { Uploads } from '../files/uploads.ts';
import { Imports } from '../import/imports.ts';
import { Incidents } from '../incidents/incidents.ts';
import { Inbox } from '../messages/inbox.ts';
import { Push } from '../push/push.ts';
import { Views } from '../views/views.ts';
import { addClient } from './client.ts';
import { addDocuments } from './documents.ts';
import { embedRoute } from './embed.ts';
import { addHeaders } from './headers.ts';
import { healthRoute } from './health.ts';
import { addIdentity } from './identity.ts';
import type { Edge, HttpOptions } from './options.ts';
import { peopleRoute } from './people.ts';
import { addErrorHandler } from './refusals.ts';
import { appProxyRoutes, handOverRoutes, myProxyRoutes } from './routes/absence.ts';
import { adminRoutes } from './routes/admin.ts';
import { appRoutes, boardRoutes } from './routes/apps.ts';
import { assetRoute, pictureRoutes } from './routes/assets.ts';
import { bulkEditRoute } from './routes/bulk.ts';
import { commentRoutes } from './routes/comments.ts';
import { designRoutes } from './routes/design.ts';
import { departmentRoutes } from './routes/departments.ts';
import { draftRoutes } from './routes/drafts.ts';
import { fileRoutes } from './routes/files.ts';
import { hookRoutes } from './routes/hooks.ts';
import { importRoutes } from './routes/imports.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { lookupRoutes } from './routes/lookups.ts';
import { messageRoutes } from './routes/messages.ts';
import { portalRoutes } from './routes/portal.ts';
import { printRoutes } from './routes/print.ts';
import { publicRoutes } from './routes/public.ts';
import { bundleRoutes, publishingRoutes, trialRoutes } from './routes/publishing.ts';
import { pushRoute } from './routes/push.ts';
import { receiverRoute } from './routes/receiver.ts';
import { recordCommands, recordRoutes } from './routes/records.ts';
import { retiredRoutes } from './routes/retired.ts';
import { keyRoutes, sessionRoutes } from './routes/session.ts';
import { simulationRoutes } from './routes/simulations.ts';
import { bulkRoute, taskRoutes } from './routes/tasks.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { viewRoutes } from './routes/views.ts';
import { addValidation } from './validation.ts';

const BODY_BYTES = 2 * 1024 * 1024;
const FILE_BYTES = 210 * 1024 * 1024;
/** Requests a minute from one address without an account; RATE_LIMIT changes it. */
const PER_MINUTE = 600;
/** Above this the server is not slow but stuck, and more requests would only make it worse. */
const MOST_DELAY_MS = 5_000;
const HOUSEKEEPING_MS = 3_600_000;

/** The whole edge: who calls, what may come in, the routes, the screens. Listens when the caller says so. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { host, tls, log = () => undefined } = options;
  const isSecure = tls !== undefined || options.publicUrl.startsWith('https:');
  const settings = {
    bodyLimit: BODY_BYTES,
    routerOptions: { maxParamLength: 200 },
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies(host.env.TRUST_PROXY),
    forceCloseConnections: true,
  } as const;
  // The routes do not care which of the two servers carries them.
  const app = (tls ? fastify({ ...settings, https: tls }) : fastify(settings)) as FastifyInstance;
  const edge = edgeOf(options);

  addErrorHandler(app, log, () => wasPublished(host));
  addValidation(app);
  await app.register(underPressure, { maxEventLoopDelay: MOST_DELAY_MS, retryAfter: 5 });
  await addHeaders(app, host);
  await app.register(cookie);
  addIdentity(app, edge.access, isSecure);
  await app.register(rateLimit, {
    max: Number(host.env.RATE_LIMIT) || PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => request.actor?.kind === 'user' || !request.url.startsWith('/api/'),
  });
  await app.register(compress, { encodings: ['gzip', 'deflate'], threshold: 1024 });
  await addDocuments(app, options.publicUrl);
  addRoutes(app, edge, isSecure);
  await app.register((scope) => addFileRoutes(scope, edge));
  await addClient(app, options.clientDir);
  await startEdge(app, edge, log);
  return app;
}

function edgeOf({ host, box, dataDir, publicUrl, log = () => undefined }: HttpOptions): Edge {
  const { database, clock, env, records } = host;
  const files = new Files(host, dataDir);
  const access = new Access({ knex: database.knex, clock, env, box, records, app: (key) => host.apps.get(key) });
  return {
    host,
    box,
    publicUrl,
    files,
    access,
    design: new Design(host, access, log),
    push: new Push(host),
    inbox: new Inbox(database.knex, clock),
    imports: new Imports(host, files),
    views: new Views(host),
  };
}

function addRoutes(app: FastifyInstance, edge: Edge, isSecure: boolean): void {
  healthRoute(app, edge.host);
  embedRoute(app);
  sessionRoutes(app, edge, isSecure);
  keyRoutes(app, edge);
  appRoutes(app, edge);
  peopleRoute(app, edge);
  recordRoutes(app, edge);
  recordCommands(app, edge);
  bulkEditRoute(app, edge);
  incidentRoutes(app, edge, new Incidents(edge.host));
  viewRoutes(app, edge);
  commentRoutes(app, edge);
  printRoutes(app, edge);
  lookupRoutes(app, edge);
  draftRoutes(app, edge);
  bulkRoute(app, edge);
  taskRoutes(app, edge);
  boardRoutes(app, edge);
  uploadRoutes(app, edge, new Uploads(edge.host, edge.files));
  messageRoutes(app, edge);
  pushRoute(app, edge);
  portalRoutes(app, edge);
  publicRoutes(app, edge);
  assetRoute(app, edge);
  hookRoutes(app, edge);
  adminRoutes(app, edge);
  departmentRoutes(app, edge);
  myProxyRoutes(app, edge);
  appProxyRoutes(app, edge);
  handOverRoutes(app, edge);
  receiverRoute(app, edge);
  designRoutes(app, edge.design);
  publishingRoutes(app, edge.design);
  retiredRoutes(app, edge.design);
  bundleRoutes(app, edge.design);
  trialRoutes(app, edge.design);
  simulationRoutes(app, edge.design.simulations);
}

/** Where files come in: what watches over them hangs on each request, so on none but these. */
async function addFileRoutes(app: FastifyInstance, edge: Edge): Promise<void> {
  await app.register(multipart, {
    limits: { files: 1, parts: 10, fields: 9, fieldSize: 100_000, fileSize: FILE_BYTES },
  });
  fileRoutes(app, edge);
  importRoutes(app, edge);
  pictureRoutes(app, edge);
}

/** What goes on beside the requests, and ends with the server. */
async function startEdge(app: FastifyInstance, edge: Edge, log: (line: string) => void): Promise<void> {
  const { host, access, push, imports, files, design } = edge;
  const silence = await host.database.listen('engine', (payload) => {
    access.heard(payload);
    push.heard(payload);
  });
  const tidy = (): void => {
    void Promise.all([files.removeUnused(), access.sessions.removeExpired(), removeOld(host)]).catch((cause: unknown) =>
      log(`Housekeeping failed and will be tried again: ${String(cause)}`),
    );
  };
  const timer = setInterval(tidy, HOUSEKEEPING_MS).unref();
  app.addHook('onReady', async () => {
    imports.start(log);
    design.publishing.start();
    design.simulations.start();
  });
  app.addHook('preClose', async () => {
    clearInterval(timer);
    silence();
    push.close();
    await imports.stop();
    await design.publishing.stop();
    await design.simulations.stop();
  });
}

/** Long enough for every server to have heard of it. */
const JUST_PUBLISHED_MS = 10_000;

async function wasPublished({ database, refresh }: Edge['host']): Promise<boolean> {
  await refresh();
  const found = await database
    .knex('engine.app')
    .whereRaw(`updated_at > now() - interval '${JUST_PUBLISHED_MS} milliseconds'`)
    .first('key');
  return found !== undefined;
}

async function removeOld(host: Edge['host']): Promise<void> {
  const { knex } = host.database;
  await knex('engine.used_once').where('expires_at', '<', host.clock.now()).delete();
  await knex('engine.rate_limit').where('expires_at', '<', knex.fn.now()).delete();
}

/** "1" for one proxy before us, or addresses and ranges; without it X-Forwarded-For is anybody's claim. */
function trustedProxies(text: string | undefined): boolean | string | ((address: string, hop: number) => boolean) {
  if (!text) return false;
  return /^\d+$/.test(text) ? (_address, hop) => hop < Number(text) : text;
}
