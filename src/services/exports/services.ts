import type { Store } from '../../db/store.js';
import { guardService } from '../guard.js';
import { createJobRunner } from '../jobs/run.js';
import type { ReadSettings } from '../leads/settings.js';
import type { Tracing } from '../tracing.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { type ExportsService, exportsService } from './exports.js';
import { exportStreams } from './stream.js';
import type { ExportTables } from './tables.js';
import { exportHandler } from './write-file.js';

export interface ExportServices {
  exports: ExportsService;
}

export interface ExportServicesOptions {
  store: Store;
  write: Write;
  timeOf: WorkspaceTime;
  settings: ReadSettings;
  clock: () => number;
  newId: () => string;
  tracing?: Tracing | undefined;
  /** How rows look in files. */
  exportTables: () => Promise<ExportTables>;
}

/** Files are written one at a time in a process: each keeps a transaction open, and one processor busy. */
export function exportServices(options: ExportServicesOptions): ExportServices {
  const { store, exportTables: tables } = options;
  const handlers = { export: exportHandler({ ...options, tables }) };
  const runner = createJobRunner({ ...options, handlers, concurrency: 1 });
  const openStream = exportStreams({ ...options, tables });
  return { exports: guardService(store, exportsService({ ...options, tables, runner, openStream })) };
}
