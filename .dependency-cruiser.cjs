/** Who may import whom: the table of ARCHITECTURE.md, held here. */
const npm = (names) => `node_modules/(?:${names})(?:/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle means two files are one idea: join or split them.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-imports-core-only',
      severity: 'error',
      comment: 'The core is pure: no shell, no npm, no node.',
      from: { path: '^src/core' },
      to: { pathNot: '^src/core' },
    },
    {
      name: 'batch-knows-no-verbs',
      severity: 'error',
      comment: 'Verbs get the batch; a batch that called verbs would be two things.',
      from: { path: '^src/core/batch/' },
      to: { path: ['^src/core/[^/]+/commands/', '^src/core/commands/'] },
    },
    {
      name: 'verbs-know-no-table',
      severity: 'error',
      comment: 'A verb calls another as a function; the table and the reactions are for those who apply commands.',
      from: { path: '^src/core/[^/]+/commands/' },
      to: { path: '^src/core/commands/' },
    },
    {
      name: 'db-knows-only-core',
      severity: 'error',
      comment: 'Repositories store facts and decisions; they do not call up.',
      from: { path: '^src/db' },
      to: { path: '^src/(services|http|workers|main|config)' },
    },
    {
      name: 'db-no-http-stack',
      severity: 'error',
      comment: 'The database layer does not speak HTTP.',
      from: { path: '^src/db' },
      to: { path: npm('fastify|@fastify|typebox|ajv') },
    },
    {
      name: 'services-see-db-types-only',
      severity: 'error',
      comment: 'Services get repositories handed in; a value import would hide a connection.',
      from: { path: '^src/services' },
      to: { path: '^src/db', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-no-doors',
      severity: 'error',
      comment: 'Services know neither HTTP nor workers.',
      from: { path: '^src/services' },
      to: { path: '^src/(http|workers|main|config)' },
    },
    {
      name: 'services-no-stack',
      severity: 'error',
      comment: 'No HTTP and no SQL in services.',
      from: { path: '^src/services' },
      to: { path: npm('fastify|@fastify|typebox|ajv|drizzle-orm|pg') },
    },
    {
      name: 'http-no-db',
      severity: 'error',
      comment: 'HTTP is a translation: it calls services.',
      from: { path: '^src/http' },
      to: { path: `^src/(db|workers|main)|${npm('drizzle-orm|pg')}` },
    },
    {
      name: 'workers-over-services',
      severity: 'error',
      comment: 'Workers are thin loops over services.',
      from: { path: '^src/workers' },
      to: { path: '^src/(db|http|main)' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      comment: 'main wires; nothing depends on it.',
      from: { path: '^src' },
      to: { path: '^src/main' },
    },
    {
      name: 'src-not-tests',
      severity: 'error',
      comment: 'Product code does not lean on tests, scripts or benchmarks.',
      from: { path: '^src' },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      comment: 'The image has production packages only.',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'An import that resolves to nothing.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
