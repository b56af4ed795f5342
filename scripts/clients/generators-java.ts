import {
  type Generator,
  JAVA,
  OPENAPI_GENERATOR,
  OPENAPI_GENERATOR_WARNINGS,
  openapiGenerator,
  type Tool,
} from './generator.js';

export const MAVEN: Tool = { program: 'mvn', install: 'apt-get install maven' };
/** Compiles and puts the libraries beside the classes. */
const COMPILE = ['-q', 'compile', 'dependency:copy-dependencies', '-DincludeScope=runtime'];

export const JAVA_GENERATORS: readonly Generator[] = [
  {
    name: 'Java, openapi-generator',
    tools: [JAVA, MAVEN, OPENAPI_GENERATOR],
    source: 'java',
    target: '.',
    prepare: () => [
      openapiGenerator('java', '.'),
      { name: 'compile', command: 'mvn', args: [...COMPILE, '-DoutputDirectory=target/lib'] },
    ],
    journey: () => ({ command: 'java', args: ['-cp', 'target/classes:target/lib/*', 'Journey'] }),
    version: { command: 'openapi-generator-cli', args: ['version'] },
    warnings: [
      ...OPENAPI_GENERATOR_WARNINGS,
      {
        text: /Ignoring complex example on request body/,
        reason: 'the generator puts no example of an object into its README',
      },
    ],
  },
];
