import { UsageError } from './usage-error';

/** What was typed after `--argo`. @internal */
export function versionOf(typed: string | boolean | undefined): '3.7' | '4.0' {
  if (typed === undefined || typed === '4.0') return '4.0';
  if (typed === '3.7') return '3.7';
  throw new UsageError(`--argo is '${typed}'`, 'write 3.7 or 4.0');
}
