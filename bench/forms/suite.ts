/**
 * Forms of several sizes, drawn by ours, by plain DOM and by peers: all in one headless Chromium, in turn, main-thread CPU
 * until painted. BENCH_PEERS=0 leaves the peers out (they take minutes).
 */
import { launchBrowser } from '../../engine/host/testing/browser.ts';
import { type Measurement, median } from '../measure.ts';
import { typed } from './definition.ts';
import { DesignerSubject } from './designerSubject.ts';
import { servePage } from './pages.ts';
import { Subject } from './subject.ts';

const PEERS: Readonly<Record<string, string>> = {
  byHand: 'Vue + Element Plus by hand',
  formCreate: 'form-create',
  formJs: 'form-js',
  surveyJs: 'SurveyJS',
  formKit: 'FormKit',
};

interface Column {
  name: string;
  measure(subject: Subject): Promise<number>;
  /** Of ours to plain DOM, from the product's own requirements. */
  most: number;
  /** Rounds that count for ours and plain DOM, and for peers, of which some take half a minute a round. */
  rounds: { own: number; peers: number };
}

const COLUMNS: readonly Column[] = [
  { name: '200 fields', measure: (one) => one.mount('fields', 200), most: 2.0, rounds: { own: 9, peers: 3 } },
  { name: '1000 fields', measure: (one) => one.mount('fields', 1000), most: 0.95, rounds: { own: 9, peers: 1 } },
  {
    name: 'keystroke, 50 linkage rules',
    measure: (one) => one.keystroke(50, typed),
    most: 1.8,
    rounds: { own: 9, peers: 3 },
  },
  { name: '500 × 5 table', measure: (one) => one.mount('table', 500), most: 0.8, rounds: { own: 9, peers: 1 } },
];

const WARM_UP = 2;

/**
 * In turn, so that a busy moment of the machine falls on all; the first rounds of ours and of plain DOM, and the first of
 * peers where they get more than one, warm the compiler and are left out.
 */
async function compare(
  { measure, rounds }: Column,
  own: readonly Subject[],
  peers: readonly Subject[],
): Promise<ReadonlyMap<Subject, number[]>> {
  const times = new Map([...own, ...peers].map((subject): [Subject, number[]] => [subject, []]));
  const peerRounds = rounds.peers + (rounds.peers > 1 ? 1 : 0);
  for (let round = 0; round < rounds.own + WARM_UP; round += 1) {
    for (const subject of own) {
      const ms = await measure(subject);
      if (round >= WARM_UP) times.get(subject)?.push(ms);
    }
    if (round >= peerRounds) continue;
    for (const subject of peers) {
      const ms = await measure(subject);
      if (round > 0 || peerRounds === 1) times.get(subject)?.push(ms);
    }
  }
  return times;
}

async function measureColumn(
  column: Column,
  own: readonly Subject[],
  peers: readonly Subject[],
): Promise<Measurement[]> {
  const times = await compare(column, own, peers);
  const [plain, ours] = own.map((subject) => times.get(subject) ?? []);
  const ratio = median((ours ?? []).map((ms, round) => ms / (plain?.[round] ?? Number.NaN)));
  const ms = (name: string, values: readonly number[] = []): Measurement => ({
    name: `${column.name}: ${name}`,
    value: median(values),
    unit: 'CPU ms',
  });
  const best = Math.min(...peers.map((peer) => median(times.get(peer) ?? [])));
  return [
    ms('plain DOM', plain),
    ms('ours', ours),
    ...peers.map((peer) => ms(peer.name, times.get(peer))),
    { name: `${column.name}: ours to plain DOM`, value: ratio, unit: 'ratio', limit: { most: column.most } },
    ...(peers.length === 0
      ? []
      : [
          {
            name: `${column.name}: ours to the best peer`,
            value: median(ours ?? []) / best,
            unit: 'ratio',
            limit: { most: 0.99 },
          },
        ]),
  ];
}

/** The designer beside plain DOM that mounts as many fields, round by round. */
const DEEDS = [
  { name: 'designer drop, 200 fields', deed: 'drop', most: 0.8 },
  { name: 'designer property edit, 200 fields', deed: 'edit', most: 0.25 },
] as const;
const DEED_ROUNDS = 9;

async function measureDesigner(designer: DesignerSubject, plain: Subject): Promise<Measurement[]> {
  const times = DEEDS.map((): number[] => []);
  const plainTimes: number[] = [];
  for (let round = 0; round < DEED_ROUNDS + WARM_UP; round += 1) {
    const mounted = await plain.mount('fields', 200);
    if (round >= WARM_UP) plainTimes.push(mounted);
    for (const [index, { deed }] of DEEDS.entries()) {
      const ms = await designer.measure(deed);
      if (round >= WARM_UP) times[index]?.push(ms);
    }
  }
  return DEEDS.flatMap(({ name, most }, index): Measurement[] => {
    const own = times[index] ?? [];
    const ratio = median(own.map((ms, round) => ms / (plainTimes[round] ?? Number.NaN)));
    return [
      { name: `${name}: until painted`, value: median(own), unit: 'CPU ms' },
      { name: `${name}: to mounting plain DOM`, value: ratio, unit: 'ratio', limit: { most } },
    ];
  });
}

export default async function forms(): Promise<Measurement[]> {
  const pages = await servePage('page');
  const designerPages = await servePage('designer');
  const browser = await launchBrowser();
  try {
    const open = (name: string, key: string): Promise<Subject> =>
      Subject.open(browser, name, pages.url(`?peer=${key}`));
    const own = [await open('plain DOM', 'plain'), await open('ours', 'ours')];
    const peers: Subject[] = [];
    if (process.env.BENCH_PEERS !== '0') {
      for (const [key, name] of Object.entries(PEERS)) peers.push(await open(name, key));
    }
    const measured: Measurement[] = [];
    for (const column of COLUMNS) measured.push(...(await measureColumn(column, own, peers)));
    const [plain] = own;
    if (plain !== undefined) {
      const designer = await DesignerSubject.open(browser, designerPages.url('?fields=200&lang=en'));
      measured.push(...(await measureDesigner(designer, plain)));
    }
    return measured;
  } finally {
    await browser.close();
    await pages.close();
    await designerPages.close();
  }
}
