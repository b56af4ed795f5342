/** The frame of every page: title, navigation, style sheet. */

const NAVIGATION = [
  ['/docs/getting-started', 'Getting started'],
  ['/docs/concepts', 'Concepts'],
  ['/docs/recipes', 'Recipes'],
  ['/docs/metrics', 'Metrics'],
  ['/docs', 'Reference'],
  ['/docs/errors', 'Errors'],
  ['/docs/changelog', 'Changelog'],
];

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230f766e'/%3E%3Cpath d='M4 3v10M12 3v10M4 8h8' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

/** @param {string} text */
export const escapeHtml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * @param {{ url: string; title: string; style: string; body: string; head?: string }} page `style` is the address of the style sheet
 * @returns {string} a whole HTML document
 */
export function layout({ url, title, style, body, head = '' }) {
  const links = NAVIGATION.map(([href = '', text = '']) => {
    const current = url === href || (href !== '/docs' && url.startsWith(`${href}/`));
    return `<a href="${href}"${current ? ' aria-current="page"' : ''}>${text}</a>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Headwater</title>
<link rel="stylesheet" href="${style}">
<link rel="icon" href="${ICON}">
${head}</head>
<body>
<header class="site"><a class="name" href="/docs">Headwater</a><nav aria-label="Pages">${links.join('')}</nav></header>
${body}
</body>
</html>
`;
}
