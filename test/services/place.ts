import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Programs } from './install/programs';

const { SERVICES_PROGRAMS = '', SERVICES_SCRATCH = '' } = process.env;

if (SERVICES_PROGRAMS === '') throw new Error("start these tests with 'npm run test:services'");

/** The installed programs. */
export const programs: Programs = JSON.parse(SERVICES_PROGRAMS);

/** An empty folder that is gone after the tests. */
export function newFolder(name: string): string {
  return mkdtempSync(join(SERVICES_SCRATCH, `${name}-`));
}

/** A port of loopback that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
