import type { FastifyInstance } from 'fastify';
import { AppError, ERROR_CODES } from '../../services/errors.js';
import { PROBLEMS } from '../problems.js';
import { registerReference } from './reference.js';

/** `/` names the addresses, `/openapi.json` is the contract, `/docs` its interactive reference, `/problems/{code}` the errors. */
export function registerDocuments(server: FastifyInstance, documentText: () => string): void {
  // Built at the first request, because it takes a tenth of a second and most processes never serve it.
  let text: string | undefined;
  server.get('/', { exposeHeadRoute: true }, async () => ({
    name: 'Headwater',
    reference: '/docs',
    document: '/openapi.json',
    health: '/readyz',
  }));
  server.get('/openapi.json', { exposeHeadRoute: true }, async (_request, reply) => {
    text ??= documentText();
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text);
  });
  server.get('/problems/:code', { exposeHeadRoute: true }, async (request, reply) => {
    const { code: requested } = request.params as { code: string };
    const code = ERROR_CODES.find((known) => known === requested);
    if (code === undefined) throw new AppError('not_found', 'There is no problem of this code.');
    const { status, title, remedy } = PROBLEMS[code];
    return reply.type('text/plain; charset=utf-8').send(`${code} (HTTP ${status})\n${title}.\n\n${remedy}\n`);
  });
  registerReference(server);
}
