import { availableParallelism } from 'node:os';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// Element Plus ships imports of its own style sheets, which Node cannot load unless Vite does it.
const server = { deps: { inline: ['element-plus'] } };
// Files share what they import: reading it anew for each took more than running the tests. What a file starts it ends
// (engine/host/testing/endings.ts), and no test changes what others import.
const shared = { isolate: false, exclude: ['**/node_modules/**'], server };
const fileSetup = ['engine/host/testing/fileSetup.ts'];

export default defineConfig({
  test: {
    reporters: ['default'],
    // Left to itself it would use one of two cores; the database works while a test waits for it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // One after the other: browsers and databases beside them made quick tests wait past their time on two cores.
    projects: [
      {
        plugins: [vue()],
        test: {
          ...shared,
          name: 'unit',
          sequence: { groupOrder: 0 },
          environment: 'node',
          include: [
            'engine/{expression,definition,form,flow,rule,report}/**/*.test.ts',
            '{runtime,designer,schemas,bench,docs}/**/*.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...shared,
          // What needs the database; one server for the run, one clone of the template for each file.
          name: 'host',
          sequence: { groupOrder: 1 },
          environment: 'node',
          include: [
            'engine/host/**/*.test.ts',
            '{migrations,apps}/**/*.test.ts',
            'e2e/{counterparts,online-retail}/**/*.test.ts',
          ],
          globalSetup: ['engine/host/testing/globalSetup.ts'],
          setupFiles: fileSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          // Not part of `npm test`, which answers within minutes: `npm run test:browser`.
          name: 'browser',
          sequence: { groupOrder: 2 },
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          exclude: [...shared.exclude, 'e2e/{counterparts,online-retail}/**'],
          globalSetup: ['engine/host/testing/globalSetup.ts', 'engine/host/testing/browserSetup.ts'],
          setupFiles: fileSetup,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each file starts servers and a browser of its own; two at a time made time-outs on two cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
