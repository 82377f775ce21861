import type { Container } from '../pod';

/** Whether a container of a TaskRun's pod is one of its steps; others are sidecars. */
export function isStep({ name }: Container): boolean {
  return name.startsWith('step-');
}

/** Whether a step only takes values in or hands them on, before and after the program that a task is about. */
export function isHandOver({ args = [] }: Container): boolean {
  return args.some((word) => /^\/program\/(?:take-inputs|hand-on)\.mjs$/.test(word));
}
