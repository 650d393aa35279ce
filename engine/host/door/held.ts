import type { CompiledFlow, FlowEvent, FlowState } from '../../flow/index.ts';
import type { CheckVerdict } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import type { RecordHead } from '../records/storage.ts';
import { type Answers, noAnswers } from './questions.ts';
import { isUuid, type Work } from './work.ts';

/** The step of another flow, and the call by which it began this one. */
export interface Above {
  instance: string;
  node: string;
  call: string;
  /** It is suspended, and so is this one from the start. */
  paused?: true;
}

/** The flow of a record as this command has it. */
export interface HeldInstance {
  id: string;
  flow: string;
  compiled: CompiledFlow;
  version: number;
  revision: number;
  state: FlowState | null;
  /** Hash of the last stored event. */
  head: string;
  startedAt: string;
  startedBy: string | null;
  isNew: boolean;
  /** New: the step of another flow that began it. */
  above?: Above;
  /** What has happened in this command; not yet stored. */
  events: FlowEvent[];
}

/** A record that this command works on: as it was stored, and as it will be. */
export interface Held {
  app: LiveApp;
  form: LiveForm;
  head: RecordHead;
  /** As it was before this command; undefined: the command makes it. */
  readonly original: Values | undefined;
  /** As the database has it now, inside this transaction too. */
  stored: Values | undefined;
  values: Values;
  /** State and nodes as the database has them. */
  storedState: string | null;
  storedNodes: readonly string[];
  /** What has been read for its form so far. */
  answers: Answers;
  instance: HeldInstance | undefined;
  isRemoved: boolean;
  /** The revision counts commands: it has been raised in this one. */
  isRaised: boolean;
  /** Its flow has a history that is longer than before, though nothing of the record may have changed. */
  hasMoved: boolean;
  warnings: CheckVerdict[];
  /** Its flow has ended: the call of the flow that waits for it, and how. */
  told?: { call: string; outcome: string };
  /** The values that the form's own judgement gave in this command, and the state it was given in. */
  judged?: { values: Values; state: string | null };
}

interface InstanceColumns {
  'instance.id': string | null;
  'instance.flow': string;
  'instance.version': number;
  'instance.revision': number;
  'instance.data': FlowState;
  'instance.head': string;
  'instance.status': string;
  'instance.started_at': string;
  'instance.started_by': string | null;
}

type Row = Record<string, unknown> & InstanceColumns;

const INSTANCE = ['id', 'flow', 'version', 'revision', 'data', 'head', 'status', 'started_at', 'started_by']
  .map((column) => `i.${column} as "instance.${column}"`)
  .join(', ');

/** The record by its id, locked unless it is only looked at; undefined where there is none. */
export async function hold(
  work: Work,
  app: LiveApp,
  form: LiveForm,
  id: string,
  how: 'lock' | 'look' = 'lock',
): Promise<Held | undefined> {
  const known = work.held.get(id);
  if (known) return known.isRemoved ? undefined : known;
  if (!isUuid(id)) return undefined;
  const found = await read(work, app, form, id, how);
  if (found && how === 'lock') work.held.set(id, found);
  return found;
}

async function read(
  work: Work,
  app: LiveApp,
  form: LiveForm,
  id: string,
  how: 'lock' | 'look',
): Promise<Held | undefined> {
  const text = `select x.*, ${INSTANCE} from (${form.storage.select()} where r.id = $1) x
    left join engine.instance i on i.record = x.id`;
  const [row] = await (how === 'lock'
    ? work.lockAndRead<Row>(form.storage.shape.name, id, text)
    : work.query<Row>(text, [id]));
  if (row === undefined) return undefined;
  // Work under way stays on the version that it began with, and is read with that version's columns.
  const version = row['instance.version'];
  const isUnderWay = row['instance.status'] === 'running' || row['instance.status'] === 'suspended';
  if (isUnderWay && version !== app.number) {
    const older = await work.parts.shelf.at(app.key, version);
    const olderForm = older.form(form.key);
    if (olderForm) return read(work, older, olderForm, id, 'look');
  }
  const { head, values } = form.storage.decode(row);
  return {
    app,
    form,
    head,
    original: values,
    stored: values,
    values,
    storedState: head.state,
    storedNodes: head.nodes ?? [],
    answers: noAnswers(),
    instance: row['instance.id'] === null ? undefined : heldInstance(row, form),
    isRemoved: false,
    isRaised: false,
    hasMoved: false,
    warnings: [],
  };
}

function heldInstance(row: InstanceColumns, form: LiveForm): HeldInstance | undefined {
  if (form.flow === undefined) return undefined;
  return {
    id: row['instance.id'] ?? '',
    flow: row['instance.flow'],
    compiled: form.flow.compiled,
    version: row['instance.version'],
    revision: row['instance.revision'],
    state: row['instance.data'],
    head: row['instance.head'],
    startedAt: row['instance.started_at'],
    startedBy: row['instance.started_by'],
    isNew: false,
    events: [],
  };
}

/** A record that is going to be made. */
export function newHeld(work: Work, app: LiveApp, form: LiveForm, id: string): Held {
  const by = work.actor.kind === 'user' ? work.actor.id : null;
  const held: Held = {
    app,
    form,
    head: {
      id,
      revision: 1,
      created_at: work.now,
      created_by: by,
      updated_at: work.now,
      updated_by: by,
      version: app.number,
      state: null,
      nodes: null,
      instance: null,
    },
    original: undefined,
    stored: undefined,
    values: {},
    storedState: null,
    storedNodes: [],
    answers: noAnswers(),
    instance: undefined,
    isRemoved: false,
    isRaised: false,
    hasMoved: false,
    warnings: [],
  };
  return held;
}
