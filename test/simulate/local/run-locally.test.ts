import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/simulate/local/cluster/objects';
import { hostAddress } from '../../../src/simulate/local/hosts';
import { type LocalRun, runLocally } from '../../../src/simulate/local/run-locally';
import { startHttpServer } from '../../harness/http-server';

const folder = mkdtempSync(join(tmpdir(), 'run-locally-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A workflow of one step, whose program is this text in place of `hold`. */
function play(program: string, container: object = {}, template: object = {}, more: Partial<LocalRun> = {}) {
  const manifests: readonly KubeObject[] = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'program-hold', namespace: 'mlops' },
      data: { 'hold.mjs': program },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'one', namespace: 'mlops' },
      spec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'size', value: 'small' }] },
        templates: [
          {
            name: 'main',
            outputs: {
              parameters: [
                { name: 'said', valueFrom: { path: '/out/said', default: 'nothing' } },
                { name: 'needed', valueFrom: { path: '/out/needed' } },
              ],
            },
            volumes: [
              { name: 'program', configMap: { name: 'program-hold' } },
              { name: 'out', emptyDir: {} },
            ],
            container: {
              image: 'node',
              command: ['node', '/program/hold.mjs'],
              volumeMounts: [
                { name: 'program', mountPath: '/program' },
                { name: 'out', mountPath: '/out' },
              ],
              ...container,
            },
            ...template,
          },
        ],
      },
    },
  ];
  const lines: string[] = [];
  return runLocally({
    manifests,
    entry: 'one',
    parameters: {},
    scenario: {},
    secrets: [],
    hosts: [],
    state: join(folder, 'state'),
    version: '4.0',
    stop: new AbortController().signal,
    told: { line: (_, text) => lines.push(text), ended: () => undefined },
    ...more,
  }).then((played) => {
    const [node] = played.workflows[0]?.nodes ?? [];
    if (node === undefined) throw new Error(JSON.stringify(played.findings));
    return { ...played, node, lines };
  });
}

const says = (expression: string): string => `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
const out = process.env.OUT_DIR;
writeFileSync(join(out, 'needed'), 'there\\n');
writeFileSync(join(out, 'said'), String(${expression}));
`;

