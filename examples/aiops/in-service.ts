import type { Played } from '../../test/engines/tekton/play';

const pass: Played = { files: { verdict: 'pass', reason: 'as it should be' } };

/** What the stages leave that bring a published version into service, by the name of a stage, when all is well. */
export function inService(model: string): Readonly<Record<string, Played>> {
  return {
    'begin-gate': {
      files: { next: 'measure', deployed: `pvc://model-storage-pvc/${model}/8`, commit: 'a'.repeat(40) },
    },
    'wait-rollout': pass,
    [`check-http-v1-models-${model}-predict`]: pass,
    'check-pods': pass,
    'prove-again': pass,
    'record-verdict': pass,
    'read-decision': { files: { decision: 'promote' } },
    'promote-candidate': { files: { outcome: 'promoted' } },
    'settle-production': { files: { outcome: 'settled' } },
  };
}
