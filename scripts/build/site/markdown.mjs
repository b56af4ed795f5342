/** Markdown of the repository as HTML of the site. */
import { posix } from 'node:path';
import { Marked } from 'marked';
import { escapeHtml } from './layout.mjs';

/**
 * @typedef {object} Links
 * @property {ReadonlyMap<string, string>} pages addresses by the path of the Markdown file in the repository
 * @property {ReadonlyMap<string, string>} operations addresses in the reference by method and path: `GET /v1/leads`
 */

/** @param {string} text */
export const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

/**
 * Links to files that are no pages become plain text. Code that names an operation links to it in the reference.
 * @param {string} text Markdown
 * @param {string} file its path in the repository, which its links start from
 * @param {Links} links
 * @returns {string} HTML
 */
export function renderMarkdown(text, file, { pages, operations }) {
  /** @param {string} href */
  const address = (href) => {
    if (/^([a-z]+:|[/#])/.test(href)) return href;
    const [path = '', anchor] = href.split('#');
    const target = posix.join(posix.dirname(file), path);
    const page = pages.get(target) ?? (target.endsWith('.svg') ? `/${target}` : undefined);
    return page && (anchor ? `${page}#${anchor}` : page);
  };
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: title }) {
        return `<h${depth} id="${slug(title)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const target = address(href);
        return target === undefined ? inner : `<a href="${escapeHtml(target)}">${inner}</a>`;
      },
      image({ href, text: description }) {
        return `<img src="${escapeHtml(address(href) ?? href)}" alt="${escapeHtml(description)}">`;
      },
      codespan({ text: code }) {
        const operation = operations.get(code);
        const inner = `<code>${escapeHtml(code)}</code>`;
        return operation === undefined ? inner : `<a href="${operation}">${inner}</a>`;
      },
    },
  });
  return marked.parse(text, { async: false });
}
