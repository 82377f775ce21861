import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';

const script = (source: string) => `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: smoke
spec:
  entrypoint: main
  templates:
    - name: main
      script:
        image: curlimages/curl:8.7.1
        command: [sh]
        source: |
${source.replaceAll(/^/gm, '          ')}
`;
const found = (source: string) => lint([{ file: 'smoke.yaml', text: script(source) }]).map(({ code }) => code);

describe('a script that asks an address of its own pod', () => {
  it.each([
    ['and starts nothing', 'set -eu\ncurl -f http://localhost:8080/predict'],
    ['whatever it says', 'curl -s http://127.0.0.1:5000/health && echo fine >/out/verdict 2>&1'],
  ])('is found if it asks %s', (_, source) => {
    expect(found(source)).toContain('MLL3003');
  });

  it.each([
    ['in the background', 'python app.py &\nsleep 2\ncurl -f http://localhost:8080/predict'],
    ['by a command that stays', 'mlflow server --port 5000 --daemon\ncurl -f http://localhost:5000/health'],
    ['through a tunnel', 'kubectl port-forward svc/app 8080:80 &\ncurl -f http://localhost:8080/'],
    ['in another pod', 'curl -f http://localhost.example.com/predict'],
  ])('is fine if it starts a server %s', (_, source) => {
    expect(found(source)).not.toContain('MLL3003');
  });
});
