import type { LookupAnswer } from '../../form/index.ts';
import type { Json, Values } from '../../wire.ts';

/** What has been read for a record's form so far, by the id of the question. */
export interface Answers {
  lookups: Record<string, LookupAnswer>;
  rollups: Record<string, Json>;
  exists: Record<string, boolean>;
}

export function noAnswers(): Answers {
  return { lookups: {}, rollups: {}, exists: {} };
}

/** A question for an outside system. */
export interface Question {
  app: string;
  connector: string;
  operation: string;
  data: Values;
}

/** What outside systems have said to this command, kept over its attempts: each is asked once. */
export class Outside {
  readonly #known = new Map<string, { found: Values | undefined }>();

  answerTo(question: Question): { found: Values | undefined } | undefined {
    return this.#known.get(keyOf(question));
  }

  keep(question: Question, found: Values | undefined): void {
    this.#known.set(keyOf(question), { found });
  }
}

function keyOf({ app, connector, operation, data }: Question): string {
  return JSON.stringify([app, connector, operation, Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * An outside system has to be asked, and something is locked: nobody waits for the network holding a lock. The command
 * lets go, asks, and begins again with the answer.
 */
export class AskFirst extends Error {
  readonly question: Question;

  constructor(question: Question) {
    super(`${question.connector}.${question.operation} has to be asked first.`);
    this.question = question;
  }
}
