import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ROOT_FOLDER } from '../../root-folder.js';
import { AppError } from '../../services/errors.js';
import { preferredCoding } from './compression.js';

/**
 * The pages load everything from this server: they work without internet, and no other site gets a request. Scalar sets styles
 * of elements and shows images of its own as data.
 */
const CONTENT_SECURITY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Made by `scripts/build/site.mjs`: `index.json` lists the files by their address. */
const SITE = new URL('dist/site/', ROOT_FOLDER);
const YEAR = 'public, max-age=31536000, immutable';

interface Page {
  file: string;
  type: string;
  /** A name with a hash of the content, which never changes. */
  immutable: boolean;
  etag: string;
}

export interface Site {
  /** Answers with the page of this address, or refuses as not found. `cacheControl`: of an address without a hash. */
  send(address: string, request: FastifyRequest, reply: FastifyReply, cacheControl?: string): Promise<FastifyReply>;
}

/** The pages that the build made. Each file is read at its first request and cached, in the compression that the browser takes. */
export function openSite(): Site {
  let index: Promise<Record<string, Page>> | undefined;
  const files = new Map<string, Promise<Buffer>>();
  const content = (name: string) => {
    const known = files.get(name) ?? readFile(new URL(name, SITE));
    files.set(name, known);
    return known;
  };
  return {
    async send(address, request, reply, cacheControl = 'no-cache') {
      index ??= readIndex();
      const page = (await index)[address];
      if (page === undefined) throw new AppError('not_found', 'There is nothing at this path.');
      reply
        .header('content-security-policy', CONTENT_SECURITY)
        .header('cache-control', page.immutable ? YEAR : cacheControl)
        .header('etag', page.etag);
      if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
      reply.type(page.type);
      const coding = preferredCoding(String(request.headers['accept-encoding'] ?? ''), ['br', 'gzip']);
      if (coding === 'br') return reply.header('content-encoding', 'br').send(await content(`${page.file}.br`));
      const zipped = await content(`${page.file}.gz`);
      if (coding === 'gzip') return reply.header('content-encoding', 'gzip').send(zipped);
      return reply.send(await promisify(gunzip)(zipped));
    },
  };
}

/** Without a build there are no pages; the API works all the same. */
async function readIndex(): Promise<Record<string, Page>> {
  const text = await readFile(new URL('index.json', SITE), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, Page>;
}

/** `/docs`: the reference, and the documents of the repository. */
export function registerSite(server: FastifyInstance, site: Site): void {
  for (const path of ['/docs', '/docs/*']) {
    server.get(path, { exposeHeadRoute: true }, async (request, reply) => {
      const [address = ''] = request.url.split('?', 1);
      return site.send(address.replace(/\/$/, ''), request, reply);
    });
  }
}
