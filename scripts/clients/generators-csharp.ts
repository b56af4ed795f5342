import { type Generator, JAVA, OPENAPI_GENERATOR, OPENAPI_GENERATOR_WARNINGS, openapiGenerator } from './generator.js';

export const CSHARP_GENERATORS: readonly Generator[] = [
  {
    name: 'C#, openapi-generator',
    tools: [JAVA, OPENAPI_GENERATOR],
    target: '.',
    prepare: () => [openapiGenerator('csharp', 'client')],
    withoutJourney: 'it is generated only, for want of a .NET SDK to try it with',
    version: { command: 'openapi-generator-cli', args: ['version'] },
    warnings: [
      ...OPENAPI_GENERATOR_WARNINGS,
      {
        text: /Version \(reserved word\) cannot be used as model name/,
        reason: 'about the path parameter `version`, of which the generator makes no model',
      },
    ],
  },
];
