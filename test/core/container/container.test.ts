import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { unitGraph } from '../../../src/core/index';
import type { TaskGraph } from '../../../src/core/task';
import { js, type Untyped } from '../plain-javascript';
import { problemOf } from '../problem';
import { image } from '../units';

/** A task called `q` with these properties, as the engines see it. */
function specOf(definition: object): TaskGraph {
  const unit = js.task('q', { image, command: ['run'], ...definition });
  return (unit as unknown as { readonly [unitGraph]: TaskGraph })[unitGraph];
}

const reason = 'installs packages at start';
const scratch: Untyped = js.Volume.scratch();

describe('the container of a task', () => {
  it('has cautious defaults', () => {
    expect(specOf({})).toMatchObject({
      command: ['run'],
      env: {},
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
      mounts: [],
      writable: [],
      workingDir: undefined,
      timeoutSeconds: 3600,
      retry: undefined,
      identity: { user: 1000, exempt: {} },
      access: [],
      sidecars: [],
      init: [],
      imagePullSecrets: [],
    });
  });

  it.each<readonly [string, object, object]>([
    ['cores without a limit', { resources: { cpu: '2' } }, { resources: { requests: { cpu: '2' }, limits: {} } }],
    [
      'a request below its limit in another unit',
      { resources: { cpu: { request: '500m', limit: '1' }, memory: { request: '900M', limit: '1Gi' } } },
      { resources: { requests: { cpu: '500m', memory: '900M' }, limits: { cpu: '1', memory: '1Gi' } } },
    ],
    ['a device', { resources: { gpu: { count: 2 } } }, { resources: { limits: { 'nvidia.com/gpu': '2' } } }],
    [
      'a device of another maker',
      { resources: { gpu: { count: 1, resource: 'amd.com/gpu' } } },
      { resources: { limits: { 'amd.com/gpu': '1' } } },
    ],
    [
      'a retry',
      { retry: { limit: 2 } },
      { retry: { limit: 2, on: 'error', firstSeconds: 10, factor: 2, capSeconds: 300 } },
    ],
    [
      'a retry with a backoff',
      {
        retry: {
          limit: 20,
          on: 'always',
          backoff: { first: Duration.seconds(1), factor: 1, cap: Duration.minutes(1) },
        },
      },
      { retry: { limit: 20, on: 'always', firstSeconds: 1, factor: 1, capSeconds: 60 } },
    ],
    ['no retry at all', { retry: { limit: 0, on: 'failure' } }, { retry: { limit: 0, on: 'failure' } }],
    ['another user', { user: 65_534 }, { identity: { user: 65_534 } }],
    ['root with a reason', { exempt: { runAsRoot: reason } }, { identity: { user: 0, exempt: { runAsRoot: reason } } }],
    ['a writable root with a reason', { exempt: { writableRoot: reason } }, { identity: { user: 1000 } }],
    ['a time of a second', { timeout: Duration.seconds(1) }, { timeoutSeconds: 1 }],
    ['a folder in a mounted one', { mounts: { '/data': scratch, '/data/in': scratch } }, {}],
    ['a folder beside the outputs', { writable: ['/output', '/work/x.y_z'] }, { writable: ['/output', '/work/x.y_z'] }],
    ['variables of every kind', { env: { A: '', _b1: js.secretKey('s', 'k'), C: js.configKey('c', 'k.json') } }, {}],
    ['a variable that every object inherits', { env: { constructor: 'x' } }, { env: { constructor: 'x' } }],
    [
      'a node and what it keeps away',
      { nodeSelector: { 'a.io/gpu': 'true', zone: '' }, tolerations: [{ key: 'gpu' }] },
      {},
    ],
    [
      'a taint in full',
      { tolerations: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoExecute' }] },
      { placement: { tolerations: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoExecute' }] } },
    ],
    [
      'labels',
      { labels: { 'app.kubernetes.io/component': 'training', team: '' } },
      { labels: { 'app.kubernetes.io/component': 'training', team: '' } },
    ],
    ['pull secrets', { imagePullSecrets: ['ghcr'] }, { imagePullSecrets: ['ghcr'] }],
    [
      'reading of its namespace',
      { access: [{ apiGroup: '', resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] }] },
      { access: [{ apiGroup: '', resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] }] },
    ],
    [
      'changing of a named object',
      { access: [{ apiGroup: '', resources: ['secrets'], verbs: ['get', 'patch'], names: ['s'] }] },
      {},
    ],
    ['creating', { access: [{ apiGroup: 'batch', resources: ['jobs'], verbs: ['create'] }] }, {}],
    [
      'a sidecar',
      { sidecars: [{ name: 'db', image, command: ['postgres'] }] },
      { sidecars: [{ name: 'db', command: ['postgres'] }] },
    ],
    [
      'what runs before',
      { init: [{ name: 'fetch', image, command: ['wget'], env: { A: 'b' } }] },
      { init: [{ name: 'fetch', env: { A: 'b' } }] },
    ],
    [
      'a sidecar that answers on this machine',
      { sidecars: [{ name: 'db', image, command: ['x'] }], env: { URL: 'http://localhost:1' } },
      {},
    ],
  ])('can have %s', (_, definition, spec) => {
    expect(specOf(definition)).toMatchObject(spec);
  });

  it.each<readonly [string, object, string, string]>([
    ['no command', { command: [] }, 'MLP1202', "task 'q' has no command"],
    ['a command that is missing', { command: undefined }, 'MLP1202', "task 'q' has no command"],
    ['a command line', { command: 'python train.py' }, 'MLP1202', "the command of task 'q' is 'python train.py'"],
    ['a number in the command', { command: ['train', 5] }, 'MLP1202', "the command of task 'q' has the word 5"],
    ['a list in the command', { command: ['train', ['a']] }, 'MLP1202', `has the word ["a"]`],
    ['null in the command', { command: ['train', null] }, 'MLP1202', 'has the word null'],
    [
      'an input that is a list in the command',
      { inputs: { l: js.list(js.text()) }, command: ({ inputs }: { inputs: { l: unknown } }) => ['x', inputs.l] },
      'MLP1202',
      "has the word input 'l' of task 'q'",
    ],
    ['variables as a line', { env: 'A=b' }, 'MLP1203', "the environment of task 'q' is 'A=b'"],
    ['variables as a list', { env: [{ name: 'A', value: 'b' }] }, 'MLP1203', "the environment of task 'q' is ["],
    ['no variables from a callback', { env: () => undefined }, 'MLP1203', "the environment of task 'q' is undefined"],
    ['a variable with a dash', { env: { 'A-B': 'x' } }, 'MLP1203', "task 'q' has an environment variable 'A-B'"],
    ['a variable that starts with a digit', { env: { '1A': 'x' } }, 'MLP1203', "an environment variable '1A'"],
    ['a variable without a name', { env: { '': 'x' } }, 'MLP1203', "an environment variable ''"],
    ['a number as a variable', { env: { A: 1 } }, 'MLP1203', "task 'q' sets A to 1"],
    ['null as a variable', { env: { A: null } }, 'MLP1203', "task 'q' sets A to null"],
    ['an object as a variable', { env: { A: { value: 'x' } } }, 'MLP1203', `task 'q' sets A to {"value":"x"}`],
    [
      'a key from nowhere',
      { env: { A: { from: 'vault', object: 's', key: 'k' } } },
      'MLP1203',
      `sets A to {"from":"vault"`,
    ],
    [
      'a key of an impossible Secret',
      { env: { A: { from: 'secret', object: 'A B', key: 'k' } } },
      'MLP1005',
      "no Secret can be called 'A B'",
    ],
    [
      'an impossible key',
      { env: { A: { from: 'configMap', object: 'c', key: 'a/b' } } },
      'MLP1203',
      "'a/b' is no key of a Secret",
    ],
    [
      'an artifact as a variable',
      { inputs: { m: js.artifact('/in/m') }, env: ({ inputs }: { inputs: { m: unknown } }) => ({ A: inputs.m }) },
      'MLP1203',
      "sets A to input 'm' of task 'q'",
    ],
    ['cores as a number', { resources: { cpu: 2 } }, 'MLP1204', "the cpu request of task 'q' is 2"],
    [
      'a quantity with a space',
      { resources: { memory: '2 Gi' } },
      'MLP1204',
      "the memory request of task 'q' is '2 Gi'",
    ],
    ['a quantity of another language', { resources: { memory: '2GB' } }, 'MLP1204', "is '2GB'"],
    ['a negative quantity', { resources: { cpu: '-1' } }, 'MLP1204', "is '-1'"],
    ['an exponent', { resources: { memory: '1e9' } }, 'MLP1204', "is '1e9'"],
    [
      'a limit without a request',
      { resources: { cpu: { limit: '1' } } },
      'MLP1204',
      "the cpu request of task 'q' is undefined",
    ],
    ['memory in thousandths of a byte', { resources: { memory: '512m' } }, 'MLP1204', 'asks for 512m of memory'],
    [
      'a request above its limit',
      { resources: { memory: { request: '1Gi', limit: '1G' } } },
      'MLP1204',
      "task 'q' asks for 1Gi of memory but may use only 1G",
    ],
    ['half a device', { resources: { gpu: { count: 0.5 } } }, 'MLP1204', "task 'q' asks for 0.5 GPUs"],
    ['devices as text', { resources: { gpu: { count: '1' } } }, 'MLP1204', "task 'q' asks for '1' GPUs"],
    [
      'a device that is memory',
      { resources: { gpu: { count: 1, resource: 'memory' } } },
      'MLP1204',
      "GPUs called 'memory'",
    ],
    [
      'a misspelt resource',
      { resources: { gpus: { count: 1 } } },
      'MLP1007',
      "no property 'gpus' - did you mean 'gpu'?",
    ],
    ['a misspelt request', { resources: { cpu: { requests: '1' } } }, 'MLP1007', "did you mean 'request'?"],
    ['a relative mount', { mounts: { data: scratch } }, 'MLP1205', "a volume of task 'q' can't be at 'data'"],
    ['a mount that climbs', { mounts: { '/data/../etc': scratch } }, 'MLP1205', "can't be at '/data/../etc'"],
    ['a mount at the root', { mounts: { '/': scratch } }, 'MLP1205', "can't be at '/'"],
    ['a mount at the root in disguise', { mounts: { '//': scratch } }, 'MLP1205', "can't be at '//'"],
    ['a mount where it already is', { mounts: { '/data/.': scratch } }, 'MLP1205', "can't be at '/data/.'"],
    ['a folder that ends in a slash', { writable: ['/work/'] }, 'MLP1205', "can't be at '/work/'"],
    ['a folder with a tag in it', { writable: ['/work/{{x}}'] }, 'MLP1205', "can't be at '/work/{{x}}'"],
    ['a folder that Kubernetes would expand', { writable: ['/work/$(X)'] }, 'MLP1205', "can't be at '/work/$(X)'"],
    ['a folder with a line end', { writable: ['/work\n/x'] }, 'MLP1205', "can't be at '/work\\n/x'"],
    ['a folder that is a number', { writable: [5] }, 'MLP1205', "a writable folder of task 'q' can't be at 5"],
    ['a relative working folder', { workingDir: 'app' }, 'MLP1205', "the working folder of task 'q' can't be at 'app'"],
    ['a volume by name', { mounts: { '/data': 'data' } }, 'MLP1206', "task 'q' mounts 'data'"],
    [
      'two things at a path',
      { mounts: { '/data': scratch }, writable: ['/data'] },
      'MLP1206',
      "task 'q' has two things at /data",
    ],
    ['a volume over the outputs', { mounts: { '/out': scratch } }, 'MLP1206', "task 'q' has two things at /out"],
    ['a volume over /tmp', { writable: ['/tmp'] }, 'MLP1206', "task 'q' has two things at /tmp"],
    ['root without a reason', { user: 0 }, 'MLP1207', "task 'q' runs as user 0"],
    ['a user as text', { user: '1000' }, 'MLP1207', "task 'q' runs as user '1000'"],
    ['a user that no kernel has', { user: 2 ** 31 }, 'MLP1207', "task 'q' runs as user 2147483648"],
    ['a negative user', { user: -1 }, 'MLP1207', "task 'q' runs as user -1"],
    ['root that is somebody else', { user: 5, exempt: { runAsRoot: reason } }, 'MLP1207', "task 'q' runs as user 5"],
    [
      'an exemption without words',
      { exempt: { runAsRoot: '          ' } },
      'MLP1207',
      "task 'q' is exempt from runAsRoot",
    ],
    [
      'an exemption that is true',
      { exempt: { writableRoot: true } },
      'MLP1207',
      'exempt from writableRoot because of true',
    ],
    ['a misspelt exemption', { exempt: { runAsRot: reason } }, 'MLP1007', "did you mean 'runAsRoot'?"],
    [
      'access to everything',
      { access: [{ apiGroup: '*', resources: ['x'], verbs: ['get'] }] },
      'MLP1208',
      'a wildcard',
    ],
    ['every verb', { access: [{ apiGroup: '', resources: ['pods'], verbs: ['*'] }] }, 'MLP1208', 'a wildcard'],
    [
      'every subresource',
      { access: [{ apiGroup: '', resources: ['pods/*'], verbs: ['get'] }] },
      'MLP1208',
      'a wildcard',
    ],
    [
      'no resources',
      { access: [{ apiGroup: '', resources: [], verbs: ['get'] }] },
      'MLP1208',
      'no resources or no verbs',
    ],
    [
      'a resource that is no list',
      { access: [{ apiGroup: '', resources: 'pods', verbs: ['get'] }] },
      'MLP1208',
      "'pods' names nothing",
    ],
    ['no group', { access: [{ resources: ['pods'], verbs: ['get'] }] }, 'MLP1208', 'undefined names nothing'],
    [
      'running in other pods',
      { access: [{ apiGroup: '', resources: ['pods/exec'], verbs: ['create'] }] },
      'MLP1208',
      'pods/exec',
    ],
    [
      'tokens of other accounts',
      { access: [{ apiGroup: '', resources: ['serviceaccounts/token'], verbs: ['create'] }] },
      'MLP1208',
      'serviceaccounts/token',
    ],
    [
      'rights it does not have',
      { access: [{ apiGroup: 'rbac.authorization.k8s.io', resources: ['roles'], verbs: ['escalate'] }] },
      'MLP1208',
      'escalate',
    ],
    [
      'a list of all Secrets',
      { access: [{ apiGroup: '', resources: ['secrets'], verbs: ['list'], names: ['a'] }] },
      'MLP1208',
      'all Secrets',
    ],
    ['any Secret', { access: [{ apiGroup: '', resources: ['secrets'], verbs: ['get'] }] }, 'MLP1208', 'all Secrets'],
    [
      'patching of everything',
      { access: [{ apiGroup: 'apps', resources: ['deployments'], verbs: ['patch'] }] },
      'MLP1208',
      'patch on all deployments',
    ],
    [
      'a misspelt rule',
      { access: [{ apiGroup: '', resource: ['pods'], verbs: ['get'] }] },
      'MLP1007',
      "did you mean 'resources'?",
    ],
    [
      'a call to this machine',
      { env: { URL: 'http://localhost:5000/x' } },
      'MLP1209',
      "task 'q' is told to call 'http://localhost",
    ],
    [
      'a call to this machine after another',
      { command: ['x', '--urls=http://a,http://127.0.0.1'] },
      'MLP1209',
      "'http://127.0.0.1",
    ],
    ['too many attempts', { retry: { limit: 21 } }, 'MLP1210', `task 'q' can't be retried by {"limit":21}`],
    ['no number of attempts', { retry: {} }, 'MLP1210', "task 'q' can't be retried by {}"],
    ['attempts as text', { retry: { limit: '3' } }, 'MLP1210', `can't be retried by {"limit":"3"}`],
    ['a retry on something else', { retry: { limit: 1, on: 'timeout' } }, 'MLP1210', `"on":"timeout"`],
    ['waits that become shorter', { retry: { limit: 1, backoff: { factor: 0.5 } } }, 'MLP1210', `"factor":0.5`],
    ['a misspelt backoff', { retry: { limit: 1, backof: {} } }, 'MLP1007', "did you mean 'backoff'?"],
    [
      'a wait of half a second',
      { retry: { limit: 1, backoff: { first: Duration.millis(500) } } },
      'MLP1301',
      'is 0.5 s',
    ],
    ['a node by a number', { nodeSelector: { gpu: 1 } }, 'MLP1211', "task 'q' selects nodes by 'gpu': 1"],
    [
      'a node by an impossible label',
      { nodeSelector: { 'gpu count': '1' } },
      'MLP1211',
      "selects nodes by 'gpu count'",
    ],
    [
      'a taint by another effect',
      { tolerations: [{ key: 'a', effect: 'noschedule' }] },
      'MLP1211',
      `"effect":"noschedule"`,
    ],
    ['a taint without a key', { tolerations: [{ value: 'a' }] }, 'MLP1211', `the taint {"value":"a"}`],
    ['labels that are a list', { labels: ['a'] }, 'MLP1212', "the labels of task 'q' are"],
    ['a label that is a number', { labels: { tier: 1 } }, 'MLP1212', "task 'q' has the label 'tier': 1"],
    ['a label with a space', { labels: { 'my team': 'a' } }, 'MLP1212', "the label 'my team'"],
    ['a label that Argo would evaluate', { labels: { run: '{{workflow.name}}' } }, 'MLP1212', "the label 'run'"],
    [
      'a label of the engine',
      { labels: { 'workflows.argoproj.io/workflow': 'other' } },
      'MLP1212',
      'which the engine or this library sets',
    ],
    ['a label of this library', { labels: { 'app.kubernetes.io/managed-by': 'me' } }, 'MLP1212', 'this library sets'],
    ['a misspelt taint', { tolerations: [{ key: 'a', operator: 'Exists' }] }, 'MLP1007', "no property 'operator'"],
    ['a pull secret in capitals', { imagePullSecrets: ['GHCR'] }, 'MLP1005', "no Secret can be called 'GHCR'"],
    [
      'a sidecar called like the engine',
      { sidecars: [{ name: 'wait', image, command: ['x'] }] },
      'MLP1005',
      "can't be called 'wait'",
    ],
    [
      'a sidecar without a command',
      { sidecars: [{ name: 'db', image }] },
      'MLP1202',
      "the command of a sidecar 'db' of task 'q' is undefined",
    ],
    [
      'a sidecar without an image',
      { init: [{ name: 'db', command: ['x'] }] },
      'MLP1201',
      "the image of an init container 'db'",
    ],
    ['a time as a number', { timeout: 60 }, 'MLP1301', "the timeout of task 'q' is 60"],
    ['no time', { timeout: Duration.seconds(0) }, 'MLP1301', "the timeout of task 'q' is 0 s"],
    ['a misspelt property', { comand: ['x'] }, 'MLP1007', "no property 'comand' - did you mean 'command'?"],
    [
      'an artifact where nothing can be written',
      { outputs: { m: js.artifact('/model/m') } },
      'MLP1206',
      'to /model/m: the file system is read-only',
    ],
  ])('can not have %s', (_, definition, code, message) => {
    const problem = problemOf(() => specOf(definition));
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it.each(['imagePullSecrets', 'sidecars', 'init', 'access', 'writable', 'tolerations'])(
    'takes %s as a list only',
    (name) => {
      const problem = problemOf(() => specOf({ [name]: 'x' }));
      expect(problem).toMatchObject({ code: 'MLP1001', actual: 'x', expected: 'a list' });
      expect(problem.message).toContain(`the ${name} of task 'q' are 'x'`);
    },
  );
});
