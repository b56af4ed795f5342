import { join } from 'node:path';
import ts from 'typescript';

/** The modules of `kubernetes-types` with the kinds in use. */
const MODULES: Record<string, string> = {
  v1: 'core/v1',
  'apps/v1': 'apps/v1',
  'autoscaling/v2': 'autoscaling/v2',
  'batch/v1': 'batch/v1',
  'networking.k8s.io/v1': 'networking/v1',
  'policy/v1': 'policy/v1',
};

const OPTIONS: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es5.d.ts'] },
  ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/** Compiles the objects as literals of the types of Kubernetes: unknown, absent and mistyped fields are errors. */
export function typeFaults(resources: readonly { path: string; object: Record<string, unknown> }[]): string[] {
  const unknown = resources.filter(({ object }) => MODULES[String(object.apiVersion)] === undefined);
  if (unknown.length > 0) return unknown.map(({ path, object }) => `${path}: unknown apiVersion ${object.apiVersion}`);
  const texts = resources.map(({ object }, index) => {
    const module = `kubernetes-types/${MODULES[String(object.apiVersion)]}`;
    const kind = String(object.kind).replace(/\W/g, '');
    // The types leave these three optional.
    return `import type { ${kind} as T${index} } from '${module}';
const o${index}: T${index} & Required<Pick<T${index}, 'apiVersion' | 'kind' | 'metadata'>> = ${JSON.stringify(object)};`;
  });
  const file = join(process.cwd(), 'manifests.virtual.ts');
  const text = `${texts.join('\n')}\nexport {};\n`;
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(file, text, target) : getSourceFile(name, target);
  const program = ts.createProgram([file], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    const { path } = resources[Math.floor(line / 2)] ?? { path: 'deploy/kubernetes' };
    return `${path}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}
