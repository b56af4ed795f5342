/** The page of the catalogue of metrics, made from the code that answers `GET /v1/metrics`. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { escapeHtml } from './layout.mjs';

/**
 * @typedef {object} Definition as `definitionOf` of `src/core/metrics/catalogue.ts` makes it
 * @property {string} metric
 * @property {string} title
 * @property {string} unit
 * @property {string} formula
 * @property {string} at
 * @property {readonly string[]} dimensions
 */

const UNITS = new Map([
  ['count', 'Numbers'],
  ['share', 'Rates'],
  ['amount', 'Amounts, by currency'],
  ['days', 'Times in days'],
  ['minutes', 'Times in minutes'],
]);

/**
 * @param {string} root
 * @returns {Promise<Definition[]>}
 */
async function readCatalogue(root) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/core/metrics/catalogue.ts')],
    ...{ bundle: true, write: false, format: 'esm', platform: 'neutral', target: 'es2022' },
  });
  const text = outputFiles[0]?.text ?? '';
  const { METRIC_NAMES, definitionOf } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return METRIC_NAMES.map(definitionOf);
}

/** @param {string} root */
export async function metricsPage(root) {
  const metrics = await readCatalogue(root);
  const units = [...new Set(metrics.map(({ unit }) => unit))];
  const sections = units.map((unit) => section(unit, metrics));
  return `<main class="page">
<h1>Metrics</h1>
<p>All numbers that reports answer, with their definitions: ${metrics.length} metrics. <code>GET /v1/metrics</code> has the same list,
and <a href="/docs/recipes/reports">the recipe of reports</a> the calls. A rate without records is null. Totals are computed from all records.</p>
${sections.join('\n')}</main>`;
}

/**
 * @param {string} unit
 * @param {readonly Definition[]} metrics
 */
function section(unit, metrics) {
  const rows = metrics
    .filter((metric) => metric.unit === unit)
    .map(({ metric, title, formula, at, dimensions }) => {
      const own = dimensions.length === 0 ? '' : ` Own dimensions: ${dimensions.join(', ')}.`;
      return `<tr id="${metric}"><td>${escapeHtml(title)}<br><code>${metric}</code></td><td>${escapeHtml(formula)}</td><td>${escapeHtml(at)}.${escapeHtml(own)}</td></tr>`;
    });
  return `<h2 id="unit-${unit}">${UNITS.get(unit) ?? escapeHtml(unit)}</h2>
<table>
<thead><tr><th>Metric</th><th>What it is</th><th>In a period by</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}
