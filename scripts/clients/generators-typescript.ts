import { resolve } from 'node:path';
import { DOCUMENT, type Generator, type Stage } from './generator.js';

const bin = (program: string): string => resolve('node_modules/.bin', program);

/** The dependencies of this repository serve the client, as those of a project of an integrator would. */
const LINK: Stage = { name: 'install', command: 'ln', args: ['-s', resolve('node_modules'), 'node_modules'] };
const compile: Stage = { name: 'compile', command: bin('tsc'), args: ['--project', 'tsconfig.json'] };
const bundle: Stage = {
  name: 'compile',
  command: bin('esbuild'),
  args: ['journey.ts', '--bundle', '--platform=node', '--format=esm', '--packages=external', '--outfile=journey.mjs'],
};
const run = { command: process.execPath, args: ['journey.mjs'] };
/** The installed version of a package: its own program takes seconds to print it. */
const versionOf = (name: string) => ({
  command: process.execPath,
  args: ['-p', `require(${JSON.stringify(resolve('node_modules', name, 'package.json'))}).version`],
});

/** Installed with the repository, so that `npm test` runs them. */
export const TYPESCRIPT_GENERATORS: readonly Generator[] = [
  {
    name: 'TypeScript, openapi-typescript + openapi-fetch',
    tools: [],
    source: 'typescript/openapi-fetch',
    target: '.',
    prepare: () => [
      LINK,
      { name: 'generate', command: bin('openapi-typescript'), args: [DOCUMENT, '-o', 'client.ts'] },
      compile,
      bundle,
    ],
    journey: () => run,
    version: versionOf('openapi-typescript'),
  },
  {
    name: 'TypeScript, @hey-api/openapi-ts',
    tools: [],
    source: 'typescript/hey-api',
    target: '.',
    prepare: () => [
      LINK,
      {
        name: 'generate',
        command: bin('openapi-ts'),
        args: ['-i', DOCUMENT, '-o', 'client', '--no-log-file', '-p', ...HEY_API_PLUGINS],
      },
      compile,
      bundle,
    ],
    journey: () => run,
    version: versionOf('@hey-api/openapi-ts'),
  },
];

const HEY_API_PLUGINS = ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'];

/** Not installed with the repository: its 59 packages take 60 MB. `npm run clients` runs it where it is in PATH. */
export const ORVAL: Generator = {
  name: 'TypeScript, orval',
  tools: [{ program: 'orval', install: 'npm install --global orval@8.38.0' }],
  source: 'typescript/orval',
  target: '.',
  prepare: () => [
    LINK,
    {
      name: 'generate',
      command: 'orval',
      args: ['--config', 'orval.config.mjs'],
      env: { HEADWATER_DOCUMENT: DOCUMENT },
    },
    compile,
    bundle,
  ],
  journey: () => run,
  version: { command: 'orval', args: ['--version'] },
};
