import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ROOT_FOLDER } from '../../root-folder.js';

/** The page loads everything from this server: it works without internet, and no other site gets a request. */
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

/** The build copies the files of Swagger UI into `dist`; a process that runs from `src` reads them from the package. */
const BUILT = new URL('dist/reference/', ROOT_FOLDER);
const PACKAGE = new URL('node_modules/swagger-ui-dist/', ROOT_FOLDER);

const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Headwater API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayOperationId: true,
    docExpansion: 'none',
    persistAuthorization: false,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
  });
};
`;

/** `/docs`: the interactive reference. Each file is read at its first request and cached. */
export function registerReference(server: FastifyInstance): void {
  const send = (reply: FastifyReply, type: string, body: string | Buffer) =>
    reply.type(type).header('content-security-policy', CONTENT_SECURITY).header('cache-control', 'no-cache').send(body);
  server.get('/docs', async (_request, reply) => send(reply, 'text/html; charset=utf-8', PAGE));
  server.get('/docs/', async (_request, reply) => send(reply, 'text/html; charset=utf-8', PAGE));
  server.get('/docs/start.js', async (_request, reply) => send(reply, 'text/javascript; charset=utf-8', START));
  for (const [name, type] of Object.entries(ASSETS)) {
    let content: Promise<Buffer> | undefined;
    server.get(`/docs/${name}`, async (_request, reply) => {
      content ??= readAsset(name);
      return send(reply, type, await content);
    });
  }
}

const readAsset = (name: string): Promise<Buffer> =>
  readFile(new URL(name, BUILT)).catch(() => readFile(new URL(name, PACKAGE)));
