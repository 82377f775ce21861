import type { EnvVar, Template } from '../../../../src/engines/argo/index';
import { containersOf, ofContainers, ofPods, type Rule } from './rule';

const exempt = ({ metadata }: Template, from: string): boolean =>
  ((metadata?.annotations as Record<string, string> | undefined)?.[`cdk8s-mlops/${from}`]?.length ?? 0) >= 10;

const secretName = /pass|secret|token|credential|api_?key/i;
const isSecretByValue = ({ name, value }: EnvVar): boolean => secretName.test(name) && value !== undefined;

/** Shell text and options that take a program. */
const takesText = /^(?:.*\/)?(?:sh|bash|dash|ash|zsh|-c|-e|--eval)$/;

/** What pods may be and do; the number is that of the checklist. */
export const podRules: readonly Rule[] = [
  ofPods('1 pods are not root, with the seccomp profile of the runtime', ({ template }) => {
    const { runAsNonRoot, runAsUser, seccompProfile } = template.securityContext ?? {};
    const root = exempt(template, 'runs-as-root');
    return seccompProfile?.type === 'RuntimeDefault' && (root || (runAsNonRoot === true && runAsUser !== 0));
  }),
  ofContainers('1 every container is restricted, also before and beside the main one', ({ securityContext }) => {
    const { allowPrivilegeEscalation, capabilities, privileged } = securityContext ?? {};
    return (
      allowPrivilegeEscalation === false &&
      privileged !== true &&
      JSON.stringify(capabilities) === JSON.stringify({ drop: ['ALL'] })
    );
  }),
  ofContainers(
    '2 its root file system is read-only and /tmp is a folder',
    ({ securityContext, volumeMounts }, template) => {
      const readOnly = securityContext?.readOnlyRootFilesystem === true || exempt(template, 'writable-root');
      return readOnly && volumeMounts?.some(({ mountPath }) => mountPath === '/tmp') === true;
    },
  ),
  ofContainers('3 it asks for cpu and memory, and memory has a limit', ({ resources }) => {
    const { requests = {}, limits = {} } = resources ?? {};
    return requests.cpu !== undefined && requests.memory !== undefined && limits.memory !== undefined;
  }),
  ofContainers('7 images are named by digest or by an exact tag', ({ image = '' }) => {
    return (
      /@sha256:[0-9a-f]{64}$/.test(image) || (/:[\w][\w.-]*$/.test(image) && !/:(latest|main|stable)$/.test(image))
    );
  }),
  {
    what: '7 no image is known to be gone or to let broken gates pass',
    broken: ({ templates }) =>
      templates.flatMap(({ template }) =>
        containersOf(template).flatMap(({ image = '' }) => (/bitnami|kaniko-project|\/hey/.test(image) ? [image] : [])),
      ),
  },
  ofContainers('8 no value becomes program text', ({ command = [], args = [] }) => {
    const words = [...command, ...args];
    const from = words.findIndex((word) => takesText.test(word));
    return from < 0 || words.slice(from).every((word) => !word.includes('{{'));
  }),
  {
    what: '8 there is no script, and no manifest as text',
    broken: ({ templates }) =>
      templates.flatMap(({ template }) =>
        template.script !== undefined || template.resource !== undefined ? [template.name ?? ''] : [],
      ),
  },
  ofContainers('10 secrets are read by reference', ({ env = [] }) => !env.some(isSecretByValue)),
  ofPods('11 every pod has a timeout', ({ template }) => template.timeout !== undefined),
  {
    what: '12 what is tried again is tried a limited number of times, with a backoff and a cap',
    broken: ({ templates }) =>
      templates.flatMap(({ template }) => {
        const { retryStrategy: retry } = template;
        const capped = retry?.backoff?.duration !== undefined && retry.backoff.cap !== undefined;
        return retry === undefined || (Number(retry.limit) <= 20 && capped) ? [] : [template.name ?? ''];
      }),
  },
  {
    what: '16 a verdict is read from a file, and is an error where there is none',
    broken: ({ templates }) =>
      templates
        .filter(({ template }) => template.container !== undefined)
        .flatMap(({ template }) =>
          (template.outputs?.parameters ?? [])
            .filter(({ name }) => name === 'verdict')
            .filter(({ valueFrom }) => valueFrom?.path !== '/out/verdict' || valueFrom.default !== 'error')
            .map(() => template.name ?? ''),
        ),
  },
  {
    what: '16 nothing is read from the standard output',
    broken: ({ templates }) =>
      templates.flatMap(({ template }) =>
        /outputs\.result\b/.test(JSON.stringify(template)) ? [template.name ?? ''] : [],
      ),
  },
  {
    what: '20 nothing is installed or fetched to be run',
    broken: ({ templates }) =>
      templates.flatMap(({ template }) =>
        containersOf(template).flatMap(({ command = [] }) =>
          // A question whose answer is printed is none.
          /pip install|npm (i|ci)\b|apt-get|wget|curl\b.*(\||\s-o\b|\s--output\b|\s-O\b)/.test(command.join(' '))
            ? command
            : [],
        ),
      ),
  },
  ofPods('4 pods have the account of their object, never the default one', ({ of, template }) => {
    const { serviceAccountName: account = 'default' } = template;
    // Or one that few of its pods share: its name begins with that of the object.
    return account === of.metadata.name || account === `${of.metadata.name}-release`;
  }),
];
