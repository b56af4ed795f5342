import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds. The lower half resolves a healthy service, the upper half time-outs. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface RequestMetrics {
  observe(route: string, method: string, status: number, seconds: number): void;
  shed(): void;
}

/** Adds gauges of other layers (pool, event loop, queues) to `/metrics`. Labels must be bounded: no ids. */
export type RegisterMetrics = (registry: Registry) => void;

/** The text of all series has a megabyte: scrapes within a second share one. */
const PAGE_MS = 1_000;

/** Serves `/metrics` in the Prometheus text format. Routes are templates, so the number of series is bounded. */
export function registerMetrics(
  server: FastifyInstance,
  clock: () => number,
  addGauges?: RegisterMetrics,
): RequestMetrics {
  const registry = new Registry();
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the request line to the last byte of the answer.',
    labelNames: ['route', 'method', 'status_class'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const shed = new Counter({
    name: 'http_server_shed_total',
    help: 'Requests refused because too many were in flight.',
    registers: [registry],
  });
  addGauges?.(registry);
  let page: Promise<string> | undefined;
  let renderedAt = 0;
  server.get('/metrics', { exposeHeadRoute: true }, async (_request, reply) => {
    const now = clock();
    if (page === undefined || Math.abs(now - renderedAt) >= PAGE_MS) {
      page = registry.metrics();
      renderedAt = now;
    }
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await page);
  });
  return {
    observe: (route, method, status, seconds) => {
      duration.observe({ route, method: knownMethod(method), status_class: `${Math.floor(status / 100)}xx` }, seconds);
    },
    shed: () => shed.inc(),
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

function knownMethod(method: string): string {
  return METHODS.has(method) ? method : 'other';
}
