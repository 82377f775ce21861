import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: at('.'),
  resolve: {
    alias: [
      { find: /^cdk8s-mlops$/, replacement: at('src/index.ts') },
      { find: /^cdk8s-mlops\/argo$/, replacement: at('src/engines/argo/index.ts') },
      { find: /^cdk8s-mlops\/tekton$/, replacement: at('src/engines/tekton/index.ts') },
    ],
  },
  test: {
    include: ['test/cluster/{smoke,full,compliance,compare,aiops,flts,iac}/**/*.test.ts'],
    globalSetup: [at('test/programs/build.ts'), at('test/cluster/setup.ts')],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests wait for the controller more than they compute.
    maxWorkers: 4,
    maxConcurrency: 4,
  },
});
