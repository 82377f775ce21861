import { Chart, Testing } from 'cdk8s';
import type { KubeObject } from './api/json';

/** The objects that `build` puts into a chart of this namespace. */
export function emit(namespace: string, build: (chart: Chart) => void): readonly KubeObject[] {
  const chart = new Chart(Testing.app(), 'chart', { namespace });
  build(chart);
  return Testing.synth(chart);
}
