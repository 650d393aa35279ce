import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { build, preview } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));

export interface Pages {
  /** Of one of the pages, with the address's query. */
  url(query?: string): string;
  close(): Promise<void>;
}

/** One page of this folder, built as the product is built and served on a free port. */
export async function servePage(name: 'page' | 'gallery' | 'designer'): Promise<Pages> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-forms-'));
  await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    // Peers bring a Vue of their own along; one copy for all, or their components do not know each other.
    resolve: { alias: { vue: join(here, '../../node_modules/vue/dist/vue.esm-bundler.js') } },
    define: { __VUE_OPTIONS_API__: true, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
    plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] })],
    build: {
      outDir,
      emptyOutDir: true,

      target: 'es2022',
      rolldownOptions: { input: join(here, `${name}.html`) },
      chunkSizeWarningLimit: 5000,
    },
  });
  const options = { port: 0, host: '127.0.0.1' };
  const server = await preview({
    root: here,
    configFile: false,
    build: { outDir },
    preview: options,
    logLevel: 'warn',
  });
  return {
    url: (query = '') => `${server.resolvedUrls?.local[0]}${name}.html${query}`,
    close: async () => {
      await new Promise((resolve) => server.httpServer.close(resolve));
      rmSync(outDir, { recursive: true });
    },
  };
}
