import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findPicture } from '../../apps/pictures.ts';
import { disposition } from '../../files/name.ts';
import { pdfOf } from '../../print/pdf.ts';
import { drawableLogo, picturesIn, readPictures } from '../../print/pictures.ts';
import { actorOf, userOf } from '../identity.ts';
import { localeFor } from '../locale.ts';
import type { Edge } from '../options.ts';
import { documented, object, params, text } from '../schema.ts';

interface Place {
  app: string;
  form: string;
  id: string;
}

export function printRoutes(app: FastifyInstance, { host, access, files }: Edge): void {
  const tags = ['records'];
  const base = '/api/apps/:app/forms/:form/records/:id';
  const where = params('app', 'form', 'id');
  const querystring = object({ template: text(100) });
  const view = (request: FastifyRequest) => {
    const { app: key, form, id } = request.params as Place;
    const { template } = request.query as { template?: string };
    return host.records.print(key, form, id, template, actorOf(request), localeFor(request));
  };

  const logoOf = async (key: string, name: string | undefined): Promise<Buffer | undefined> => {
    const found = name === undefined ? undefined : await findPicture(host.database.knex, key, name);
    return found && drawableLogo(found.mediaType, found.content);
  };

  const paper = documented({ tags, summary: 'A record as paper shows it', params: where, querystring });
  app.get(`${base}/print`, { schema: paper }, view);

  const pdf = { tags, summary: 'The same as PDF', params: where, querystring, produces: ['application/pdf'] };
  app.get(`${base}/pdf`, { compress: false, schema: documented(pdf) }, async (request, reply) => {
    const page = await view(request);
    const { app: key, form, id } = request.params as Place;
    await access.audit.write(actorOf(request), { action: 'print', app: key, target: form, data: { record: id } });
    reply.header('content-disposition', disposition('attachment', `${page.title}.pdf`));
    const pictures = await readPictures(await files.ofSeen(key, picturesIn(page)));
    return reply.type('application/pdf').send(await pdfOf(page, pictures, await logoOf(key, page.logo)));
  });

  const why = {
    tags,
    summary: 'Why a field is hidden, read-only or required for the caller',
    params: where,
    querystring: object({ path: text(100) }, ['path']),
  };
  app.get(`${base}/explain`, { schema: documented(why) }, (request) => {
    const { app: key, form, id } = request.params as Place;
    const { path } = request.query as { path: string };
    return host.records.explain(key, form, id, path, userOf(request), localeFor(request));
  });
  const hidden = documented({ tags, summary: 'What an administrator does not see, and why', params: where });
  app.get(`${base}/hidden`, { schema: hidden }, (request) => {
    const { app: key, form, id } = request.params as Place;
    return host.records.hidden(key, form, id, userOf(request), localeFor(request));
  });
}
