import { posix } from 'node:path';
import { PipelineError } from '../core/error';
import type { GitOpsAppProps } from './gitops-app';

const KNOWN: Readonly<Record<keyof GitOpsAppProps, true>> = {
  outdir: true,
  folder: true,
  layout: true,
  syncWaves: true,
  kustomization: true,
  resolvers: true,
  recordConstructMetadata: true,
  verify: true,
  lint: true,
};

/**
 * Refuses props that would be passed over silently, or would lead out of the output folder.
 *
 * @throws PipelineError MLP4010
 * @internal
 */
export function checkProps(props: GitOpsAppProps): void {
  const surplus = Object.keys(props).filter((key) => !Object.hasOwn(KNOWN, key));
  if (surplus.length > 0) {
    throw new PipelineError({
      code: 'MLP4010',
      message: `GitOpsApp has no property ${surplus.map((key) => `'${key}'`).join(', ')}`,
      expected: Object.keys(KNOWN).join(', '),
      fix: surplus.some((key) => key === 'yamlOutputType' || key === 'outputFileExtension')
        ? "say layout: 'file-per-chart' or 'file-per-object'; files end in .yaml"
        : 'remove it',
    });
  }
  const { folder, layout, lint } = props;
  if (
    folder !== undefined &&
    (folder === '' || posix.isAbsolute(folder) || /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(folder))
  ) {
    throw new PipelineError({
      code: 'MLP4010',
      message: `the folder '${folder}' is not below the output folder`,
      expected: 'a relative path without ..',
    });
  }
  if (layout !== undefined && layout !== 'file-per-chart' && layout !== 'file-per-object') {
    throw new PipelineError({
      code: 'MLP4010',
      message: `there is no layout '${String(layout)}'`,
      expected: "'file-per-chart' or 'file-per-object'",
    });
  }
  if (lint !== undefined && 'off' in lint && (typeof lint.off !== 'string' || lint.off.trim() === '')) {
    throw new PipelineError({
      code: 'MLP4010',
      message: 'nothing says why the lint is off',
      expected: "lint: { off: 'the reason' }",
    });
  }
}
