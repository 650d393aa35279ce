/**
 * `npm run check -- <folder> [--lang zh-CN|en]`: prints each problem of an app's definitions with file, place and cure.
 * Ends with 1 where there is an error, with 2 where there is no folder to check.
 */
import { describeProblem, type LoadResult, loadApp, type Problem } from '../../definition/index.ts';
import { FolderError, readAppFolder } from '../apps/folder.ts';
import type { Picture } from '../apps/pictures.ts';
import { shellLocale } from '../shell.ts';

type Locale = 'zh-CN' | 'en';

function localeOf(args: readonly string[]): Locale {
  return shellLocale(process.env, args.includes('--lang') ? args[args.indexOf('--lang') + 1] : undefined);
}

function folderOf(args: readonly string[]): string | undefined {
  return args.find((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--lang');
}

function missingLogo(loaded: LoadResult, pictures: readonly Picture[]): Problem[] {
  const logo = loaded.app?.app.brand?.logo;
  if (logo === undefined || pictures.some(({ name }) => name === logo)) return [];
  return [
    {
      code: 'no_picture',
      file: 'app.json',
      path: '/brand/logo',
      message: { 'zh-CN': `文件夹里没有图片“${logo}”。`, en: `There is no picture “${logo}” in the folder.` },
      cure: {
        'zh-CN': '把图片放到 app.json 旁边，或改正文件名。',
        en: 'Put the picture beside app.json, or correct its name.',
      },
      severity: 'error',
    },
  ];
}

function summary(loaded: LoadResult, problems: readonly Problem[], locale: Locale): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  if (errors > 0) {
    return locale === 'zh-CN' ? `${errors} 个错误，${warnings} 个提醒。` : `${errors} errors, ${warnings} warnings.`;
  }
  const { app } = loaded;
  if (!app) return '';
  const counts = {
    'zh-CN': ['表单', '流程', '规则', '决策表', '看板', '连接器', '场景'],
    en: ['forms', 'flows', 'rules', 'tables', 'boards', 'connectors', 'scenarios'],
  };
  const sizes = [app.forms, app.flows, app.rules, app.tables, app.reports, app.connectors, app.scenarios].map(
    (map) => map.size,
  );
  const parts = counts[locale].map((word, i) => `${sizes[i] ?? 0} ${word}`).join(locale === 'zh-CN' ? '、' : ', ');
  const hash = app.hash.slice(0, 12);
  return locale === 'zh-CN'
    ? `${app.app.key} ${app.app.version}：没有错误，${warnings} 个提醒。${parts}。哈希 ${hash}。`
    : `${app.app.key} ${app.app.version}: no errors, ${warnings} warnings. ${parts}. Hash ${hash}.`;
}

async function check(args: readonly string[]): Promise<number> {
  const locale = localeOf(args);
  const folder = folderOf(args);
  if (folder === undefined) {
    console.error(
      locale === 'zh-CN'
        ? '用法：npm run check -- <应用文件夹> [--lang zh-CN|en]'
        : 'Usage: npm run check -- <app folder> [--lang zh-CN|en]',
    );
    return 2;
  }
  const { files, pictures } = await readAppFolder(folder);
  const loaded = loadApp(files);
  const problems = [...loaded.problems, ...missingLogo(loaded, pictures)];
  for (const problem of problems) console.log(`${describeProblem(problem, locale)}\n`);
  console.log(summary(loaded, problems, locale));
  return problems.some((problem) => problem.severity === 'error') ? 1 : 0;
}

try {
  process.exitCode = await check(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FolderError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
