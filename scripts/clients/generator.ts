import { resolve } from 'node:path';

/** A program that a generator or its language needs. */
export interface Tool {
  program: string;
  /** How to install it, shown when it is missing. */
  install: string;
}

export interface Command {
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** One command before the journey, by the name that is shown when it fails. */
export interface Stage extends Command {
  name: 'generate' | 'install' | 'compile';
}

/** A warning of a generator that the document cannot prevent. Each other warning fails the generator. */
export interface KnownWarning {
  text: RegExp;
  reason: string;
}

export interface Generator {
  name: string;
  tools: readonly Tool[];
  /** The folder or file of the journey below scripts/clients. */
  source: string;
  /** Where the journey goes in the temporary folder. */
  target: string;
  /** The commands that generate, install and compile, in order; they run in the temporary folder. */
  prepare(folder: string): readonly Stage[];
  journey(folder: string): Command;
  version: Command;
  warnings?: readonly KnownWarning[];
}

export const DOCUMENT = resolve('openapi/openapi.json');
export const DOCUMENT_30 = resolve('openapi/openapi-3.0.json');

export const JAVA: Tool = { program: 'java', install: 'apt-get install openjdk-17-jdk-headless' };
export const OPENAPI_GENERATOR: Tool = {
  program: 'openapi-generator-cli',
  install: 'pip install openapi-generator-cli==7.26.0',
};

/** Warnings that openapi-generator 7.26.0 prints in every language. */
export const OPENAPI_GENERATOR_WARNINGS: readonly KnownWarning[] = [
  {
    text: /OpenAPI 3\.1 support is still in beta/,
    reason: 'printed for each document of version 3.1; the document of version 3.0 does not cause it',
  },
  {
    text: /Failed to get the schema name: null/,
    reason: 'about `additionalProperties: false`: requests are closed',
  },
];

/** A stage of openapi-generator. Without the option, clients of Go and Java refuse fields that they do not know. */
export function openapiGenerator(language: string, output: string, properties: readonly string[] = []): Stage {
  const all = ['disallowAdditionalPropertiesIfNotPresent=false', ...properties].join(',');
  const tests = ['--global-property', 'apiTests=false,modelTests=false'];
  const args = ['generate', '-g', language, '-i', DOCUMENT, '-o', output, ...tests, `--additional-properties=${all}`];
  return { name: 'generate', command: 'openapi-generator-cli', args };
}
