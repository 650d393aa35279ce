import type { Localised, Problem } from '../../definition/index.ts';
import { Refusal } from '../door/refusal.ts';

/** What a simulation refuses. */
export const simulationRefusals = {
  errors: (definitions: readonly Problem[]): Refusal =>
    refusal(
      'draft_has_errors',
      422,
      '草稿有错误，还不能模拟。',
      'The draft has errors, so it cannot be simulated yet.',
      {
        more: { definitions },
        cure: { 'zh-CN': '请先更正列出的错误。', en: 'Put right what is listed first.' },
      },
    ),
  script: (definitions: readonly Problem[]): Refusal =>
    refusal('bad_script', 422, '模拟的经过有错误。', 'What is to be played has errors.', {
      more: { definitions },
      ...(definitions[0] && { at: definitions[0].path.slice(0, 200), cure: definitions[0].message }),
    }),
  moved: (): Refusal =>
    refusal('draft_moved', 409, '草稿在模拟开始之后有改动。', 'The draft has changed since the simulation began.', {
      cure: { 'zh-CN': '请用现在的草稿重新播放。', en: 'Play it again with the draft as it is now.' },
    }),
  gone: (): Refusal =>
    refusal('simulation_gone', 404, '这次模拟已经结束。', 'This simulation is over.', {
      cure: { 'zh-CN': '再播放一次即可继续，步骤不会丢失。', en: 'Play it again to go on; no step is lost.' },
    }),
  tooLong: (): Refusal =>
    refusal('simulation_too_long', 422, '这一步太久，已经停下。', 'This step took too long and was stopped.', {
      cure: { 'zh-CN': '请把时间跳得短一些。', en: 'Let less time pass at once.' },
    }),
  noDatabase: (): Refusal =>
    refusal(
      'no_scratch_database',
      503,
      '不能建立模拟用的临时数据库（数据库用户需要 CREATEDB 权限）。',
      'A database for simulating cannot be made: the database’s user needs CREATEDB.',
      { cure: { 'zh-CN': '请联系系统管理员。', en: 'Ask whoever runs the server.' } },
    ),
  busy: (): Refusal =>
    refusal('simulations_busy', 503, '同时进行的模拟太多。', 'Too many simulations are being played right now.', {
      cure: { 'zh-CN': '请稍后再试。', en: 'Try again in a moment.' },
    }),
  unknownFlow: (flow: string): Refusal =>
    refusal('unknown_flow', 404, `草稿里没有流程 ${flow}。`, `The draft has no flow ${flow}.`),
};

function refusal(
  code: string,
  status: number,
  zh: string,
  en: string,
  more: { cure?: Localised; at?: string; more?: Record<string, unknown> } = {},
): Refusal {
  return new Refusal(code, { 'zh-CN': zh, en }, { status, ...more });
}
