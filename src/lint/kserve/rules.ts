import type { Rule } from '../rule';
import { inferenceService } from './inference-service';
import { servingRuntime } from './serving-runtime';

/** What KServe's webhooks mind beyond single fields. @internal */
export const kserveRules: readonly Rule[] = [inferenceService, servingRuntime];
