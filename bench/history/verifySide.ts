import { openDatabase } from '../../engine/host/database/database.ts';
import { type Summary, verify } from '../../engine/host/history/verify.ts';
import { answerAs, cpu } from '../flow/side.ts';

export interface Verified {
  sum: Summary;
  /** Microseconds of this process. */
  cpu: number;
  /** The most memory it has had, in MB. */
  peak: number;
  /** The first few things that differ. */
  faults: string[];
}

let url = '';

answerAs({
  setup: (about: { url: string }) => {
    url = about.url;
    return Promise.resolve();
  },
  /** As `npm run verify` does. */
  verify: async (): Promise<Verified> => {
    const database = await openDatabase({ url, dataDir: '', log: () => undefined, poolSize: 2 });
    const faults: string[] = [];
    const before = cpu();
    const sum = await verify(database.knex, {}, (fault) => {
      if (faults.length < 5) faults.push(JSON.stringify(fault));
    });
    const used = cpu() - before;
    await database.stop();
    return { sum, cpu: used, peak: process.resourceUsage().maxRSS / 1024, faults };
  },
});
