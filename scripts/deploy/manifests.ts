import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describeConfig } from '../../src/environment.js';
import { isObject } from '../client/http-client.js';
import { typeFaults } from './types.js';

/** A YAML file of `deploy/kubernetes`. */
export interface ManifestFile {
  path: string;
  text: string;
}

type Fields = Record<string, unknown>;

/** What is wrong with the manifests, one sentence each: types and names of fields, references, restrictions of the pods. */
export function manifestFaults(files: readonly ManifestFile[]): string[] {
  const parsed = files.map((file) => ({ ...file, documents: parseAllDocuments(file.text) }));
  const syntax = parsed.flatMap(({ path, documents }) =>
    documents.flatMap(({ errors }) => errors.map(({ message }) => `${path}: ${message}`)),
  );
  if (syntax.length > 0) return syntax;
  const objects = parsed.flatMap(({ path, documents }) =>
    documents.map((document) => ({ path, object: fieldsOf(document.toJS()) })),
  );
  const kustomizations = objects.filter(({ object }) => object.kind === 'Kustomization');
  const resources = objects.filter(({ object }) => object.kind !== 'Kustomization');
  return [
    ...listFaults(kustomizations, resources),
    ...typeFaults(resources),
    ...resources.flatMap(({ path, object }) => podFaults(object).map((fault) => `${path}: ${fault}`)),
    ...selectorFaults(resources),
  ];
}

interface Located {
  path: string;
  object: Fields;
}

/** Each file is in exactly one kustomization, and each listed file exists. */
function listFaults(kustomizations: readonly Located[], resources: readonly Located[]): string[] {
  const listed = kustomizations.flatMap(({ path, object }) =>
    listOf(object.resources).map((name) => posix.join(posix.dirname(path), String(name))),
  );
  const paths = new Set(resources.map(({ path }) => path));
  return [
    ...listed.filter((path) => !paths.has(path)).map((path) => `${path} is listed and does not exist`),
    ...[...paths].filter((path) => !listed.includes(path)).map((path) => `${path} is in no kustomization`),
  ];
}

/** The restricted pod security standard, a read-only file system, and variables that the service knows. */
function podFaults(object: Fields): string[] {
  const pod = fieldsOf(fieldsOf(fieldsOf(object.spec).template).spec);
  const containers = listOf(pod.containers).map(fieldsOf);
  if (containers.length === 0) return [];
  const security = fieldsOf(pod.securityContext);
  const faults: string[] = [];
  if (security.runAsNonRoot !== true) faults.push('the pod needs runAsNonRoot: true');
  if (fieldsOf(security.seccompProfile).type !== 'RuntimeDefault') faults.push('the pod needs seccomp RuntimeDefault');
  const known = new Set(describeConfig().map(({ name }) => name));
  for (const container of containers) {
    const own = fieldsOf(container.securityContext);
    if (own.allowPrivilegeEscalation !== false) faults.push('a container needs allowPrivilegeEscalation: false');
    if (own.readOnlyRootFilesystem !== true) faults.push('a container needs readOnlyRootFilesystem: true');
    if (!listOf(fieldsOf(own.capabilities).drop).includes('ALL')) faults.push('a container drops ALL capabilities');
    for (const { name } of listOf(container.env).map(fieldsOf)) {
      if (!known.has(String(name))) faults.push(`the service knows no variable ${String(name)}`);
    }
  }
  return faults;
}

/** What selects pods selects those of the deployment. */
function selectorFaults(resources: readonly Located[]): string[] {
  const templates = resources
    .map(({ object }) => fieldsOf(fieldsOf(object.spec).template))
    .map(({ metadata }) => fieldsOf(fieldsOf(metadata).labels));
  return resources.flatMap(({ path, object }) => {
    const spec = fieldsOf(object.spec);
    const selector = fieldsOf(spec.selector ?? spec.podSelector);
    const wanted = Object.entries(fieldsOf(selector.matchLabels ?? selector));
    const matches = templates.some((labels) => wanted.every(([name, value]) => labels[name] === value));
    return wanted.length === 0 || matches ? [] : [`${path}: its selector matches no pod`];
  });
}

const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
