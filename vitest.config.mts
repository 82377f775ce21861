import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^cdk8s-mlops$/, replacement: source('index.ts') },
      { find: /^cdk8s-mlops\/argo$/, replacement: source('engines/argo/index.ts') },
      { find: /^cdk8s-mlops\/events$/, replacement: source('engines/events/index.ts') },
      { find: /^cdk8s-mlops\/graph$/, replacement: source('graph/index.ts') },
      { find: /^cdk8s-mlops\/lint$/, replacement: source('lint/index.ts') },
      { find: /^cdk8s-mlops\/simulate$/, replacement: source('simulate/index.ts') },
      { find: /^cdk8s-mlops\/tekton$/, replacement: source('engines/tekton/index.ts') },
      { find: /^cdk8s-mlops\/kserve$/, replacement: source('engines/kserve/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // They need servers of their own: npm run test:cluster, npm run test:services.
    exclude: ['**/node_modules/**', 'test/cluster/**', 'test/services/**'],
    globalSetup: ['./test/programs/build.ts'],
    // Properties are tried for many values, and processes wait for each other, on machines that do other things too.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // The default is a core less than there are, which of two leaves one idle.
    maxWorkers: availableParallelism(),
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: 'tsconfig.check.json' },
  },
});
