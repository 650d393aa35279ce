import type { FastifyInstance } from 'fastify';
import type { Label } from '../../definition/index.ts';
import type { OptionView } from '../../wire.ts';
import { rolesIn, textOf } from '../access/index.ts';
import { refusals } from '../door/refusal.ts';
import { userOf } from './identity.ts';
import { localeFor } from './locale.ts';
import type { Edge } from './options.ts';
import { documented, object, params, text } from './schema.ts';

const MOST = 50;

/** Colleagues of one app, for handing a task on. */
export function peopleRoute(app: FastifyInstance, { host }: Edge): void {
  const schema = documented({
    tags: ['apps'],
    summary: 'The people who work in an app',
    params: params('app'),
    querystring: object({ search: text() }),
  });
  app.get('/api/apps/:app/people', { schema }, async (request): Promise<OptionView[]> => {
    const { app: key } = request.params as { app: string };
    const { search = '' } = request.query as { search?: string };
    if (rolesIn(userOf(request), key).length === 0) throw refusals.notAllowed();
    const like = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const rows = await host.database
      .knex('engine.app_user as u')
      .where({ disabled: false })
      .whereExists((of) => of.from('engine.user_role as r').whereRaw('r.user_id = u.id and r.app = ?', [key]))
      .whereRaw('(u.login ilike ? or u.name::text ilike ?)', [like, like])
      .orderBy('login')
      .limit(MOST)
      .select<{ id: string; name: Label }[]>('id', 'name');
    return rows.map(({ id, name }) => ({ value: id, label: textOf(name, localeFor(request)) }));
  });
}
