import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';

interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/**
 * Unknown paths are 404; known paths with another method are 405 with `Allow`, OPTIONS and HEAD included: exactly the
 * documented methods work. Refused before the body is read, whatever its type and length. Call it before routes are added.
 */
export function registerUnmatched(server: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) known.methods.add(name);
    paths.set(url, known);
  });
  const refusal = (request: FastifyRequest): AppError => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = new Set(
      [...paths.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]),
    );
    // A route that knows the method can still find nothing, such as a file of the reference.
    if (allowed.size === 0 || allowed.has(request.method))
      return new AppError('not_found', 'There is nothing at this path.');
    const allow = [...allowed].sort().join(', ');
    return new AppError('method_not_allowed', `This path knows ${allow}.`, { headers: { allow } });
  };
  server.addHook('onRequest', (request, _reply, done) => done(request.is404 ? refusal(request) : undefined));
  server.setNotFoundHandler((request) => {
    throw refusal(request);
  });
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}
