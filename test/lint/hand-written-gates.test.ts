import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

// The programs that release pipelines are written with by hand, each with the mistake that was found in public ones.

const indented = (text: string, spaces: number) =>
  text
    .trim()
    .split('\n')
    .map((line) => `${' '.repeat(spaces)}${line}`)
    .join('\n');

const engines = {
  'Argo script': (program: string, language: string) => `
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: gate
spec:
  entrypoint: main
  templates:
    - name: main
      script:
        image: tools:1.4.2
        command: [${language}]
        source: |
${indented(program, 10)}
`,
  'Argo container': (program: string, language: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: gate-
spec:
  entrypoint: main
  templates:
    - name: main
      container:
        image: tools:1.4.2
        command: [${language}, -c]
        args:
          - |
${indented(program, 12)}
`,
  'Tekton step': (program: string, language: string) => `
apiVersion: tekton.dev/v1
kind: Task
metadata:
  name: gate
spec:
  steps:
    - name: look
      image: tools:1.4.2
      script: |
        #!/usr/bin/env ${language}
${indented(program, 8)}
`,
  CronJob: (program: string, language: string) => `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: gate
spec:
  schedule: '0 2 * * *'
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: look
              image: tools:1.4.2
              command: [/bin/${language}, -c]
              args:
                - |
${indented(program, 18)}
`,
} as const;

const gates = [
  {
    what: 'a load test that asks hey for a success rate',
    code: 'MLL4051',
    sh: `
hey -n 200 -c 10 "$URL/predict" > /tmp/load.txt
SUCCESS=$(grep -i "success rate" /tmp/load.txt | awk '{print $3}')
P95=$(grep "95%" /tmp/load.txt | awk '{print $2}')
if [ "$SUCCESS" != "0" ]; then echo pass; else echo fail; fi`,
    python: `
import subprocess
out = subprocess.run("hey -z 30s http://web/predict", shell=True, capture_output=True, text=True).stdout
rate = [line for line in out.splitlines() if "Success rate" in line]
print("fail" if rate and float(rate[0].split()[2]) < 95 else "pass")`,
  },
  {
    what: 'a load test that takes a missing number for 0',
    code: 'MLL4052',
    sh: `
P95=$(report p95 /tmp/load.txt)
if [ "\${P95:-0}" -lt 2000 ]; then printf pass; else printf fail; fi`,
    python: `
import json
report = json.load(open("/tmp/report.json"))
if report.get("p95", 0) < 2000:
    print("pass")`,
  },
  {
    what: 'a gate that passes when it can not judge',
    code: 'MLL4052',
    sh: `
RESULT=$(judge /tmp/report.json || echo pass)
echo "$RESULT" > /tmp/verdict`,
    python: `
try:
    verdict = judge()
except Exception:
    verdict = "pass"
open("/tmp/verdict", "w").write(verdict)`,
  },
  {
    what: 'a resource check of the first pod',
    code: 'MLL4053',
    sh: `
POD=$(kubectl get pods -n staging -l app=web -o jsonpath='{.items[0].metadata.name}')
kubectl top pod "$POD" -n staging --no-headers | judge-memory`,
    python: `
from kubernetes import client, config
config.load_incluster_config()
pod = client.CoreV1Api().list_namespaced_pod("staging", label_selector="app=web").items[0]
print(pod.status.container_statuses[0].restart_count)`,
  },
  {
    what: 'a resource check of the phase',
    code: 'MLL4054',
    sh: `
STATUS=$(oc get pod -n staging -l app=web -o jsonpath='{range .items[*]}{.status.phase}{"\\n"}{end}' | sort -u)
if [ "$STATUS" != "Running" ]; then exit 1; fi`,
    python: `
pods = api.list_namespaced_pod("staging", label_selector="app=web").items
assert all(p.status.phase == "Running" for p in pods)`,
  },
  {
    what: 'a wait for a version that is part of another',
    code: 'MLL4055',
    sh: `
for i in $(seq 1 12); do
  BODY=$(curl -fsS "$URL/version")
  if echo "$BODY" | grep -q "$EXPECTED_VERSION"; then exit 0; fi
  sleep 5
done
exit 1`,
    python: `
import os, requests, sys
expected_version = os.environ["EXPECTED"]
response = requests.get(os.environ["URL"] + "/version")
if expected_version in response.text:
    sys.exit(0)
sys.exit(1)`,
  },
  {
    what: 'a revert to the number before',
    code: 'MLL4056',
    sh: `
PREV_VERSION=$((VERSION - 1))
deploy "staging-1.0.\${PREV_VERSION}"`,
    python: `
import os
previous = int(os.environ["MODEL_VERSION"]) - 1
deploy(f"staging-1.0.{previous}")`,
  },
  {
    what: 'a deployment that is tested before it is there',
    code: 'MLL4057',
    sh: `
argocd app set web --helm-set-string image.tag="staging-$VERSION"
argocd app sync web
test-endpoint http://web.staging.svc`,
    python: undefined,
  },
  {
    what: 'a test whose failure is swallowed',
    code: 'MLL4002',
    sh: `
curl -fsS http://web.staging.svc/predict || true`,
    python: undefined,
  },
] as const;

const cases = gates.flatMap(({ what, code, sh, python }) =>
  Object.entries(engines).flatMap(([engine, write]) => [
    { what, code, engine, language: 'sh', text: write(sh, 'sh') },
    ...(python === undefined ? [] : [{ what, code, engine, language: 'python', text: write(python, 'python') }]),
  ]),
);

describe('in a gate that is written by hand, the lint', () => {
  it.each(cases)('finds $what ($engine, $language)', ({ code, text }) => {
    const found = lint([{ file: 'gate.yaml', text }]);
    expect(found.map((finding) => finding.code)).toContain(code);
  });

  it.each(Object.entries(engines))('finds nothing in one that judges what it measured (%s)', (_engine, write) => {
    const program = `
set -e
kubectl rollout status deployment/web -n staging --timeout=300s
test "$(curl -fsS "$URL/version" | jq -r .version)" = "$EXPECTED_VERSION"
hey -z 30s -o csv "$URL/predict" > /tmp/load.csv
judge-load --report /tmp/load.csv --p95 2000 --success 0.95`;
    expect(lint([{ file: 'gate.yaml', text: write(program, 'sh') }])).toEqual([]);
  });
});
