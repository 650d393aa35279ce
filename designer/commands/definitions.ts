import type { Label } from '../../engine/definition/index.ts';
import type { Command, Json, JsonObject } from '../draft/types.ts';
import { labelOf } from '../shell/places.ts';

const words = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const nameIn = (label: Label, language: 'zh-CN' | 'en') => (typeof label === 'string' ? label : label[language]);

/** A new file of the app. `inMenu`: what its records are called in the workbench's menu, where it shall stand there. */
export function addDefinition(path: string, json: JsonObject, inMenu?: Label): Command {
  const label = labelOf(json) ?? path;
  return {
    label: words(`新建${nameIn(label, 'zh-CN')}`, `Make ${nameIn(label, 'en')}`),
    execute(files) {
      if (Object.hasOwn(files, path)) throw new Error(`${path} exists.`);
      files[path] = json;
      const app = files['app.json'];
      if (inMenu === undefined || app === undefined) return undefined;
      const entry = { label: inMenu as Json, form: json.key ?? '' };
      if (Array.isArray(app.navigation)) app.navigation.push(entry);
      else app.navigation = [entry];
      return undefined;
    },
  };
}

export function removeDefinition(path: string, label: Label): Command {
  return {
    label: words(`移除${nameIn(label, 'zh-CN')}`, `Remove ${nameIn(label, 'en')}`),
    execute(files) {
      delete files[path];
      return undefined;
    },
  };
}

/** The whole content of a file, as the text view has it. Typing in one file is one step for a second. */
export function replaceFile(path: string, json: JsonObject): Command {
  return {
    label: words('修改定义', 'Edit the definition'),
    merge: `replace ${path}`,
    execute(files) {
      files[path] = json;
      return undefined;
    },
  };
}
