import {
  type Generator,
  JAVA,
  OPENAPI_GENERATOR,
  OPENAPI_GENERATOR_WARNINGS,
  openapiGenerator,
  type Tool,
} from './generator.js';

const PHP: Tool = { program: 'php', install: 'apt-get install php-cli php-curl php-mbstring php-guzzlehttp-guzzle' };

/** The journey takes Guzzle from the packages of Debian; `composer install` in the client brings it elsewhere. */
export const PHP_GENERATORS: readonly Generator[] = [
  {
    name: 'PHP, openapi-generator',
    tools: [PHP, JAVA, OPENAPI_GENERATOR],
    source: 'php',
    target: '.',
    prepare: () => [openapiGenerator('php', 'client'), { name: 'compile', command: 'php', args: ['load-all.php'] }],
    journey: () => ({ command: 'php', args: ['journey.php'] }),
    version: { command: 'openapi-generator-cli', args: ['version'] },
    warnings: [
      ...OPENAPI_GENERATOR_WARNINGS,
      {
        text: /include \(reserved word\) cannot be used as model name/,
        reason: 'about the query parameter `include`, of which the generator makes no model',
      },
    ],
  },
];
