/** `npm run import -- --app returns --form order --file orders.csv [--mapping mapping.json] [--as login] [--report bad.csv]` */
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { composeHost } from '../compose.ts';
import { createConnectorClient, openSecretBox } from '../connectors/index.ts';
import { migrate } from '../database/migrate.ts';
import { importFromShell } from '../import/run-from-shell.ts';
import { createMessageSender } from '../messages/index.ts';
import { readSettings } from '../settings/settings.ts';
import { withDatabase } from './database.ts';

const { values } = parseArgs({
  options: {
    app: { type: 'string' },
    form: { type: 'string' },
    file: { type: 'string' },
    mapping: { type: 'string' },
    as: { type: 'string' },
    report: { type: 'string' },
  },
});
const { app, form, file } = values;
if (app === undefined || form === undefined || file === undefined) {
  console.error(
    'Usage: npm run import -- --app <app> --form <form> --file <csv> [--mapping <json>] [--as <login>] [--report <csv>]',
  );
  process.exit(2);
}

await withDatabase(20, async (database, { dataDir }) => {
  const { env } = process;
  const { publicUrl } = await readSettings(env);
  const { knex } = database;
  await migrate(knex);
  const box = await openSecretBox(env, dataDir);
  const host = await composeHost({
    database,
    env,
    log: console.error,
    connectors: (shelf) => createConnectorClient({ knex, env, box, app: (key) => shelf.get(key), clock: systemClock }),
    messages: (shelf) => createMessageSender({ app: (key) => shelf.get(key), publicUrl }),
  });
  const view = await importFromShell(host, dataDir, { ...values, app, form, file }, (line) => console.log(line));
  for (const { code, text, count } of view.reasons) console.log(`  ${count}\t${code}\t${text}`);
  if (view.error) console.error(view.error.message);
  await host.stop();
  process.exitCode = view.status === 'done' ? 0 : 1;
});
