import type { Chart } from 'cdk8s';
import { type EngineTarget, type EventEngine, EventFrom, EventTrigger, secretKey, type Unit } from 'cdk8s-mlops';

/** Signed by GitHub; whoever does not know the secret starts nothing. */
const push = EventFrom.github({
  owner: 'teaching-on-testbeds',
  repository: 'gourmetgram',
  push: 'main',
  secret: secretKey('github-webhook', 'secret'),
});

/** A push to `main` starts what the schedule starts. Nothing of its body reaches the run. */
export function trainOnPush(
  chart: Chart,
  { engine, events, run }: { engine: EngineTarget; events?: EventEngine; run: Unit<object, unknown> },
): void {
  new EventTrigger(chart, 'train-on-push', { engine, events, on: push, run });
}
