import {
  DOCUMENT,
  type Generator,
  JAVA,
  OPENAPI_GENERATOR,
  OPENAPI_GENERATOR_WARNINGS,
  openapiGenerator,
  type Stage,
  type Tool,
} from './generator.js';

const PYTHON: Tool = { program: 'python3', install: 'apt-get install python3 python3-venv' };
const PYTHON_CLIENT: Tool = {
  program: 'openapi-python-client',
  install: 'pip install openapi-python-client==0.29.1',
};
const JOURNEY = { command: 'venv/bin/python', args: ['journey.py'] };

/** Installs the client into an environment of its own, and imports every module of it. */
function install(module: string): Stage[] {
  const importAll = `import importlib, pkgutil, ${module} as client
for module in pkgutil.walk_packages(client.__path__, client.__name__ + "."):
    importlib.import_module(module.name)`;
  return [
    { name: 'install', command: 'python3', args: ['-m', 'venv', 'venv'] },
    { name: 'install', command: 'venv/bin/pip', args: ['install', '--quiet', './client'] },
    { name: 'compile', command: 'venv/bin/python', args: ['-c', importAll] },
  ];
}

export const PYTHON_GENERATORS: readonly Generator[] = [
  {
    name: 'Python, openapi-python-client',
    tools: [PYTHON, PYTHON_CLIENT],
    source: 'python/openapi-python-client',
    target: '.',
    prepare: () => [
      {
        name: 'generate',
        command: 'openapi-python-client',
        args: ['generate', '--path', DOCUMENT, '--output-path', 'client', '--meta', 'setup'],
      },
      ...install('headwater_client'),
    ],
    journey: () => JOURNEY,
    version: { command: 'openapi-python-client', args: ['--version'] },
  },
  {
    name: 'Python, openapi-generator',
    tools: [PYTHON, JAVA, OPENAPI_GENERATOR],
    source: 'python/openapi-generator',
    target: '.',
    prepare: () => [openapiGenerator('python', 'client'), ...install('openapi_client')],
    journey: () => JOURNEY,
    version: { command: 'openapi-generator-cli', args: ['version'] },
    warnings: [
      ...OPENAPI_GENERATOR_WARNINGS,
      {
        text: /From \(reserved word\) cannot be used as model name/,
        reason: 'about the query parameter `from`, which is `var_from` in Python; the generator makes no model of it',
      },
    ],
  },
];
