import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AppFile,
  type AppModel,
  describeProblem,
  type Localised,
  loadApp,
  type Problem,
} from '../../definition/index.ts';
import { readAppFolder } from './folder.ts';
import type { Picture } from './pictures.ts';

/** An app's definitions have errors: nothing of it is installed, and the words are for whoever edits them. */
export class AppProblem extends Error {
  readonly code = 'app_has_errors';
  readonly text: Localised;

  constructor(source: string, problems: readonly Problem[]) {
    const lines = (locale: keyof Localised) => problems.map((problem) => describeProblem(problem, locale)).join('\n');
    const text = {
      'zh-CN': `无法加载 ${source} 中的应用：\n${lines('zh-CN')}`,
      en: `The app in ${source} cannot be loaded:\n${lines('en')}`,
    };
    super(text.en);
    this.name = 'AppProblem';
    this.text = text;
  }
}

export interface AppInFolder {
  model: AppModel;
  /** Its files as they are to the byte. */
  texts: ReadonlyMap<string, string>;
  pictures?: readonly Picture[];
}

/** Every folder of `dir` with an app.json in it, by name. */
export async function readApps(dir: string, log: (line: string) => void): Promise<AppInFolder[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && existsSync(join(dir, entry.name, 'app.json')))
    .map(({ name }) => join(dir, name))
    .sort();
  const apps: AppInFolder[] = [];
  for (const folder of folders) {
    const { files, pictures } = await readAppFolder(folder);
    const { app, problems, ok } = loadApp(files);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (!ok || app === undefined) throw new AppProblem(folder, errors);
    if (problems.length > 0) log(`${app.app.key}: ${problems.length} warnings; npm run check -- ${folder} shows them.`);
    apps.push({ model: app, texts: textsOf(files), pictures });
  }
  return apps;
}

export function textsOf(files: readonly AppFile[]): Map<string, string> {
  return new Map(files.flatMap((file) => ('text' in file ? [[file.path, file.text] as const] : [])));
}
