import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify, verifyInParallel } from '../../lib/simulate/explore/verify.js';

const dist = join(import.meta.dirname, '../../dist-manifests');
const folders = { argo: 'gourmetgram/argo', tekton: 'gourmetgram-tekton/gourmetgram-delivery' };

/** The proof of the release of gourmetgram, from YAML: on one core, or on all. */
export async function measure(_, how, engine = 'argo') {
  const folder = join(dist, folders[engine]);
  const manifests = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const start = performance.now();
  const [verified] = await (how === 'one' ? verify : verifyInParallel)(manifests, { submit: ['cron-train'] });
  const ms = performance.now() - start;
  const { scenarios, plays, proved } = verified.exploration;
  if (proved.length < 8) throw new Error('it is not proved');
  return { ms, megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6, scenarios: Number(scenarios), plays };
}
