import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fingerprint } from '../../harness/cached';
import { root } from '../../harness/driver';

/**
 * The program of the distribution's package `docker-registry`, unpacked beside the system: that needs no root, and no
 * registry starts with the machine.
 */
export function dockerRegistry(): string {
  const key = fingerprint(process.arch, readFileSync('/etc/os-release'));
  const home = cached(join(root, '.cache', 'docker-registry'), key, (folder) => {
    console.error('services: fetching docker-registry');
    const fetch = (...options: readonly string[]) => apt(folder, [...options, 'download', 'docker-registry']);
    try {
      fetch();
    } catch {
      // The machine has no package lists, or old ones.
      const lists = ['-o', `Dir::State::Lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`];
      for (const name of ['lists', 'cache']) mkdirSync(join(folder, name));
      apt(folder, [...lists, 'update']);
      fetch(...lists);
    }
    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    execFileSync('dpkg-deb', ['-x', archive, folder], { cwd: folder });
  });
  return join(home, 'usr', 'bin', 'docker-registry');
}

function apt(cwd: string, args: readonly string[]): void {
  // Its sandbox user may not be able to write here, which it only warns about when told to do without.
  execFileSync('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', ...args], { cwd, stdio: ['ignore', 2, 2] });
}
