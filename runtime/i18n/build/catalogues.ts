import { baseCompile } from '@intlify/message-compiler';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

const CATALOGUE = /\/(?:runtime|designer)\/i18n\/(?:(?!build\/)[\w-]+\/)?(?!index\.ts|format\.ts)[\w-]+\.ts$/;

/** Braces, plural bars, links and quotes are the message format's; any other text is what it says. */
const isFormatted = (text: string): boolean => /[{|@]/.test(text);

/** What the compiler makes of a text without places, in the short names that it knows too: without a compiler no string is taken. */
const plain = (text: string): object => ({ t: 0, b: { t: 2, s: text } });

function compiled(value: unknown): unknown {
  if (typeof value === 'string') {
    return isFormatted(value) ? baseCompile(value, { jit: true, location: false }).ast : plain(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, compiled(item)]));
}

/** What the module holds, and the files that it is made of: a catalogue is data, and what it imports is more of it. */
async function read(path: string): Promise<{ module: object; files: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
  });
  const [{ text } = { text: '' }] = outputFiles;
  const module = (await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)) as object;
  return { module, files: Object.keys(metafile.inputs) };
}

/**
 * Texts are compiled when the product is built, so that the browser does not fetch vue-i18n's message compiler (9 kB packed
 * of a portal's first screen). Needs `__INTLIFY_DROP_MESSAGE_COMPILER__`.
 */
export const catalogues: Plugin = {
  name: 'catalogues',
  enforce: 'pre',
  async transform(_code, id) {
    if (!CATALOGUE.test(id)) return undefined;
    const { module, files } = await read(id);
    // An area of a catalogue, which only catalogues import.
    if (!('default' in module)) return undefined;
    for (const file of files) this.addWatchFile(`${process.cwd()}/${file}`);
    return { code: `export default ${JSON.stringify(compiled(module.default))};`, map: null };
  },
};
