import { createServer } from 'node:net';
import { faults } from './faults.ts';
import { SettingsProblem } from './problem.ts';
import type { Settings } from './settings.ts';

type Where = Pick<Settings, 'port' | 'address'>;

/** Throws where somebody else has the port already: before a database is made and filled for nothing. */
export async function checkFree(where: Where): Promise<void> {
  if (where.port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ port: where.port, host: where.address }, resolve);
    });
  } catch (cause) {
    throw listeningFault(cause, where);
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Why nobody can listen there, where that is for whoever set the address; else the cause itself. */
export function listeningFault(cause: unknown, { port, address }: Where): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new SettingsProblem([faults.portTaken(port)]);
  if (code === 'EACCES') return new SettingsProblem([faults.portForbidden(port)]);
  const isElsewhere = code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return isElsewhere ? new SettingsProblem([faults.address('HOST', address)]) : cause;
}
