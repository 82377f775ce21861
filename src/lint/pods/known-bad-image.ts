import { yaml } from '../example';
import type { Rule } from '../rule';
import { badImages } from './bad-images';
import { containersIn } from './containers';

/** @internal */
export const knownBadImage: Rule = {
  code: 'MLL3053',
  title: 'an image that is known to be bad',
  severity: 'warning',
  why: 'It can not be pulled any more, gets no security fixes, or does not hold what its name says.',
  fix: 'take another one',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: build
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: gcr.io/kaniko-project/executor:v1.24.0
            args: [--context=/workspace, --destination=registry.svc:5000/app:1]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: build
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: moby/buildkit:v0.26.2-rootless
            command: [buildctl-daemonless.sh, build]
  `,
  *check(project) {
    for (const { document, container, at } of containersIn(project)) {
      const image = String(container.image);
      const [, host, rest = ''] = /^(?:([^/]*[.:][^/]*|localhost)\/)?(.*)$/.exec(image.split('@')[0] ?? '') ?? [];
      const [name = '', tag = ''] = rest.split(':');
      const full = host === 'k8s.gcr.io' ? `k8s.gcr.io/${name}` : name;
      const bad = badImages.find(
        (each) =>
          each.name.test(full) &&
          (each.tag?.test(tag) ?? true) &&
          (host === undefined || isHub(host) || !isOfHub(full)),
      );
      if (bad !== undefined)
        yield {
          document,
          path: [...at, 'image'],
          message: `the image '${image}': ${bad.why}`,
          fix: `${bad.instead} (${bad.source})`,
        };
    }
  },
};

const isHub = (host: string): boolean => /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)$/.test(host);

/** A mirror of one's own may still have them. */
const isOfHub = (name: string): boolean => !/^(?:k8s\.gcr\.io|google[-_]containers|kaniko-project)\//.test(name);
