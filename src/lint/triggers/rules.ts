import type { Rule } from '../rule';
import { binding } from './rules/binding';
import { interceptor } from './rules/interceptor';
import { listener } from './rules/listener';
import { template } from './rules/template';
import { trigger } from './rules/trigger';

/** What the webhook of Tekton Triggers minds beyond single fields. @internal */
export const triggersRules: readonly Rule[] = [listener, trigger, binding, template, interceptor];
