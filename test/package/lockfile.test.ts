import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('package-lock.json names no registry, so that it installs from whichever one a machine is set to', () => {
  const hosts = readFileSync('package-lock.json', 'utf8').match(/"resolved": "https?:\/\/[^"]+"/g) ?? [];
  expect(hosts).toEqual([]);
});

it('package.json pins every dependency of its own to one version', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
});
