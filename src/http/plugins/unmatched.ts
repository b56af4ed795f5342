import type { FastifyInstance } from 'fastify';
import { AppError } from '../../services/errors.js';

interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/**
 * Unknown paths are 404; known paths with another method are 405 with `Allow`, OPTIONS and HEAD included: exactly the
 * documented methods work. Call it before routes are added.
 */
export function registerUnmatched(server: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) known.methods.add(name);
    paths.set(url, known);
  });
  server.setNotFoundHandler((request) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = new Set(
      [...paths.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]),
    );
    if (allowed.size === 0) throw new AppError('not_found', 'There is nothing at this path.');
    const allow = [...allowed].sort().join(', ');
    throw new AppError('method_not_allowed', `This path knows ${allow}.`, { headers: { allow } });
  });
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}
