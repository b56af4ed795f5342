import type { FastifyInstance } from 'fastify';
import { AppError, ERROR_CODES } from '../../services/errors.js';
import type { DocumentTexts } from '../openapi-text.js';
import { PROBLEMS } from '../problems.js';
import { registerReference } from './reference.js';

/** `/` names the addresses, `/openapi.json` is the contract, `/openapi-3.0.json` the same in OpenAPI 3.0, `/docs` its interactive reference, `/problems/{code}` the errors. */
export function registerDocuments(server: FastifyInstance, texts: DocumentTexts): void {
  server.get('/', { exposeHeadRoute: true }, async () => ({
    name: 'Headwater',
    reference: '/docs',
    document: '/openapi.json',
    document30: '/openapi-3.0.json',
    health: '/readyz',
  }));
  for (const [path, text] of [
    ['/openapi.json', texts.openApi31],
    ['/openapi-3.0.json', texts.openApi30],
  ] as const) {
    server.get(path, { exposeHeadRoute: true }, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text()),
    );
  }
  server.get('/problems/:code', { exposeHeadRoute: true }, async (request, reply) => {
    const { code: requested } = request.params as { code: string };
    const code = ERROR_CODES.find((known) => known === requested);
    if (code === undefined) throw new AppError('not_found', 'There is no problem of this code.');
    const { status, title, remedy } = PROBLEMS[code];
    return reply.type('text/plain; charset=utf-8').send(`${code} (HTTP ${status})\n${title}.\n\n${remedy}\n`);
  });
  registerReference(server);
}
