import type { FastifyInstance } from 'fastify';

/** Resolves when all is well; rejects otherwise, with a message that is safe to show. */
export type HealthCheck = () => Promise<void>;

interface Health {
  status: 'ok' | 'failed';
  detail?: string;
}

const CACHE_MS = 1000;
const PATIENCE_MS = 1000;

/** `/livez` answers while the process can; `/readyz` while it should be sent requests. Neither needs a key. */
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

/** Asked at most once a second, however many probes there are, and never again while no answer has come. */
function cached(check: HealthCheck, clock: () => number): () => Promise<Health> {
  let askedAt = Number.NEGATIVE_INFINITY;
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
    if (clock() - askedAt >= CACHE_MS) {
      askedAt = clock();
      answer = ask(() => underWay ?? begin());
    }
    return answer;
  };
}

async function ask(check: HealthCheck): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([check(), impatience]);
    return { status: 'ok' };
  } catch (error) {
    return { status: 'failed', detail: error instanceof Error ? error.message : 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
