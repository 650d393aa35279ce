import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { defineConfig, type Plugin } from 'vite';
import { catalogues } from './runtime/i18n/build/catalogues.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** In development, as the server does it (engine/host/http/client.ts): each page for all its addresses. */
const pages: Plugin = {
  name: 'pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const [path = '', query] = (request.url ?? '').split('?');
      const isDocument = request.headers.accept?.includes('text/html') === true && !path.includes('.');
      const [, first] = path.split('/');
      const page = first === 'portal' ? 'runtime/portal' : first === 'design' ? 'designer/index' : 'runtime/index';
      if (isDocument && !path.startsWith('/api/'))
        request.url = `/${page}.html${query === undefined ? '' : `?${query}`}`;
      next();
    });
  },
};

/** Three pages: the workbench for staff, the designer, and the portal, which customers load on a phone and which stays small. */
export default defineConfig({
  root: at('.'),
  publicDir: at('runtime/public'),
  appType: 'mpa',
  plugins: [
    catalogues,
    vue(),
    Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    pages,
  ],
  // Parts of Vue and vue-i18n that nobody here uses, Element Plus neither; texts are compiled above.
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  },
  build: {
    outDir: at('dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      input: {
        workbench: at('runtime/index.html'),
        portal: at('runtime/portal.html'),
        designer: at('designer/index.html'),
      },
      // Whoever starts the program for the first time has no use for how long each plugin took.
      checks: { bundlerTimings: false },
    },
    chunkSizeWarningLimit: 1200,
  },
  // What a worker fetches when it needs it is a file of its own.
  worker: { format: 'es' },
  server: { proxy: { '/api': process.env.API_URL ?? 'http://127.0.0.1:3000' } },
});
