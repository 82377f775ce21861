import type { Rule } from '../rule';
import { equalPriority } from './equal-priority';
import { inferenceGraph } from './inference-graph';
import { inferenceService } from './inference-service';
import { servingRuntime } from './serving-runtime';
import { trainedModel } from './trained-model';

/** What KServe's webhooks mind beyond single fields. @internal */
export const kserveRules: readonly Rule[] = [
  inferenceService,
  servingRuntime,
  inferenceGraph,
  trainedModel,
  equalPriority,
];
