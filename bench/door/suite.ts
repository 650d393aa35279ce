/**
 * The whole door over HTTP beside a bare fastify + pg route that writes the same rows in one statement, on one PostgreSQL
 * that waits for its disk, each server in a process of its own. BENCH_PROFILE=doorServer leaves a processor profile in
 * dist/bench.
 */
import { type Measurement, median, type Suite } from '../measure.ts';
import { entered, files } from './definition.ts';
import { drive, type Load, type Request } from './load.ts';
import { ServerProcess } from './process.ts';
import { openStage, type Stage } from './stage.ts';
import { type Plan, planOf } from './statement.ts';
import { counted, difference, snapshot, type Write } from './writes.ts';

const RECORDS = '/api/apps/bench/forms/claim/records';
const ROUNDS = 7;
const MILLISECONDS = 4000;
/** Until the servers are compiled as far as they will be, which goes by requests: a busy machine takes longer for them. */
const WARM_UP_REQUESTS = 6_000;
const LONGEST_WARM_UP_MS = 90_000;

interface Plans {
  submit: Plan;
  complete: Plan;
  writes: { submit: string[]; complete: string[] };
}

interface Figures {
  perSecond: number[];
  /** Microseconds of the server's processor time for a request. */
  cpu: number[];
}

type Case = 'door submit' | 'bare submit' | 'door complete' | 'bare complete';

/** What the manager enters. */
const approval = { approved: '2337.00' };

const submit = (headers: Record<string, string>): Request => ({
  path: RECORDS,
  headers,
  body: { command: crypto.randomUUID(), data: entered },
});

const approve = (headers: Record<string, string>, task: string): Request => ({
  path: `/api/tasks/${task}/approve`,
  headers,
  body: { command: crypto.randomUUID(), data: approval },
});

/** One record is submitted and approved by the door, and what that has written becomes the bare route's statements. */
async function recordPlans(
  stage: Stage,
  employee: Record<string, string>,
  manager: Record<string, string>,
): Promise<Plans> {
  const submitted = await written(stage, () => drive(stage.door.url, 60_000, once(submit(employee))));
  const [instance] = (
    await stage.client.query<Record<string, string>>(
      'select i.id as instance, i.record, t.id as task from engine.instance i join engine.task t on t.instance = i.id order by i.started_at desc limit 1',
    )
  ).rows;
  if (instance === undefined) throw new Error('The claim has no task.');
  const completed = await written(stage, () =>
    drive(stage.door.url, 60_000, once(approve(manager, instance.task ?? ''))),
  );
  const answer = { record: 'bench.claim', instance: 'engine.instance', task: 'engine.task' };
  return {
    submit: planOf({ ...submitted, entered, number: 'claim_no', answer }),
    complete: planOf({ ...completed, entered: approval, given: instance }),
    writes: { submit: counted(submitted.writes), complete: counted(completed.writes) },
  };
}

function upTo(most: number, next: () => Request | undefined): () => Request | undefined {
  let left = most;
  return () => (left-- > 0 ? next() : undefined);
}

function once(request: Request): () => Request | undefined {
  const left = [request];
  return () => left.pop();
}

async function written(
  { client, app }: Stage,
  work: () => Promise<unknown>,
): Promise<{ before: Awaited<ReturnType<typeof snapshot>>; writes: Write[] }> {
  const before = await snapshot(client, app);
  await work();
  return { before, writes: difference(before, await snapshot(client, app)) };
}

/** The same rows in the same tables, or the comparison is worth nothing. */
async function holdTheSame(stage: Stage, bare: ServerProcess, writes: Plans['writes']): Promise<void> {
  let made: Record<string, string> = {};
  const submitted = await written(stage, async () => {
    const { answers } = await drive(bare.url, 60_000, once({ path: '/submit', body: { data: entered } }));
    made = answers[0] ?? {};
  });
  const completed = await written(stage, () =>
    drive(bare.url, 60_000, once({ path: '/complete', body: { ...made, data: approval } })),
  );
  const pairs = [
    [writes.submit, counted(submitted.writes)],
    [writes.complete, counted(completed.writes)],
  ] as const;
  for (const [door, bareWrites] of pairs) {
    if (JSON.stringify(door) !== JSON.stringify(bareWrites))
      throw new Error(`The bare route writes something else: ${door.join(', ')} against ${bareWrites.join(', ')}`);
  }
}

