import { suggest } from '../core/suggest';
import { type TektonSetting, tektonSettings } from '../lint/lint-targets';
import { UsageError } from './usage-error';

/** What was typed after `--tekton`, or stands in a configuration. @internal */
export function tektonOf(typed: string | boolean | readonly unknown[], owner = '--tekton'): readonly TektonSetting[] {
  const given =
    typeof typed === 'string' ? typed.split(',').map((each) => each.trim()) : Array.isArray(typed) ? typed : [];
  return given.map((each): TektonSetting => {
    const text = String(each).replace(/=true$/, '');
    const found = tektonSettings.find((setting) => setting === text);
    if (found !== undefined) return found;
    const meant = suggest(text, tektonSettings);
    throw new UsageError(
      `${owner} has '${text}'`,
      meant === undefined ? `write some of ${tektonSettings.join(', ')}` : `did you mean '${meant}'?`,
    );
  });
}
