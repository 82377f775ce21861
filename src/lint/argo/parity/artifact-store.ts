import { posix } from 'node:path';
import type { Artifact, HDFSArtifact } from '../../../schemas/argo/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const artifactStore: Rule = {
  code: 'MLL2051',
  title: 'an artifact of git or HDFS that does not say where it is',
  severity: 'error',
  why: 'Argo refuses the workflow.',
  fix: 'write the field',
  engine: /git\.repo is required|hdfs\.(?:addresses|path|hdfsUser|krb)/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            artifacts:
              - name: data
                path: /data
                hdfs:
                  path: data
                  addresses: [namenode:8020]
                  hdfsUser: train
          container:
            image: busybox:1.36.1
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
          inputs:
            artifacts:
              - name: data
                path: /data
                hdfs:
                  path: /data
                  addresses: [namenode:8020]
                  hdfsUser: train
          container:
            image: busybox:1.36.1
  `,
  *check(project) {
    for (const { object, template, at } of templatesIn(project)) {
      const given = (template.inputs?.artifacts ?? []).map((artifact, i) => ({
        artifact,
        path: [...at, 'inputs', 'artifacts', i],
      }));
      const archive = template.archiveLocation as Artifact | undefined;
      const all = archive === undefined ? given : [...given, { artifact: archive, path: [...at, 'archiveLocation'] }];
      for (const { artifact, path } of all)
        for (const problem of problemsOf(artifact, path)) yield { document: object.document, ...problem };
    }
  },
};

type Said = Omit<Problem, 'document'>;

function* problemsOf({ git, hdfs }: Artifact, at: YamlPath): Generator<Said> {
  if (git !== undefined && git.repo === '') yield lacks([...at, 'git'], 'repo');
  if (hdfs !== undefined) yield* ofHdfs(hdfs, [...at, 'hdfs']);
}

const lacks = (path: YamlPath, field: string): Said => ({
  path,
  message: `'${path.at(-1)}' has no ${field}`,
  fix: `write '${field}'`,
});

function* ofHdfs(hdfs: HDFSArtifact, at: YamlPath): Generator<Said> {
  const { addresses = [], path, hdfsUser = '', krbCCacheSecret, krbKeytabSecret } = hdfs;
  if (addresses.length === 0) yield lacks(at, 'addresses');
  if (path === '') yield lacks(at, 'path');
  else if (!posix.isAbsolute(path))
    yield { path: [...at, 'path'], message: `'${path}' does not begin with '/'`, fix: 'write an absolute path' };
  if (hdfsUser === '' && krbCCacheSecret === undefined && krbKeytabSecret === undefined)
    yield {
      path: at,
      message: "'hdfs' does not say as whom it is read",
      fix: "write 'hdfsUser', 'krbCCacheSecret' or 'krbKeytabSecret'",
    };
  const { krbServicePrincipalName = '', krbConfigConfigMap, krbUsername = '', krbRealm = '' } = hdfs;
  const isHalf = krbServicePrincipalName === '' || krbConfigConfigMap === undefined;
  if (krbKeytabSecret !== undefined && (isHalf || krbUsername === '' || krbRealm === ''))
    yield {
      path: at,
      message: "'krbKeytabSecret' stands without all that belongs to it",
      fix: "write 'krbServicePrincipalName', 'krbConfigConfigMap', 'krbUsername' and 'krbRealm'",
    };
  if (krbCCacheSecret !== undefined && isHalf)
    yield {
      path: at,
      message: "'krbCCacheSecret' stands without all that belongs to it",
      fix: "write 'krbServicePrincipalName' and 'krbConfigConfigMap'",
    };
}