describe('a program on this machine', () => {
  it('has the variables of the manifest, as the kubelet fills them in, and no others', async () => {
    const env = [
      { name: 'SIZE', value: '{{workflow.parameters.size}}' },
      { name: 'TEXT', value: '$(SIZE) $$(SIZE) $(OTHER) a$$b' },
      { name: 'SPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'FILE', value: '/out/model' },
      { name: 'ELSEWHERE', value: '/predict' },
    ];
    const program = says(
      'JSON.stringify([process.env.TEXT, process.env.SPACE, process.env.FILE === join(out, "model"), process.env.ELSEWHERE, process.env.HOME])',
    );
    const { node } = await play(program, { env }, {}, { parameters: { size: 'large' } });
    expect(JSON.parse(node.outputs.said ?? '')).toEqual([
      'large $(SIZE) $(OTHER) a$b',
      'mlops',
      true,
      '/predict',
      null,
    ]);
    expect(node).toMatchObject({ phase: 'Succeeded', outputs: { needed: 'there' } });
  });

  it('has a uid of its own each time', async () => {
    const env = [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } }];
    const uids = [];
    for (let i = 0; i < 2; i += 1) uids.push((await play(says('process.env.POD'), { env })).node.outputs.said);
    expect(new Set(uids).size).toBe(2);
    for (const uid of uids) expect(uid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('fails by its exit code, with the outputs that it left', async () => {
    const { phase, node } = await play(`${says('"too late"')}process.exit(3)`);
    expect(phase).toBe('Failed');
    expect(node).toMatchObject({ message: 'main: Error (exit code 3)', outputs: { said: 'too late' } });
  });

  it('is in Error without an output that has no default', async () => {
    const { phase, node } = await play('');
    expect(phase).toBe('Error');
    expect(node.message).toContain('/out/needed: no such file');
  });

  it('is ended when its time is up', async () => {
    const started = Date.now();
    const { phase, node } = await play('setTimeout(() => {}, 60_000)', {}, { timeout: '3s' });
    expect(phase).toBe('Failed');
    expect(node.message).toBe('Pod was active on the node longer than the specified deadline');
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('reaches a name of the cluster where somebody says it is, and calls it by that name', async () => {
    const server = await startHttpServer((request, response) => response.end(request.headers.host));
    const program = `import { get } from 'node:http';
${says('await new Promise((resolve) => get(process.env.URL, (answer) => answer.setEncoding("utf8").on("data", resolve)))')}`;
    const env = [{ name: 'URL', value: 'http://model.serving.svc.cluster.local:8080/' }];
    const hosts = [hostAddress(`model.serving.svc.cluster.local:8080=127.0.0.1:${server.port}`)];
    const { node } = await play(program, { env }, {}, { hosts });
    expect(node.outputs.said).toBe('model.serving.svc.cluster.local:8080');
    await server.stop();
  });

  it.each([
    ['an address', { env: [{ name: 'URL', value: 'http://a.b.svc:80/x' }] }, 'nobody says where a.b.svc:80 is'],
    [
      'a GitOps controller',
      {
        env: [
          { name: 'SOURCE_GITOPS', value: 'argocd' },
          { name: 'SOURCE_GITOPS_OBJECT', value: 'shop' },
        ],
      },
      "it waits for argocd 'shop', and that follows no release among the paths",
    ],
    [
      'a Deployment',
      {
        env: [
          { name: 'TO_WORKLOAD', value: 'deployment/app' },
          { name: 'TO_NAMESPACE', value: 'prod' },
        ],
      },
      "there is no Deployment 'app' of namespace 'prod': name its manifest among the paths",
    ],
    [
      'somebody who merges a pull request',
      { env: [{ name: 'MODE', value: 'pullRequest' }] },
      'it opens a pull request, and nobody merges it here',
    ],
    ['KServe', { env: [{ name: 'WORKLOAD', value: 'inferenceservice/x' }] }, 'a controller that is not here'],
    [
      'a key of a Secret',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'program-hold', key: 'b' } } }] },
      "ConfigMap 'program-hold' of namespace 'mlops' has no key 'b'",
    ],
    ['variables of a whole Secret', { envFrom: [{ secretRef: { name: 'a' } }] }, 'envFrom, which is not played here'],
  ])('does not start without %s that it needs, and says so', async (_, container, message) => {
    const { phase, findings, lines } = await play('console.log("started")', container);
    expect(phase).toBe('Error');
    expect(findings).toEqual([{ severity: 'error', message: expect.stringContaining(message) }]);
    expect(lines).toEqual([]);
  });

  it('has the Secrets of a file, decoded', async () => {
    const env = ['encoded', 'plain'].map((key) => ({ name: key, valueFrom: { secretKeyRef: { name: 'given', key } } }));
    const secret = (data: object) => ({
      kind: 'Secret',
      metadata: { name: 'given' },
      data,
      stringData: { plain: 'b' },
    });
    const good = await play(
      says('process.env.encoded + process.env.plain'),
      { env },
      {},
      { secrets: [secret({ encoded: 'YQ==' })] },
    );
    expect(good.node.outputs.said).toBe('ab');
    const bad = await play(says(''), { env }, {}, { secrets: [secret({ encoded: 'pass word!' })] });
    expect(bad.findings[0]?.message).toContain("Secret 'given' has a value that is not base64");
  });

  it('is not started where the scenario names its step', async () => {
    const { node, lines } = await play(
      'console.log("started")',
      {},
      {},
      {
        scenario: { main: { kind: 'ended', outputs: { said: 'scripted' } } },
      },
    );
    expect(node).toMatchObject({ phase: 'Succeeded', outputs: { said: 'scripted' } });
    expect(lines).toEqual([]);
  });

  it('is not started for another container, which ends well', async () => {
    const { node, lines } = await play('', { command: ['python', 'train.py'] });
    expect(node.phase).toBe('Succeeded');
    expect(lines).toEqual([]);
  });
});

describe('the folder that one run leaves for the next', () => {
  it('is refused to a second run at the same time, and taken over from one that is gone', async () => {
    const state = join(folder, 'shared');
    const first = play('setTimeout(() => {}, 2_000)', {}, {}, { state });
    await expect(play('', {}, {}, { state })).rejects.toThrow(/another run uses the folder of --state/);
    await first;
    writeFileSync(join(state, 'running'), '4194305');
    expect((await play(says('1'), {}, {}, { state })).phase).toBe('Succeeded');
    expect(existsSync(join(state, 'running'))).toBe(false);
  });
});

describe('an address', () => {
  it.each([
    ['mlflow=localhost', { host: 'mlflow', port: undefined, toHost: 'localhost', toPort: undefined }],
    ['A.b.svc:80=127.0.0.1:5000', { host: 'a.b.svc', port: 80, toHost: '127.0.0.1', toPort: 5000 }],
  ])('%s is understood', (text, address) => {
    expect(hostAddress(text)).toEqual(address);
  });

  it.each(['', 'mlflow', '=a', 'a=', 'a:b=c', 'http://a=b'])('%j is refused', (text) => {
    expect(() => hostAddress(text)).toThrow(/is no host: write name=address/);
  });
});
