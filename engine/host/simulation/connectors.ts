import type { Json, SimulationAnswer, Values } from '../../wire.ts';
import type { CallResult, ConnectorCall } from '../connectors/index.ts';
import { holdsAll, StoryConnectors } from '../scenario/answers.ts';

export interface Call {
  call: string;
  data: Values;
  /** Of this operation's calls, from 1. */
  number: number;
  /** A form has asked: somebody waits for it. */
  isQuestion: boolean;
  answer: SimulationAnswer;
  /** The script says it; otherwise it is what a call without an answer gets. */
  isChosen: boolean;
}

/** Outside systems of a simulation: nothing is ever sent. Everything that would have been is kept with what it was told. */
export class SimulatedConnectors extends StoryConnectors {
  readonly log: Call[] = [];
  /** What forms have asked while somebody filled them in: no step of the story. */
  readonly questions: Call[] = [];
  readonly #answers: readonly SimulationAnswer[];
  #isLooking = false;

  constructor(answers: readonly SimulationAnswer[] = []) {
    super(answers);
    this.#answers = answers;
  }

  /** What is asked meanwhile is answered as ever and uses up no answer. */
  async looking<T>(work: () => Promise<T>): Promise<T> {
    this.#isLooking = true;
    try {
      return await work();
    } finally {
      this.#isLooking = false;
    }
  }

  override async call(call: ConnectorCall): Promise<CallResult> {
    const name = `${call.connector}.${call.operation}`;
    const data = call.data as Values;
    const isQuestion = call.timeoutMs !== undefined;
    const isChosen = this.#answers.some((one) => one.call === name && holdsAll(data, (one.with ?? {}) as Values));
    const result = this.#isLooking ? await new StoryConnectors(this.#answers).call(call) : await super.call(call);
    const list = this.#isLooking ? this.questions : this.log;
    const number = list.filter((one) => one.call === name && one.isQuestion === isQuestion).length + 1;
    list.push({ call: name, data, number, isQuestion, answer: told(name, result), isChosen });
    return result;
  }
}

function told(call: string, result: CallResult): SimulationAnswer {
  switch (result.kind) {
    case 'done':
      return {
        call,
        reply: objectOf(result.answer),
        ...(result.outcome === 'done' ? {} : { outcome: result.outcome }),
      };
    case 'missing':
      return { call, fail: 'missing' };
    case 'failed':
      return { call, fail: 'refused', reply: objectOf(result.answer) };
    case 'pending':
      return { call, fail: 'pending' };
    default:
      return { call, fail: 'unavailable' };
  }
}

function objectOf(value: Json): Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
