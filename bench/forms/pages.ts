import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { build, preview } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');

export type PageName = 'page' | 'gallery' | 'designer' | 'canvas';

export interface Pages {
  /** Of one of the pages, with the address's query. */
  url(query?: string): string;
  close(): Promise<void>;
}

/** What is built together shares what it is made of: the two that browser tests need in one, the measured one by itself. */
const BUILDS: Record<PageName, readonly PageName[]> = {
  page: ['page'],
  gallery: ['gallery', 'designer'],
  designer: ['gallery', 'designer'],
  canvas: ['canvas'],
};
/** The folder that a page lies in. */
const folderOf = (name: PageName): string => (name === 'canvas' ? join(here, '../flow') : here);
const INPUTS = ['bench/forms', 'bench/flow', 'runtime', 'designer', 'engine', 'schemas', 'package-lock.json'];

/** One page, built as the product is built and served on a free port. */
export async function servePage(name: PageName): Promise<Pages> {
  const outDir = await built(folderOf(name), BUILDS[name]);
  const options = { port: 0, host: '127.0.0.1' };
  const server = await preview({
    root: folderOf(name),
    configFile: false,
    build: { outDir },
    preview: options,
    logLevel: 'warn',
  });
  return {
    url: (query = '') => `${server.resolvedUrls?.local[0]}${name}.html${query}`,
    close: async () => {
      await new Promise((resolve) => server.httpServer.close(resolve));
    },
  };
}

/** The folder with these pages; what is there is taken as long as nothing that they are made of has changed. */
async function built(folder: string, names: readonly PageName[]): Promise<string> {
  const outDir = join(root, 'dist/bench-pages', names.join('-'));
  const note = `${outDir}.inputs`;
  const inputs = hashOf(INPUTS);
  if (existsSync(outDir) && existsSync(note) && readFileSync(note, 'utf8') === inputs) return outDir;
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    // Peers bring a Vue of their own along; one copy for all, or their components do not know each other.
    resolve: { alias: { vue: join(root, 'node_modules/vue/dist/vue.esm-bundler.js') } },
    define: { __VUE_OPTIONS_API__: true, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
    worker: { format: 'es' },
    plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] })],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: names.map((name) => join(folder, `${name}.html`)) },
      chunkSizeWarningLimit: 5000,
    },
  });
  writeFileSync(note, inputs);
  return outDir;
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesIn)) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** Tests and the host are no part of a page. */
function filesIn(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return path.endsWith('.test.ts') ? [] : [path];
  const names = readdirSync(join(root, path)).sort();
  return names.filter((name) => `${path}/${name}` !== 'engine/host').flatMap((name) => filesIn(`${path}/${name}`));
}
