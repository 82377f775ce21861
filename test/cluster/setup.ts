import type { TestProject } from 'vitest/node';
import { startStack } from './stack/stack';
import type { TektonBinaries } from './stack/tekton/tekton-binaries';

/** Starts the servers before the first test and stops them after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { CLUSTER_BINARIES: binaries, CLUSTER_TEKTON: built, CLUSTER_SCRATCH: scratch } = process.env;
  if (binaries === undefined || scratch === undefined) throw new Error("start these tests with 'npm run test:cluster'");
  const started = performance.now();
  const tekton: TektonBinaries | undefined = built === undefined ? undefined : JSON.parse(built);
  const stack = await startStack(JSON.parse(binaries), scratch, tekton);
  console.log(`cluster: up in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  project.provide('cluster', { ...stack.access, scratch, tektonImages: tekton?.images ?? '' });
  return () => stack.stop();
}
