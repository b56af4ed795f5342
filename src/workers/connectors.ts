import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

/** Processes payloads of connectors that wait: after a fault, for a replay, or because the process that received them ended. */
export function startConnectors(services: Pick<Services, 'connectorPayloads'>, log: LoopLog, everyMs: number): Loop {
  const failed = 'payloads of connectors could not be processed';
  return startLoop({ log, everyMs, failed }, async () => (await services.connectorPayloads.runDue()) > 0);
}

/** Reads again what the forms of connectors have, for leads that no notification named. */
export function startBackfills(services: Pick<Services, 'connectorBackfills'>, log: LoopLog, everyMs: number): Loop {
  const failed = 'leads of connectors could not be read again';
  return startLoop({ log, everyMs, failed }, async () => (await services.connectorBackfills.runDue()) > 0);
}
