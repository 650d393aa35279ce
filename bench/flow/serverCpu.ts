import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:os';

/** Linux counts in hundredths of a second. */
const TICK_US = 10_000;

/** Microseconds of processor time of PostgreSQL's processes so far, by their program's name; 0 where there is no /proc. */
export function serverCpu(postmaster: number): number {
  if (platform() !== 'linux') return 0;
  let ticks = 0;
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = read(pid);
    if (stat === undefined) continue;
    // The name may hold spaces: what counts comes behind its bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [ppid, user, system, childUser, childSystem] = [fields[1], ...fields.slice(11, 15)].map(Number);
    if (ppid === postmaster) ticks += (user ?? 0) + (system ?? 0);
    // Backends that have ended since are counted with the postmaster.
    if (Number(pid) === postmaster) ticks += (childUser ?? 0) + (childSystem ?? 0);
  }
  return ticks * TICK_US;
}

/** A process may end while it is looked at. */
function read(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}
