import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: at('.'),
  resolve: {
    alias: [
      { find: /^cdk8s-mlops$/, replacement: at('src/index.ts') },
      { find: /^cdk8s-mlops\/argo$/, replacement: at('src/engines/argo/index.ts') },
    ],
  },
  test: {
    include: ['test/services/**/*.test.ts'],
    setupFiles: [at('test/services/fresh-connections.ts')],
    globalSetup: [at('test/programs/build.ts'), at('test/services/setup.ts')],
    // The first test that asks for a shared server waits until it runs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests wait for servers and programs more than they compute.
    maxWorkers: 4,
    maxConcurrency: 4,
  },
});