const suite: Suite = async () => {
  const stage = await openStage('bench', files);
  try {
    const employee = await stage.headersOf('eve');
    const manager = await stage.headersOf('mia');
    const { writes, ...plans } = await recordPlans(stage, employee, manager);
    const bare = await ServerProcess.start('bareServer', process.env, { connection: stage.connection, plans });
    try {
      await holdTheSame(stage, bare, writes);
      console.log(`A submit writes: ${writes.submit.join(', ')}\nA completion writes: ${writes.complete.join(', ')}`);
      return figures(await rounds(stage, bare, employee, manager));
    } finally {
      await bare.stop();
    }
  } finally {
    await stage.stop();
  }
};

/** All four in turn, so that what else the machine does falls on each; the first round warms up and does not count. */
async function rounds(
  stage: Stage,
  bare: ServerProcess,
  employee: Record<string, string>,
  manager: Record<string, string>,
): Promise<Record<Case, Figures>> {
  const results: Record<Case, Figures> = {
    'door submit': { perSecond: [], cpu: [] },
    'bare submit': { perSecond: [], cpu: [] },
    'door complete': { perSecond: [], cpu: [] },
    'bare complete': { perSecond: [], cpu: [] },
  };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measure = async (name: Case, server: ServerProcess, next: () => Request | undefined): Promise<Load> => {
      const before = await server.cpu();
      const load =
        round === 0
          ? await drive(server.url, LONGEST_WARM_UP_MS, upTo(WARM_UP_REQUESTS, next))
          : await drive(server.url, MILLISECONDS, next);
      const cpu = ((await server.cpu()) - before) / load.requests;
      if (round > 0) {
        results[name].perSecond.push(load.requests / load.seconds);
        results[name].cpu.push(cpu);
      }
      return load;
    };
    const bareMade = (await measure('bare submit', bare, () => ({ path: '/submit', body: { data: entered } }))).answers;
    const doorMade = (await measure('door submit', stage.door, () => submit(employee))).answers;
    const tasks = await tasksOf(stage, doorMade);
    await measure('bare complete', bare, () => {
      const made = bareMade.pop();
      return made && { path: '/complete', body: { ...made, data: approval } };
    });
    await measure('door complete', stage.door, () => {
      const task = tasks.pop();
      return task === undefined ? undefined : approve(manager, task);
    });
  }
  return results;
}

async function tasksOf({ client }: Stage, made: readonly Record<string, string>[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select id from engine.task where record = any ($1::uuid[])', [
    made.map(({ id }) => id),
  ]);
  return rows.map(({ id }) => id);
}

function figures(results: Record<Case, Figures>): Measurement[] {
  const ratio = (of: keyof Figures, door: Case, bare: Case): number =>
    median(results[door][of].map((value, round) => value / (results[bare][of][round] ?? Number.NaN)));
  const plain = (Object.keys(results) as Case[]).flatMap((name): Measurement[] => [
    { name, value: median(results[name].perSecond), unit: 'req/s' },
    { name: `${name}, processor`, value: median(results[name].cpu) / 1000, unit: 'ms' },
  ]);
  return [
    ...plain,
    {
      name: 'submit: door / bare, requests',
      value: ratio('perSecond', 'door submit', 'bare submit'),
      unit: '×',
      limit: { least: 0.5 },
    },
    {
      name: 'submit: door / bare, processor',
      value: ratio('cpu', 'door submit', 'bare submit'),
      unit: '×',
      limit: { most: 4 },
    },
    { name: 'complete: door / bare, requests', value: ratio('perSecond', 'door complete', 'bare complete'), unit: '×' },
    { name: 'complete: door / bare, processor', value: ratio('cpu', 'door complete', 'bare complete'), unit: '×' },
  ];
}

export default suite;
