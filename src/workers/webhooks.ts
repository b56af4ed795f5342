import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

/** Sends events to webhook endpoints. An endpoint that answers slowly has its turn beside the rounds and holds up no other. */
export function startWebhooks(services: Pick<Services, 'webhookDeliveries'>, log: LoopLog, everyMs: number): Loop {
  const turns = new Set<Promise<unknown>>();
  const loop = startLoop({ log, everyMs, failed: 'webhooks could not be sent' }, async (signal) => {
    const { started, ended } = await services.webhookDeliveries.startDue(signal);
    if (started === 0) return false;
    const turn = ended.then((errors) => {
      turns.delete(turn);
      for (const error of errors) {
        log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'the webhooks of an endpoint failed');
      }
    });
    turns.add(turn);
    return false;
  });
  return {
    async stop() {
      await loop.stop();
      await Promise.all(turns);
    },
  };
}
