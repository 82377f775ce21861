import { describe, expect, it } from 'vitest';
import { Environment, type EnvironmentProps, fmt, pipeline, task, text, VersionProof } from '../../src/index';
import { emitted } from '../engines/argo/emitted';
import { image, modelVersion, staging } from './nouns';

const good: EnvironmentProps = {
  application: 'fraud',
  namespace: 'fraud-staging',
  url: 'http://fraud.fraud-staging.svc.cluster.local:8080/',
  proof: VersionProof.http({ path: '/version' }),
};

describe('an environment', () => {
  it('is what was said, with its name as the alias and the address without a slash at the end', () => {
    expect(Environment.of('staging', good)).toMatchObject({
      name: 'staging',
      application: 'fraud',
      namespace: 'fraud-staging',
      url: 'http://fraud.fraud-staging.svc.cluster.local:8080',
      alias: 'staging',
    });
  });

  it('names the version and the image tag of a model, known now or when the pipeline runs', () => {
    const deploy = task('deploy', { image, inputs: { tag: text(), version: text() }, command: ['deploy'] });
    const it = pipeline('it', { modelVersion }, (p, { modelVersion }) => {
      p.step(deploy, { tag: staging.tag('5'), version: staging.version('5') });
      p.step(deploy, { tag: staging.tag(modelVersion), version: staging.version(modelVersion) }, { name: 'later' });
    });
    const { node } = emitted(it);
    expect(node('it', 'deploy').arguments?.parameters).toEqual([
      { name: 'tag', value: 'staging-1.0.5' },
      { name: 'version', value: '1.0.5' },
    ]);
    expect(node('it', 'later').arguments?.parameters).toEqual([
      { name: 'tag', value: 'staging-1.0.{{inputs.parameters.model-version}}' },
      { name: 'version', value: '1.0.{{inputs.parameters.model-version}}' },
    ]);
  });

  it('has the version of the model itself unless it says otherwise', () => {
    expect(Environment.of('canary', good).version('7')).toBe('7');
  });

  it.each([
    'http://localhost:8080',
    'http://LOCALHOST',
    'https://app.localhost/x',
    'http://127.0.0.1:8000',
    'http://0.0.0.0',
    'http://[::1]:80',
  ])('can not be at %s, which inside a pod is the pod itself', (url) => {
    expect(() => Environment.of('staging', { ...good, url })).toThrow(
      /MLP1209: the url of environment 'staging' is '.*', which inside a pod is the pod itself\n {2}expected: http\(s\):\/\/<service>/,
    );
  });

  it.each([
    ['credentials', 'http://user:secret@app'],
    ['another scheme', 'ftp://app'],
    ['no scheme', 'app.svc:80'],
    ['a query', 'http://app/?a=b'],
    ['a fragment', 'http://app/#a'],
    ['a tag of the engine', 'http://app/{{workflow.name}}'],
    ['nothing', ''],
    ['no text', 8080],
  ])('can not have a url with %s', (_, url) => {
    expect(() => Environment.of('staging', { ...good, url: url as string })).toThrow(/MLP1209/);
  });

  it('does not repeat credentials in its message', () => {
    let message = '';
    try {
      Environment.of('staging', { ...good, url: 'http://user:hunter2@app' });
    } catch (problem) {
      message = (problem as Error).message;
    }
    expect(message).toMatch(/holds credentials/);
    expect(message).not.toContain('hunter2');
  });

  it.each(['latest', 'Latest', 'v1', 'V12', 'a/b', '', 'x'.repeat(256)])(
    'can not have the alias %j in MLflow',
    (alias) => {
      expect(() => Environment.of('staging', { ...good, alias })).toThrow(/MLP3003/);
    },
  );

  it.each(['champion', 'v', 'v1x', 'latest-2', 'Production_1'])('can have the alias %j', (alias) => {
    expect(Environment.of('staging', { ...good, alias }).alias).toBe(alias);
  });

  it.each<[string, Partial<EnvironmentProps>, RegExp]>([
    [
      'an application that is no name',
      { application: 'Fraud App' },
      /MLP1005: an application can't be called 'Fraud App'/,
    ],
    ['a namespace that is no name', { namespace: 'a_b' }, /MLP1005: no Namespace can be called 'a_b'/],
    [
      'a proof that is none',
      { proof: '/version' as never },
      /MLP3002: environment 'staging' proves its version by '\/version'/,
    ],
    ['a version that is no function', { version: '1.0' as never }, /MLP3002: .*'1\.0'/],
    [
      'a property that nobody reads',
      { nmespace: 'a' } as never,
      /MLP1007: environment 'staging' has no property 'nmespace' - did you mean 'namespace'\?/,
    ],
  ])('says what is wrong with %s', (_, wrong, message) => {
    expect(() => Environment.of('staging', { ...good, ...wrong })).toThrow(message);
  });

  it('says what is wrong where nothing was given', () => {
    expect(() => Environment.of('staging', undefined as never)).toThrow(/MLP/);
    expect(() => Environment.of('Staging!', good)).toThrow(/MLP1005/);
  });

  it('says what a version has to be made of when it is asked for one', () => {
    const odd = Environment.of('staging', { ...good, version: (() => undefined) as never });
    expect(() => odd.tag('5')).toThrow(/MLP1106/);
    expect(() => Environment.of('staging', { ...good, version: (v) => fmt`1.0.${v}` }).tag(5 as never)).not.toThrow();
  });
});

describe('a proof of the version', () => {
  it('is where the application answers with it', () => {
    expect(VersionProof.http({ path: '/api/version?full=1', field: 'build.version' }).http).toEqual({
      path: '/api/version?full=1',
      field: 'build.version',
      names: 'version',
    });
    expect(() => VersionProof.http({ path: '/version', names: 'model' as never })).toThrow(/MLP3002: .*'model'/);
  });

  it.each(['version', '', '//evil.com/version', '/a b', '/a#b', '/{{x}}', 'http://a/b', '/a\nb', 5, undefined])(
    'can not be asked for at %j',
    (path) => {
      expect(() => VersionProof.http({ path: path as string })).toThrow(/MLP3002: the path of the version is/);
    },
  );

  it.each(['a..b', '.a', 'a.', 'a b', '', '$.a'])('can not be in the field %j', (field) => {
    expect(() => VersionProof.http({ path: '/version', field })).toThrow(/MLP3002: the field of the version is/);
  });
});
