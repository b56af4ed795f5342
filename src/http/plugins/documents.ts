import type { FastifyInstance } from 'fastify';
import { AppError, ERROR_CODES } from '../../services/errors.js';
import type { DocumentTexts } from '../openapi-text.js';
import { PROBLEMS } from '../problems.js';
import { openSite, registerSite } from './site.js';

/** `/` names the addresses, `/openapi.json` is the contract, `/openapi-3.0.json` the same in OpenAPI 3.0, `/docs` the reference and the guides, `/problems/{code}` the errors. */
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
  const site = openSite();
  server.get('/problems/:code', { exposeHeadRoute: true }, async (request, reply) => {
    const { code: requested } = request.params as { code: string };
    const code = ERROR_CODES.find((known) => known === requested);
    if (code === undefined) throw new AppError('not_found', 'There is no problem of this code.');
    if (request.headers.accept?.includes('text/html')) return site.send(`/problems/${code}`, request, reply);
    const { status, title, occurs, remedy } = PROBLEMS[code];
    const text = `${code} (HTTP ${status})\n${title}.\n\n${occurs}\n\n${remedy}\n`;
    return reply.type('text/plain; charset=utf-8').header('vary', 'Accept').send(text);
  });
  registerSite(server, site);
}
