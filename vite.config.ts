import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import Components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages: the workbench for staff, and the portal, which customers load on a phone and which stays small. */
export default defineConfig({
  root: at('runtime'),
  publicDir: at('runtime/public'),
  plugins: [
    vue(),
    Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  build: {
    outDir: at('dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: { workbench: at('runtime/index.html'), portal: at('runtime/portal.html') } },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': process.env.API_URL ?? 'http://127.0.0.1:3000' } },
});
