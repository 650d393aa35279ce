import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages: the workbench for staff, and the portal, which customers load on a phone and which stays small. */
export default defineConfig({
  root: at('runtime'),
  publicDir: at('runtime/public'),
  plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] })],
  // Parts of vue-i18n that nobody here uses.
  define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    outDir: at('dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: { workbench: at('runtime/index.html'), portal: at('runtime/portal.html') } },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': process.env.API_URL ?? 'http://127.0.0.1:3000' } },
});
