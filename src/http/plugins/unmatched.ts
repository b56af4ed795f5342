import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';
import type { PermitPreflight } from './cors.js';

interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/**
 * Unknown paths are 404; known paths with another method are 405 with `Allow`. OPTIONS of a known path is 204 with `Allow`, and answers
 * preflights. All are answered before the body is read, whatever its type and length. Call it before routes are added.
 * A path without parameters takes precedence: `PATCH /v1/leads/batch` is no change of a lead, though the router matches it.
 */
export function registerUnmatched(server: FastifyInstance, permitPreflight: PermitPreflight): void {
  const paths = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) known.methods.add(name);
    paths.set(url, known);
  });
  /** Empty for an unknown path. */
  const methodsOf = (request: FastifyRequest): string[] => {
    const path = pathOf(request);
    const fixed = paths.get(path);
    const known = fixed ? [fixed] : [...paths.values()].filter(({ pattern }) => pattern.test(path));
    const methods = new Set(known.flatMap(({ methods }) => [...methods]));
    return methods.size === 0 ? [] : [...methods.add('OPTIONS')].sort();
  };
  const refusal = (request: FastifyRequest): AppError => {
    const allowed = methodsOf(request);
    // A route that knows the method can still find nothing, such as a file of the reference.
    if (allowed.length === 0 || allowed.includes(request.method))
      return new AppError('not_found', 'There is nothing at this path.');
    const allow = allowed.join(', ');
    return new AppError('method_not_allowed', `This path knows ${allow}.`, { headers: { allow } });
  };
  const isRefused = (request: FastifyRequest): boolean =>
    request.is404 || paths.get(pathOf(request))?.methods.has(request.method) === false;
  server.addHook('onRequest', (request, reply, done) => {
    if (!isRefused(request)) return done();
    const allow = request.method === 'OPTIONS' ? methodsOf(request).join(', ') : '';
    if (allow === '') return done(refusal(request));
    permitPreflight(request, reply, allow).then(() => reply.code(204).header('allow', allow).send(), done);
  });
  server.setNotFoundHandler((request) => {
    throw refusal(request);
  });
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}
