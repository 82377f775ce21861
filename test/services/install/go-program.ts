import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cached, fingerprint } from '../../harness/cached';
import { root } from '../../harness/driver';

/** A program of a Go module, built once. */
export interface GoProgram {
  readonly name: string;
  readonly package: string;
  readonly version: string;
}

export const k6: GoProgram = { name: 'k6', package: 'go.k6.io/k6', version: 'v1.8.1' };
export const crane: GoProgram = {
  name: 'crane',
  package: 'github.com/google/go-containerregistry/cmd/crane',
  version: 'v0.22.1',
};

/** An object store; of a day without a release of its own, since MinIO no longer tags any for Go. */
export const minio: GoProgram = {
  name: 'minio',
  package: 'github.com/minio/minio',
  version: 'v0.0.0-20260212201848-7aac2a2c5b7c',
};

/** The program's file; the first time it is built, which takes minutes. */
export function goProgram({ name, package: path, version }: GoProgram): string {
  const home = cached(join(root, '.cache', name), fingerprint(process.arch, version), (folder) => {
    console.error(`services: building ${name} ${version}`);
    execFileSync('nice', ['go', 'install', `${path}@${version}`], {
      cwd: folder,
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
      stdio: ['ignore', 2, 2],
    });
  });
  return join(home, name);
}
