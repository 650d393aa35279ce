import { setTimeout as wait } from 'node:timers/promises';
import type {
  CommandResult,
  LookupView,
  RecordList,
  RecordView,
  TaskList,
  TaskView,
  Values,
} from '../../engine/wire.ts';
import { Client } from './client.ts';
import type { Cancellation } from './sales.ts';

/** Where a return is left; the boards then have something in every column. */
export type Goal =
  | 'pending_review'
  | 'awaiting_shipment'
  | 'in_transit'
  | 'pending_inspection'
  | 'pending_finance'
  | 'completed';

const FORM = '/api/apps/returns/forms/return_request';
const PATIENCE_MS = 60_000;

/** Everybody who has a hand in a return, signed in. */
export class Staff {
  readonly agents: readonly [Client, Client];
  readonly #byState: Readonly<Record<string, { node: string; people: readonly Client[] }>>;

  private constructor(one: (login: string) => Client) {
    this.agents = [one('agent_1'), one('agent_2')];
    this.#byState = {
      pending_review: { node: 'first_review', people: [...this.agents, one('supervisor_1')] },
      pending_supervisor: { node: 'supervisor_review', people: [one('supervisor_1')] },
      in_transit: { node: 'receive', people: [one('keeper_3')] },
      pending_inspection: { node: 'inspect', people: [one('inspection_lead')] },
      pending_finance: { node: 'settle', people: [one('finance_1')] },
      pending_cfo: { node: 'cfo_review', people: [one('cfo_1')] },
    };
  }

  static async signIn(url: string, password: string): Promise<Staff> {
    const logins = ['agent_1', 'agent_2', 'supervisor_1', 'keeper_3', 'inspection_lead', 'finance_1', 'cfo_1'];
    const clients = new Map<string, Client>();
    for (const login of logins) clients.set(login, await Client.signIn(url, login, password));
    return new Staff((login) => {
      const client = clients.get(login);
      if (client === undefined) throw new Error(`Nobody has signed in as ${login}.`);
      return client;
    });
  }

  /** Whoever has the task of this state on the desk, with the task as that person sees it. */
  async taskFor(state: string, title: string): Promise<{ person: Client; view: TaskView }> {
    const desk = this.#byState[state];
    for (const person of desk?.people ?? []) {
      const query = new URLSearchParams({ box: 'todo', app: 'returns', node: desk?.node ?? '', search: title });
      const { rows } = await person.get<TaskList>(`/api/tasks?${query}`);
      const row = rows.find((one) => one.title === title);
      if (row) return { person, view: await person.get<TaskView>(`/api/tasks/${row.id}`) };
    }
    throw new Error(`${title} is ${state}, and nobody has a task for it.`);
  }
}

export interface Return {
  id: string;
  no: string;
  state: string;
}

/** An agent applies for the customer, as somebody does who phones: order, articles, reason. */
export async function apply(agent: Client, { no, order, pieces }: Cancellation): Promise<Return> {
  const found = await agent.post<LookupView>(`${FORM}/lookups/order`, { values: { order_no: order } });
  const lines = (found.rows.lines ?? []).map((row) => ({ ...row, qty: pieces.get(String(row.sku)) ?? null }));
  const data = {
    order_no: order,
    phone: found.fill.phone ?? null,
    type: 'return_refund',
    reason: 'other',
    description: `Cancelled by invoice ${no}`,
    refund_path: 'original',
    lines,
  };
  const { id, title = '', state = '' } = await agent.command<CommandResult>(`${FORM}/records`, { data });
  return { id, no: title, state };
}

/** Takes the return as far as its goal, each step by the person whose it is. */
export async function carry(staff: Staff, one: Return, goal: Goal): Promise<void> {
  const [agent] = staff.agents;
  const until = Date.now() + PATIENCE_MS;
  while (one.state !== goal) {
    if (one.state === 'refunding') await refunded(agent, one, until);
    else if (one.state === 'awaiting_shipment') {
      const data = { carrier: 'shunfeng', tracking_no: `SF${one.no}` };
      await step(one, agent.command(`${FORM}/records/${one.id}/signals/tracking_entered`, { data }));
    } else await onTask(staff, one);
  }
}

async function onTask(staff: Staff, one: Return): Promise<void> {
  const { person, view } = await staff.taskFor(one.state, one.no);
  const operation = view.task.kind === 'approve' ? 'approve' : 'complete';
  const data = filledIn(one.state, view.record);
  await step(one, person.command(`/api/tasks/${view.task.id}/${operation}`, { data }));
}

async function step(one: Return, doing: Promise<CommandResult>): Promise<void> {
  const before = one.state;
  const { state } = await doing;
  one.state = state ?? before;
  if (one.state === before) throw new Error(`${one.no} is ${before} still, though its task is done.`);
}

/** What each of them enters: all pieces came, all are as new, everything asked for is paid back. */
function filledIn(state: string, { data }: RecordView): Values {
  switch (state) {
    case 'pending_review':
    case 'pending_supervisor':
      return { resale_ok: true };
    case 'in_transit': {
      const lines = (data.lines ?? []) as Values[];
      return { lines: lines.map((line) => ({ ...line, received_qty: line.qty ?? null })) };
    }
    case 'pending_inspection':
      return { grade: 'A', liable_party: 'none', disposition: 'restock' };
    case 'pending_finance':
      return { approved_amount: data.payable ?? null };
    default:
      return {};
  }
}

/** The provider takes its time; the server asks it again by itself. */
async function refunded(agent: Client, one: Return, until: number): Promise<void> {
  const { state = '' } = await agent.get<RecordView>(`${FORM}/records/${one.id}`);
  one.state = state;
  if (state !== 'refunding') return;
  if (Date.now() > until) throw new Error(`${one.no} is refunding for more than ${PATIENCE_MS / 1000} seconds.`);
  await wait(200);
}

/** Orders as their form has them, for the order system's stand-in: both know the same orders. */
export async function orderRecord(admin: Client, no: string): Promise<Values> {
  const filter = JSON.stringify({ all: [{ fact: 'order_no', operator: 'equal', value: no }] });
  const query = new URLSearchParams({ filter, size: '1' });
  const { rows } = await admin.get<RecordList>(`/api/apps/returns/forms/order/records?${query}`);
  const [row] = rows;
  if (row === undefined) throw new Error(`The order ${no} was not imported.`);
  return (await admin.get<RecordView>(`/api/apps/returns/forms/order/records/${row.id}`)).data;
}
