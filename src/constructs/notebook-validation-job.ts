import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkNotebook } from './check-notebook';
import type { NotebookOperator, NotebookSpec } from './notebook-spec';

/** @public */
export interface NotebookValidationJobProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: NotebookSpec;
  readonly operator: NotebookOperator;
}

/**
 * A `NotebookValidationJob` in its operator's own words: it runs once, when it is applied. A pipeline that trains has
 * `notebookTask`, which makes one for each run.
 *
 * @throws PipelineError MLP3051 for what the installed definition would refuse or drop without a word: volumes before
 * operator 1.0.5, an image without a version, a path that is no notebook.
 * @see https://github.com/tosin2013/jupyter-notebook-validator-operator
 * @example
 * ```ts
 * new NotebookValidationJob(chart, 'isolation-forest', {
 *   operator: { version: '1.0.5' },
 *   spec: {
 *     notebook: { path: 'notebooks/01.ipynb', git: { url: 'https://github.com/acme/aiops', ref: 'main' } },
 *     podConfig: { containerImage: 'ghcr.io/acme/notebooks:1.4.0' },
 *   },
 * });
 * ```
 * @public
 */
export class NotebookValidationJob extends ApiObject {
  readonly spec: NotebookSpec;

  constructor(scope: Construct, id: string, { metadata, spec, operator }: NotebookValidationJobProps) {
    const apiVersion = checkNotebook(spec, operator, `${scope.node.path}/${id}`);
    super(scope, id, {
      apiVersion,
      kind: 'NotebookValidationJob',
      ...(metadata === undefined ? {} : { metadata }),
      spec,
    });
    this.spec = spec;
  }
}
