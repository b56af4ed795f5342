import {
  DOCUMENT_30,
  type Generator,
  JAVA,
  OPENAPI_GENERATOR,
  OPENAPI_GENERATOR_WARNINGS,
  openapiGenerator,
  type Tool,
} from './generator.js';

const GO: Tool = { program: 'go', install: 'https://go.dev/doc/install' };
const OAPI_CODEGEN: Tool = {
  program: 'oapi-codegen',
  install: 'go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2',
};
const BUILD = [
  { name: 'install', command: 'go', args: ['mod', 'tidy'] },
  { name: 'compile', command: 'go', args: ['build', '-o', 'journey', '.'] },
] as const;

export const GO_GENERATORS: readonly Generator[] = [
  {
    name: 'Go, oapi-codegen',
    tools: [GO, OAPI_CODEGEN],
    source: 'go/oapi-codegen',
    target: '.',
    prepare: () => [
      { name: 'generate', command: 'mkdir', args: ['client'] },
      {
        name: 'generate',
        command: 'oapi-codegen',
        args: ['-generate', 'types,client', '-package', 'client', '-o', 'client/client.gen.go', DOCUMENT_30],
      },
      ...BUILD,
    ],
    journey: () => ({ command: './journey', args: [] }),
    version: { command: 'oapi-codegen', args: ['-version'] },
  },
  {
    name: 'Go, openapi-generator',
    tools: [GO, JAVA, OPENAPI_GENERATOR],
    source: 'go/openapi-generator',
    target: '.',
    // Without enumClassPrefix, words of two enumerations get one name.
    prepare: () => [
      openapiGenerator('go', 'client', ['packageName=client', 'withGoMod=false', 'enumClassPrefix=true']),
      ...BUILD,
    ],
    journey: () => ({ command: './journey', args: [] }),
    version: { command: 'openapi-generator-cli', args: ['version'] },
    warnings: [
      ...OPENAPI_GENERATOR_WARNINGS,
      {
        text: /type \(reserved word\) cannot be used as (parameter|model) name/,
        reason: 'about the query parameter `type`, which is `type_` in Go; the generator makes no model of it',
      },
    ],
  },
];
