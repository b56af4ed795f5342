import type { FastifyInstance } from 'fastify';

/** Resolves when the part is healthy; rejects with a message that is safe to show. */
export type HealthCheck = () => Promise<void>;

interface Health {
  status: 'ok' | 'failed';
  detail?: string;
}

const CACHE_MS = 1000;
const TIMEOUT_MS = 1000;

/** `/livez` succeeds while the process can answer; `/readyz` while it should get requests. Neither needs a key. */
export function registerHealth(
  server: FastifyInstance,
  options: { checks: Record<string, HealthCheck>; isDraining: () => boolean; clock: () => number },
): void {
  const checks = Object.entries(options.checks).map(([name, check]) => [name, cached(check, options.clock)] as const);
  server.get('/livez', { exposeHeadRoute: true }, async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });
  server.get('/readyz', { exposeHeadRoute: true }, async (_request, reply) => {
    const found = await Promise.all(checks.map(async ([name, check]) => [name, await check()] as const));
    const draining: Health = options.isDraining() ? { status: 'failed', detail: 'shutting down' } : { status: 'ok' };
    const results: Record<string, Health> = { ...Object.fromEntries(found), draining };
    const ready = Object.values(results).every((result) => result.status === 'ok');
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    return reply.send({ status: ready ? 'ok' : 'failed', checks: results });
  });
}

/** Runs the check at most once a second, however many probes there are, and never twice at the same time. */
function cached(check: HealthCheck, clock: () => number): () => Promise<Health> {
  let startedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;
  let answer: Promise<Health> = Promise.resolve({ status: 'ok' });
  const begin = () => {
    const checking = check().finally(() => {
      underWay = undefined;
    });
    underWay = checking;
    return checking;
  };
  return () => {
    if (clock() - startedAt >= CACHE_MS) {
      startedAt = clock();
      answer = runCheck(() => underWay ?? begin());
    }
    return answer;
  };
}

async function runCheck(check: HealthCheck): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), timeout]);
    return { status: 'ok' };
  } catch (error) {
    return { status: 'failed', detail: error instanceof Error ? error.message : 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
