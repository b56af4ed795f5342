import type { FastifyInstance } from 'fastify';
import { AppError, ERROR_CODES } from '../../services/errors.js';
import type { DocumentTexts } from '../openapi-text.js';
import { PROBLEMS } from '../problems.js';
import { contentTag, matchesIfNoneMatch } from './preconditions.js';
import { openSite, registerSite } from './site.js';

/** The document of a version never changes; after an upgrade a cache is behind for a day at most. */
const DAY_SECONDS = 86_400;
/** Each view of a page would ask for the script otherwise; after an upgrade browsers have the earlier one for an hour at most. */
const SCRIPT_CACHE = 'public, max-age=3600';

/** `/` names the addresses, `/openapi.json` is the contract, `/openapi-3.0.json` the same in OpenAPI 3.0, `/docs` the reference and the guides, `/problems/{code}` the errors, `/capture.js` the script for pages of other sites. */
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
    let file: { etag: string; bytes: Buffer } | undefined;
    server.get(path, { exposeHeadRoute: true }, async (request, reply) => {
      file ??= { etag: contentTag(text()), bytes: Buffer.from(text()) };
      const { etag, bytes } = file;
      reply.headers({ 'cache-control': `public, max-age=${DAY_SECONDS}`, etag });
      const known = request.headers['if-none-match'];
      if (known !== undefined && matchesIfNoneMatch(known, etag)) return reply.code(304).send();
      return reply.type('application/json; charset=utf-8').send(bytes);
    });
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
  server.get('/capture.js', { exposeHeadRoute: true }, (request, reply) =>
    site.send('/capture.js', request, reply, SCRIPT_CACHE),
  );
  registerSite(server, site);
}
