import { type Generator, JAVA, OPENAPI_GENERATOR, OPENAPI_GENERATOR_WARNINGS, openapiGenerator } from './generator.js';
import { MAVEN } from './generators-java.js';

const LIBRARIES = ['-DincludeScope=runtime', '-DoutputDirectory=target/lib'];

/** Maven brings the compiler, so that kotlinc need not be installed. */
export const KOTLIN_GENERATORS: readonly Generator[] = [
  {
    name: 'Kotlin, openapi-generator',
    tools: [JAVA, MAVEN, OPENAPI_GENERATOR],
    source: 'kotlin',
    target: '.',
    // Without UPPERCASE, the word `name` of an enumeration meets the property that every enum of Kotlin has.
    prepare: () => [
      openapiGenerator('kotlin', 'client', ['enumPropertyNaming=UPPERCASE']),
      {
        name: 'compile',
        command: 'mvn',
        // The daemon would live on after the command.
        args: ['-q', 'compile', 'dependency:copy-dependencies', ...LIBRARIES, '-Dkotlin.compiler.daemon=false'],
      },
    ],
    journey: () => ({ command: 'java', args: ['-cp', 'target/classes:target/lib/*', 'JourneyKt'] }),
    version: { command: 'openapi-generator-cli', args: ['version'] },
    warnings: OPENAPI_GENERATOR_WARNINGS,
  },
];
