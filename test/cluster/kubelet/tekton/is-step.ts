import type { Container } from '../pod';

/** Whether a container of a TaskRun's pod is one of its steps; others are sidecars. */
export function isStep({ name }: Container): boolean {
  return name.startsWith('step-');
}
