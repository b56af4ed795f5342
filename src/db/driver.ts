import manifest from 'pg/package.json' with { type: 'json' };
import { StartError } from './start-error.js';

/** The release of pg that `statement.ts` was written for: it overrides methods that pg's own types leave out. */
export const DRIVER_VERSION = '8.23.1';

/** Throws a StartError when another release of pg is installed: its statements might return wrong rows. */
export function checkDriver(installed: string = manifest.version): void {
  if (installed === DRIVER_VERSION) return;
  throw new StartError(
    `The PostgreSQL driver pg is installed in version ${installed}, and Headwater works with ${DRIVER_VERSION} only. Run npm ci, ` +
      'which installs the versions of package-lock.json.',
  );
}
