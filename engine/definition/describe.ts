import type { Problem } from './model.ts';

const SEVERITY = { error: { 'zh-CN': '错误', en: 'error' }, warning: { 'zh-CN': '提醒', en: 'warning' } };

/** A problem as lines of text: file and place, what is wrong, the cure. */
export function describeProblem(problem: Problem, locale: 'zh-CN' | 'en'): string {
  const place = problem.path === '' ? problem.file : `${problem.file} ${problem.path}`;
  return [
    `${place}`,
    `  ${SEVERITY[problem.severity][locale]} ${problem.code}: ${problem.message[locale]}`,
    `  → ${problem.cure[locale]}`,
  ].join('\n');
}
