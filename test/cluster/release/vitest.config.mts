import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export default defineConfig({
  root: at('.'),
  test: {
    include: ['test/cluster/release/**/*.test.ts'],
    globalSetup: [at('test/programs/build.ts'), at('test/cluster/setup.ts'), at('test/cluster/release/setup.ts')],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // There is one gourmetgram, with one address each.
    fileParallelism: false,
  },
});
