import { yaml } from '../example';
import type { Rule } from '../rule';
import { containersIn } from './containers';

/** @internal */
export const unpinnedImage: Rule = {
  code: 'MLL3001',
  title: 'an image that may be another one tomorrow',
  severity: 'warning',
  why: 'Without a tag, or with latest, each pod takes what is newest: what was tested is not what runs.',
  fix: 'write an exact tag, or better the digest: name@sha256:…',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: trainer:latest
            command: [train]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: trainer:1.4.2
            command: [train]
  `,
  *check(project) {
    for (const { document, container, at } of containersIn(project)) {
      const image = String(container.image);
      // What is filled in later is not known yet; ko fills in a digest.
      if (image === '' || /[<{]|\$\(|^ko:\/\//.test(image) || image.includes('@')) continue;
      const tag = /:([^/:]+)$/.exec(image)?.[1];
      if (tag !== undefined && tag !== 'latest') continue;
      const said = tag === undefined ? 'has no tag' : 'has the tag latest';
      yield { document, path: [...at, 'image'], message: `the image '${image}' ${said}` };
    }
  },
};
