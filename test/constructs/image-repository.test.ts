import { describe, expect, it } from 'vitest';
import { configKey, ImageRepository, secretKey } from '../../src/index';

const name = 'registry.mlops.svc.cluster.local:5000/acme/fraud';

describe('an image repository', () => {
  it('is told to a program under names with a prefix', () => {
    const { env, mounts } = ImageRepository.at(name, {
      username: configKey('registry', 'user'),
      password: secretKey('registry', 'password'),
      insecure: { reason: 'in the cluster, behind a network policy' },
    }).forProgram('SOURCE_');
    expect(env).toEqual({
      SOURCE_REPOSITORY: name,
      SOURCE_USERNAME: configKey('registry', 'user'),
      SOURCE_PASSWORD: secretKey('registry', 'password'),
      SOURCE_INSECURE: 'in the cluster, behind a network policy',
    });
    expect(mounts).toEqual({});
  });

  it('may have its credentials in a Secret of Docker, which is mounted', () => {
    const { env, mounts } = ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' }).forProgram('TARGET_');
    expect(env).toEqual({
      TARGET_REPOSITORY: 'ghcr.io/acme/fraud',
      TARGET_DOCKER_CONFIG: '/credentials/target/.dockerconfigjson',
    });
    expect(Object.keys(mounts)).toEqual(['/credentials/target']);
  });

  it.each([
    ['', /expected a registry and a repository/],
    ['fraud', /expected a registry and a repository/],
    ['ghcr.io/acme/fraud:1.0', /without tag/],
    ['docker.io/python', /write docker\.io\/library\/python/],
    ['localhost:5000/fraud', /in the pod itself/],
    ['127.0.0.1:5000/fraud', /in the pod itself/],
    ['https://ghcr.io/acme/fraud', /expected a registry/],
    [5 as unknown as string, /expected text/],
    [undefined as unknown as string, /expected text/],
  ])('is not %j', (wrong, message) => {
    expect(() => ImageRepository.at(wrong)).toThrow(message);
    expect(() => ImageRepository.at(wrong)).toThrow(/MLP3030/);
  });

  it('takes credentials by reference, one kind of them, and whole', () => {
    const [user, password] = [configKey('a', 'b'), secretKey('a', 'b')];
    expect(() => ImageRepository.at(name, { username: user, password: 'hunter2' as never })).toThrow(/MLP1203/);
    expect(() => ImageRepository.at(name, { username: user })).toThrow(/MLP3030: .*has a user name alone/);
    expect(() => ImageRepository.at(name, { password })).toThrow(/MLP3030: .*has a password alone/);
    expect(() => ImageRepository.at(name, { username: user, password, dockerConfig: 'x' })).toThrow(/two kinds/);
    expect(() => ImageRepository.at(name, { dockerConfig: 'No Secret' })).toThrow(/MLP1005/);
    expect(() => ImageRepository.at(name, { pasword: password } as never)).toThrow(/did you mean 'password'/);
  });

  it.each(['', 'because', 5, undefined, 'a\nreason that breaks'])('is not insecure because of %j', (reason) => {
    expect(() => ImageRepository.at(name, { insecure: { reason: reason as string } })).toThrow(
      /MLP3030: .*insecure without a reason/,
    );
  });

  it('does not repeat a password in its message', () => {
    let said = '';
    try {
      ImageRepository.at('robot:hunter2@ghcr.io/acme/fraud');
    } catch (problem) {
      said = `${(problem as Error).message} ${JSON.stringify(problem)}`;
    }
    expect(said).toContain('MLP3030');
    expect(said).not.toContain('hunter2');
  });
});
