import type { Rule } from '../rule';
import { binding } from './rules/binding';
import { interceptor } from './rules/interceptor';
import { listener } from './rules/listener';
import { notAPath } from './rules/not-a-path';
import { template } from './rules/template';
import { trigger } from './rules/trigger';

/** What the webhook of Tekton Triggers minds beyond single fields, and what no event gets through. @internal */
export const triggersRules: readonly Rule[] = [listener, trigger, binding, template, interceptor, notAPath];
