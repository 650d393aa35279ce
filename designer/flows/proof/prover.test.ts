import { describe, expect, it } from 'vitest';
import type { ProvedProblem } from '../../../engine/flow/index.ts';
import type { Files } from '../../draft/types.ts';
import { type Answer, type Helper, Prover, type Question } from './prover.ts';

const problem = (code: string): ProvedProblem => ({
  code,
  path: '/nodes',
  severity: 'error',
  message: { 'zh-CN': '', en: '' },
  cure: { 'zh-CN': '', en: '' },
});
const files = (text: string): Files => ({ 'app.json': same, 'flows/a.json': { key: text } });
const same = { key: 'app' };

/** A worker whose answers the test gives when it likes. */
class Desk implements Helper {
  readonly asked: Question[] = [];
  isOver = false;
  private readonly hear: ((event: { data: Answer }) => void)[] = [];
  private readonly fails: ((event: Event) => void)[] = [];
  postMessage(question: Question): void {
    this.asked.push(question);
  }
  addEventListener(type: string, listener: never): void {
    if (type === 'message') this.hear.push(listener);
    else this.fails.push(listener);
  }
  terminate(): void {
    this.isOver = true;
  }
  answer(code: string): void {
    const id = this.asked.at(-1)?.id ?? 0;
    for (const hear of this.hear) hear({ data: { id, problems: [problem(code)] } });
  }
  fail(): void {
    for (const fail of this.fails) fail(new Event('error', { cancelable: true }));
  }
}
const alone = async (given: Files) => [problem(`here ${String(given['flows/a.json']?.key)}`)];
const codes = (found: readonly ProvedProblem[] | undefined) => found?.map(({ code }) => code);

describe('The proof beside the page', () => {
  it('sends what has changed since it was asked last, and nothing else', async () => {
    const desk = new Desk();
    const prover = new Prover(() => desk, alone);
    const first = prover.prove(files('one'), 'flows/a.json');
    desk.answer('one');
    expect(codes(await first)).toEqual(['one']);
    const second = prover.prove({ 'flows/a.json': { key: 'two' } }, 'flows/a.json');
    desk.answer('two');
    expect(codes(await second)).toEqual(['two']);
    expect(desk.asked.map(({ changed, gone }) => [Object.keys(changed), gone])).toEqual([
      [['app.json', 'flows/a.json'], []],
      [['flows/a.json'], ['app.json']],
    ]);
  });

  it('tells who holds which role now, where that is known', async () => {
    const desk = new Desk();
    const prover = new Prover(() => desk, alone);
    const found = prover.prove(files('one'), 'flows/a.json', { names: { eve: 'Eve' }, roles: { boss: ['eve'] } });
    expect(desk.asked[0]?.people).toEqual({ names: { eve: 'Eve' }, roles: { boss: ['eve'] } });
    desk.answer('four_eyes_cannot_be_met');
    expect(codes(await found)).toEqual(['four_eyes_cannot_be_met']);
  });

  it('drops the answer to what has been changed meanwhile, and of many changes looks at the last', async () => {
    const desk = new Desk();
    const prover = new Prover(() => desk, alone);
    const all = ['one', 'two', 'three'].map((text) => prover.prove(files(text), 'flows/a.json'));
    desk.answer('one');
    desk.answer('three');
    expect((await Promise.all(all)).map(codes)).toEqual([undefined, undefined, ['three']]);
    expect(desk.asked.map(({ changed }) => changed['flows/a.json']?.key)).toEqual(['one', 'three']);
  });

  it('looks by itself where no worker starts', async () => {
    const prover = new Prover(() => {
      throw new Error('No workers here.');
    }, alone);
    expect(codes(await prover.prove(files('one'), 'flows/a.json'))).toEqual(['here one']);
  });

  it('looks by itself once its worker has failed, at what it was asked too', async () => {
    const desk = new Desk();
    const prover = new Prover(() => desk, alone);
    const first = prover.prove(files('one'), 'flows/a.json');
    desk.fail();
    expect(codes(await first)).toEqual(['here one']);
    expect(desk.isOver).toBe(true);
    expect(codes(await prover.prove(files('two'), 'flows/a.json'))).toEqual(['here two']);
    expect(desk.asked).toHaveLength(1);
  });

  it('answers nothing any more once it is closed', async () => {
    const prover = new Prover(() => new Desk(), alone);
    const asked = prover.prove(files('one'), 'flows/a.json');
    prover.close();
    expect(await asked).toBeUndefined();
  });
});
