import { type Generator, JAVA, OPENAPI_GENERATOR, openapiGenerator, type Tool } from './generator.js';

const MAVEN: Tool = { program: 'mvn', install: 'apt-get install maven' };
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
  },
];
