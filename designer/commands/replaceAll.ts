import type { AppBundle } from '../../engine/wire/design.ts';
import type { Command, JsonObject } from '../draft/types.ts';

/**
 * The whole content of an app's file in the place of the draft; the app keeps its own key, and the logo goes by the name it
 * has here. undefined: it holds broken JSON.
 */
export function replaceAll(bundle: AppBundle, key: string, logo?: string): Command | undefined {
  const next = new Map<string, JsonObject>();
  for (const [path, text] of Object.entries(bundle.files)) {
    const json = read(text);
    if (json === undefined) return undefined;
    next.set(path, path === 'app.json' ? { ...withLogo(json, logo), key } : json);
  }
  return {
    label: { 'zh-CN': '导入应用文件', en: 'Bring in an app file' },
    execute(files) {
      for (const path of Object.keys(files)) if (!next.has(path)) delete files[path];
      for (const [path, json] of next) files[path] = json;
      return undefined;
    },
  };
}

function withLogo(json: JsonObject, logo: string | undefined): JsonObject {
  const { brand } = json;
  if (logo === undefined || typeof brand !== 'object' || brand === null || Array.isArray(brand)) return json;
  return { ...json, brand: { ...brand, logo } };
}

function read(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : undefined;
  } catch {
    // The caller says that the file is broken.
    return undefined;
  }
}
