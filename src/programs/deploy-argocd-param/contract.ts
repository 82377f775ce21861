import { deployContract } from '../deploy/contract';
import { optional, required, type Values, type Variable } from '../environment';
import { labelName, objectName } from '../kubernetes/names';
import { matching, oneOf } from '../parse';

const imageName = matching(
  /^[a-z0-9.-]+(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
  'the name of an image without tag and digest',
);
const parameter = matching(/^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+|\[\d{1,4}\]){0,20}$/, 'a parameter such as image.digest');

/**
 * The env variables of deploy-argocd-param.
 *
 * @internal
 */
export const contract: typeof deployContract & {
  readonly namespace: Variable<string>;
  readonly application: Variable<string>;
  readonly kustomizeImage: Variable<string | undefined>;
  readonly helmParameter: Variable<string | undefined>;
  readonly helmValue: Variable<'reference' | 'digest'>;
} = {
  ...deployContract,
  namespace: required('NAMESPACE', labelName),
  application: required('APPLICATION', objectName),
  kustomizeImage: optional('KUSTOMIZE_IMAGE', imageName, undefined),
  helmParameter: optional('HELM_PARAMETER', parameter, undefined),
  helmValue: optional('HELM_VALUE', oneOf(['reference', 'digest']), 'reference'),
};

/** @internal */
export type Contract = Values<typeof contract>;

/** What no variable shows alone. @internal */
export function contradictions({ kustomizeImage, helmParameter, deployed, helmValue }: Contract): readonly string[] {
  const wrong: [boolean, string][] = [
    [kustomizeImage === undefined && helmParameter === undefined, 'neither KUSTOMIZE_IMAGE nor HELM_PARAMETER is set'],
    [kustomizeImage !== undefined && helmParameter !== undefined, 'KUSTOMIZE_IMAGE and HELM_PARAMETER are both set'],
    [kustomizeImage !== undefined && deployed.kind === 'model', 'KUSTOMIZE_IMAGE: DEPLOYED is no image'],
    [helmValue === 'digest' && deployed.kind === 'model', 'HELM_VALUE: DEPLOYED is no image and has no digest'],
  ];
  return wrong.filter(([is]) => is).map(([, text]) => text);
}
