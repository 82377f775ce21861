import type { Authority, VerificationPolicySpec } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';

/** @internal */
export const verificationPolicy: Rule = {
  code: 'MLL1326',
  title: 'a VerificationPolicy that verifies nothing, or by no key',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "write 'resources', and 'authorities' with one key each",
  engine:
    /missing field\(s\): (?:.*, )?(?:resources|authorities)|(?:resources|authorities): Required value|data, .*kms, .*secretref|resourcePattern cannot be compiled|HashAlgorithm|available values are: enforce/,
  bad: yaml`
    apiVersion: tekton.dev/v1alpha1
    kind: VerificationPolicy
    metadata:
      name: signed
    spec:
      resources:
        - pattern: https://github.com/acme/.*
      authorities:
        - name: acme
          key:
            hashAlgorithm: sha256
  `,
  good: yaml`
    apiVersion: tekton.dev/v1alpha1
    kind: VerificationPolicy
    metadata:
      name: signed
    spec:
      resources:
        - pattern: https://github.com/acme/.*
      authorities:
        - name: acme
          key:
            hashAlgorithm: sha256
            kms: gcpkms://projects/acme/locations/global/keyRings/signing/cryptoKeys/release
  `,
  *check(project) {
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (kind !== 'VerificationPolicy') continue;
      const { resources = [], authorities = [], mode = '' } = spec as unknown as Partial<VerificationPolicySpec>;
      if (resources.length === 0)
        yield {
          document,
          path: at,
          message: 'the policy is for no resources',
          fix: "write 'resources' with a pattern",
        };
      if (authorities.length === 0)
        yield { document, path: at, message: 'the policy has no authorities', fix: "write 'authorities' with a key" };
      if (!['', 'enforce', 'warn'].includes(mode))
        yield { document, path: [...at, 'mode'], message: `there is no mode '${mode}'`, fix: 'write enforce or warn' };
      for (const [i, { name, key }] of (authorities as readonly Authority[]).entries()) {
        if (key === undefined) continue;
        const path = [...at, 'authorities', i, 'key'];
        const given = [key.data, key.kms, key.secretRef].filter((each) => each !== undefined && each !== '').length;
        if (given !== 1)
          yield {
            document,
            path,
            message: `'${name}' has ${given === 0 ? 'no key' : `${given} keys`}`,
            fix: 'write one of data, kms and secretRef',
          };
        if (!['', 'sha224', 'sha256', 'sha384', 'sha512'].includes((key.hashAlgorithm ?? '').toLowerCase()))
          yield {
            document,
            path: [...path, 'hashAlgorithm'],
            message: `there is no hash algorithm '${key.hashAlgorithm}'`,
            fix: 'write sha224, sha256, sha384 or sha512',
          };
      }
    }
  },
};
