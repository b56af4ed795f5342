import { findProgram } from './commands.js';
import {
  type Generator,
  JAVA,
  OPENAPI_GENERATOR,
  OPENAPI_GENERATOR_WARNINGS,
  openapiGenerator,
  type Tool,
} from './generator.js';

const MCS: Tool = { program: 'mcs', install: 'apt-get install mono-devel' };
const MONO: Tool = { program: 'mono', install: 'apt-get install mono-devel' };
/** The client needs version 9 or later; Debian has 6. */
const NEWTONSOFT: Tool = {
  program: 'Newtonsoft.Json.dll',
  install: 'lib/net45 of the NuGet package Newtonsoft.Json 13.0.3, in a folder of PATH, with chmod +x',
};

/**
 * Without `conditionalSerialization` a patch sends null for all that was not set, which clears it. Without
 * `supportsRetry` the client also needs the package Polly.
 */
const OPTIONS = [
  'library=httpclient',
  'conditionalSerialization=true',
  'supportsRetry=false',
  'targetFramework=net48',
  'nullableReferenceTypes=false',
];
const API = '/usr/lib/mono/4.8-api';
const LIBRARIES = [
  'System.ComponentModel.DataAnnotations.dll',
  'System.Net.Http.dll',
  'System.Runtime.Serialization.dll',
  'System.Web.dll',
  `${API}/Facades/System.Runtime.dll`,
  'Newtonsoft.Json.dll',
];

export const CSHARP_GENERATORS: readonly Generator[] = [
  {
    name: 'C#, openapi-generator',
    tools: [MCS, MONO, NEWTONSOFT, JAVA, OPENAPI_GENERATOR],
    source: 'csharp',
    target: '.',
    prepare: () => [
      openapiGenerator('csharp', 'client', OPTIONS),
      { name: 'install', command: 'cp', args: [findProgram(NEWTONSOFT.program) ?? '', '.'] },
      {
        name: 'compile',
        command: 'mcs',
        args: [
          ...['-sdk:4.8', '-langversion:latest', '-out:journey.exe'],
          ...LIBRARIES.map((library) => `-r:${library}`),
          ...['-recurse:client/src/*.cs', 'Journey.cs'],
        ],
      },
    ],
    journey: () => ({ command: 'mono', args: ['journey.exe'] }),
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
