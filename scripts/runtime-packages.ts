import { readFileSync } from 'node:fs';

export interface RuntimePackage {
  name: string;
  version: string;
  /** An SPDX expression. */
  licence: string | undefined;
}

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: true;
}

/** The packages that a production install can put into `node_modules`, of every platform, from the lock file. */
export function runtimePackages(): RuntimePackage[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, LockedPackage> };
  const runtime = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  return runtime.map(([path, { version = '', license }]) => ({
    name: path.split('node_modules/').at(-1) ?? path,
    version,
    licence: license,
  }));
}
