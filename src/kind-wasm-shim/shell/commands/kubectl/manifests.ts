import { parseAllDocuments } from 'yaml';
import type { Task } from '../../../kernel/effect.ts';
import type { KubernetesObject } from '../../../kubernetes/api/meta.ts';
import { baseOf } from '../../files.ts';
import { CommandError } from './errors.ts';
import type { Invocation } from './invocation.ts';
import { goJSON } from './printers/go-json.ts';

/** An object as a file has it, and the file's name as it was given. */
export interface Manifest {
  readonly source: string;
  readonly object: KubernetesObject;
}

/** Reads what `-f` names: files, directories (their .json, .yaml and .yml), `-` for stdin; URLs are refused.
 *  @models staging/src/k8s.io/cli-runtime/pkg/resource/builder.go Builder.FilenameParam */
export function* readManifests(k: Invocation, validate: boolean): Task<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const name of k.flags.list('filename')) {
    for (const [source, text] of yield* readSources(k, name)) {
      manifests.push(...parseManifests(source, text, validate).flatMap(flattenList));
    }
  }
  return manifests;
}

function* readSources(k: Invocation, name: string): Task<[string, string][]> {
  if (name === '-') return [['STDIN', yield* k.ctx.stdin.readAll()]];
  if (/^https?:\/\//.test(name)) {
    throw new CommandError(
      `unable to read URL ${JSON.stringify(name)}: this machine has no network; save the file here and name it instead`,
    );
  }
  const { files } = k.ctx;
  const path = k.ctx.path(name);
  if (files.isFile(path)) return [[name, files.readText(path)]];
  if (!files.isDirectory(path)) throw new CommandError(`the path ${JSON.stringify(name)} does not exist`);
  const found = directoryFiles(k, path, name.replace(/\/$/, ''));
  if (found.length === 0) {
    throw new CommandError(`error reading [${name}]: recognized file extensions are [.json .yaml .yml]`);
  }
  return found;
}

function directoryFiles(k: Invocation, path: string, name: string): [string, string][] {
  return k.ctx.files.list(path).flatMap((entry): [string, string][] => {
    const inside = `${path}/${entry}`;
    if (k.ctx.files.isDirectory(inside)) {
      return k.flags.bool('recursive') ? directoryFiles(k, inside, `${name}/${entry}`) : [];
    }
    return /\.(json|yaml|yml)$/.test(baseOf(entry)) ? [[`${name}/${entry}`, k.ctx.files.readText(inside)]] : [];
  });
}

function parseManifests(source: string, text: string, validate: boolean): Manifest[] {
  return parseDocuments(source, text).map((value) => {
    if (validate) checkHead(source, value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new CommandError(
        `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${jsonKind(value)} into Go value of type unstructured.detector`,
      );
    }
    const object = value as KubernetesObject;
    for (const [field, label] of [
      ['kind', 'Kind'],
      ['apiVersion', 'apiVersion'],
    ] as const) {
      if (typeof object[field] !== 'string' || object[field] === '') {
        throw new CommandError(
          `unable to decode ${JSON.stringify(source)}: Object '${label}' is missing in '${goJSON(object)}'`,
        );
      }
    }
    return { source, object };
  });
}

function parseDocuments(source: string, text: string): unknown[] {
  // One document too many may be nothing but comments.
  const documents = parseAllDocuments(text, { version: '1.1', merge: true, uniqueKeys: true });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) {
      // A key that goes on over lines is told where its colon stands.
      const key = document.errors.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY');
      const line = key?.linePos?.[1]?.line ?? error.linePos?.[0].line ?? 1;
      throw new CommandError(
        `error parsing ${source}: error converting YAML to JSON: yaml: line ${line}: ${yamlComplaint(error.code, error.message)}`,
      );
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value === null || value === undefined ? [] : [value];
  });
}

/** The words of go-yaml for what is wrong, where it has its own. */
function yamlComplaint(code: string, message: string): string {
  if (code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY')
    return 'mapping values are not allowed in this context';
  if (code === 'TAB_AS_INDENT') return 'found character that cannot start any token';
  if (code === 'BAD_INDENT' || code === 'MISSING_CHAR') return 'did not find expected key';
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

/** Refuses an object that does not say what it is, before anything else looks at it.
 *  @models staging/src/k8s.io/kubectl/pkg/validation/schema.go getObjectKind */
function checkHead(source: string, value: unknown): void {
  const missing: string[] = [];
  const object = (typeof value === 'object' && value !== null ? value : {}) as KubernetesObject;
  for (const field of ['apiVersion', 'kind'] as const) {
    if (object[field] === undefined || object[field] === null) missing.push(`${field} not set`);
    else if (typeof object[field] !== 'string') missing.push(`${field} isn't string type`);
  }
  if (missing.length === 0) return;
  const list = missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
  throw new CommandError(
    `error validating ${JSON.stringify(source)}: error validating data: ${list}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function flattenList({ source, object }: Manifest): Manifest[] {
  if (object.kind !== 'List' || !Array.isArray(object.items)) return [{ source, object }];
  return (object.items as KubernetesObject[]).map((item) => ({ source, object: item }));
}

function jsonKind(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
}
