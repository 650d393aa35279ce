import type { Values } from '../../wire.ts';
import type { DoorParts } from './parts.ts';
import type { Outside, Question } from './questions.ts';
import { Refusal } from './refusal.ts';

/** An order system that is slow keeps nobody waiting longer than this. */
const OUTSIDE_MS = 3_000;

/** Asks, and keeps the answer. Who does not answer, or not well, is a refusal: nothing goes through unchecked. */
export async function askOutside(parts: DoorParts, question: Question, outside: Outside): Promise<Values | undefined> {
  const result = await parts.connectors.call({ ...question, timeoutMs: OUTSIDE_MS });
  if (result.kind !== 'missing' && result.kind !== 'done') throw unavailable(parts, question);
  const found = result.kind === 'done' ? ((result.answer ?? {}) as Values) : undefined;
  outside.keep(question, found);
  return found;
}

function unavailable(parts: DoorParts, { app, connector }: Question): Refusal {
  const label = parts.shelf.get(app)?.connectors.get(connector)?.label ?? connector;
  const name = typeof label === 'string' ? { 'zh-CN': label, en: label } : label;
  return new Refusal(
    'outside_unavailable',
    {
      'zh-CN': `${name['zh-CN']}暂时没有响应，无法核对。`,
      en: `${name.en} does not answer, so this cannot be checked.`,
    },
    {
      status: 503,
      at: connector,
      cure: { 'zh-CN': '请稍后再试；填写的内容会保留。', en: 'Try again in a moment; what you entered is kept.' },
    },
  );
}
