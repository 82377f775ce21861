import { checkProps } from '../core/check-props';
import { PipelineError } from '../core/error';
import { type Definition, definitionsIn } from './definitions';
import { drawDefinition } from './draw-definition';
import { mermaidText } from './mermaid-text';
import { Picture } from './picture';
import { rootsOf } from './roots';
import { drawPipeline } from './tekton/draw-pipeline';
import { pipelineKinds } from './tekton/pipelines';

/** @public */
export interface MermaidOptions {
  /**
   * What to draw: `name`, `Kind/name` or `namespace/name`. Of several kinds of one name the outermost is drawn: a CronWorkflow
   * before the template that it starts, a CronJob before its Pipeline.
   *
   * @default - everything that nothing else among the documents refers to
   */
  readonly entry?: string | undefined;
  /** How many boxes deep called templates are opened; with 0 each of them is one node. @default - all */
  readonly depth?: number | undefined;
}

/**
 * Draws pipelines of Argo and of Tekton as a Mermaid flowchart, from their manifests: whatever made them.
 *
 * A template that only calls another one is drawn as that one; the words of a branch stand on its arrows; what ends red,
 * approvals and templates that are not among the documents have shapes of their own, and the exit handler stands apart.
 * The same documents give the same text, in whatever order they come.
 *
 * @param documents - manifests as plain data; those of other kinds are passed over
 * @returns text that ends in a line feed
 * @throws PipelineError MLP5101 for an entry that is not there, or that several have; MLP5102 where there is nothing to draw.
 * @see https://mermaid.js.org/syntax/flowchart.html
 * @example
 * ```ts
 * import { mermaid } from 'cdk8s-mlops/graph';
 *
 * const hello = {
 *   apiVersion: 'argoproj.io/v1alpha1',
 *   kind: 'WorkflowTemplate',
 *   metadata: { name: 'hello' },
 *   spec: { entrypoint: 'greet', templates: [{ name: 'greet', container: { image: 'busybox:1.37.0' } }] },
 * };
 * const text = mermaid([hello], { entry: 'hello' });
 * ```
 * @public
 */
export function mermaid(documents: readonly unknown[], options: MermaidOptions = {}): string {
  checkProps(options, ['entry', 'depth'], 'mermaid');
  const { entry, depth = Number.POSITIVE_INFINITY } = options;
  if (typeof depth !== 'number' || !(depth >= 0)) {
    throw new PipelineError({
      code: 'MLP1001',
      message: 'the depth of mermaid is no number from 0 on',
      actual: depth,
    });
  }
  const definitions = definitionsIn(documents);
  const roots = rootsOf(definitions, entry);
  const picture = new Picture();
  for (const root of roots) {
    const box = roots.length === 1 ? undefined : picture.addBox(root.name, undefined);
    if (isPipeline(root)) drawPipeline(root, documents, { picture, box, depth });
    else drawDefinition(root, definitions, { picture, box, depth });
  }
  return mermaidText(picture);
}

const isPipeline = ({ kind }: Definition): boolean => (pipelineKinds as readonly string[]).includes(kind);
