/** The operations as plain HTML: shown until Scalar has read the document, and to browsers that run no scripts. */
import { Marked } from 'marked';
import { escapeHtml } from './layout.mjs';

const markdown = new Marked();
/** @param {string} text */
const prose = (text) => markdown.parse(text, { async: false });

/**
 * @typedef {object} Documented one operation of the OpenAPI document
 * @property {string} operationId
 * @property {string} method
 * @property {string} path
 * @property {string} tag
 * @property {string} summary
 * @property {string} description
 * @property {unknown} body its request example
 *
 * @typedef {{ value: unknown }} Example
 * @typedef {{ content: { 'application/json': { examples: { example: { $ref: string } } } } }} RequestBody
 * @typedef {{ operationId: string; tags: string[]; summary: string; description: string; requestBody?: RequestBody }} Operation
 * @typedef {object} OpenApi
 * @property {{ description: string; version: string }} info
 * @property {{ name: string; description: string }[]} tags
 * @property {Record<string, Record<string, Operation>>} paths
 * @property {{ examples: Record<string, Example> }} components
 */

/**
 * @param {OpenApi} document
 * @returns {Documented[]} in the order of the document
 */
export function operationsOf({ paths, components }) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, tags, summary, description, requestBody }]) => {
      const reference = requestBody?.content['application/json']?.examples.example.$ref;
      const body = reference && components.examples[reference.split('/').at(-1) ?? '']?.value;
      return { operationId, method: method.toUpperCase(), path, tag: tags[0] ?? '', summary, description, body };
    }),
  );
}

/** @param {string} name the address of a tag, as `start.js` has Scalar make it */
const tagSlug = (name) => name.toLowerCase().replaceAll(' ', '-');

/** @param {Documented} operation */
export const anchorOf = ({ tag, operationId }) => `tag/${tagSlug(tag)}/${operationId}`;

/** @param {Documented} operation */
export const addressOf = (operation) => `/docs#${anchorOf(operation)}`;

/** @param {OpenApi} document */
export function staticReference(document) {
  const operations = operationsOf(document);
  const groups = document.tags.map(({ name, description }) => ({
    ...{ name, description },
    operations: operations.filter(({ tag }) => tag === name),
  }));
  const navigation = groups.map(
    (group) => `<a href="#tag/${tagSlug(group.name)}">${group.name}</a>
<ul>${group.operations.map((one) => `<li><a href="#${anchorOf(one)}">${escapeHtml(one.summary)}</a></li>`).join('')}</ul>`,
  );
  const sections = groups.map(
    (group) => `<section><h2 id="tag/${tagSlug(group.name)}">${group.name}</h2>
${prose(group.description)}
${group.operations.map(operationHtml).join('\n')}</section>`,
  );
  return `<div id="static"><aside>${navigation.join('\n')}</aside><main>
<h1>Headwater ${document.info.version}</h1>
${prose(document.info.description)}
${sections.join('\n')}</main></div>
<div id="scalar"></div>`;
}

/** @param {Documented} operation */
function operationHtml(operation) {
  const { method, path, summary, description } = operation;
  return `<article id="${anchorOf(operation)}"><h3>${escapeHtml(summary)}</h3>
<p class="call"><b class="${method.toLowerCase()}">${method}</b> <code>${escapeHtml(path)}</code></p>
${prose(description)}
<pre><code>${escapeHtml(curl(operation))}</code></pre></article>`;
}

/** @param {Documented} operation */
function curl({ method, path, body }) {
  const lines = [`curl -X ${method} "$HEADWATER_URL${path}"`, '  -H "Authorization: Bearer $HEADWATER_API_KEY"'];
  if (body !== undefined) {
    lines.push("  -H 'Content-Type: application/json'", `  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n');
}
