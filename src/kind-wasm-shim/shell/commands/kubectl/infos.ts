import type { Task } from '../../../kernel/effect.ts';
import { StatusError } from '../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../kubernetes/api/meta.ts';
import { CommandError, throwCollected } from './errors.ts';
import type { FlagSpec } from './flags.ts';
import type { Invocation } from './invocation.ts';
import { type Manifest, readManifests } from './manifests.ts';
import { kindOf, type Mapping, pathOf, printedKind } from './mapping.ts';
import { parseTargets, type Target } from './targets.ts';

/** One object that a command is about: where it is, and what is known of it. */
export interface Info {
  readonly mapping: Mapping;
  readonly namespace: string | undefined;
  readonly name: string;
  /** The file that it came from, empty for one that was named on the command line. */
  readonly source: string;
  /** As the file or the server has it; absent when it was only named. */
  readonly object?: KubernetesObject;
}

/** `pod/web`, `deployment.apps/web`. */
export function printedName({ mapping, name }: { mapping: Mapping; name: string }): string {
  return `${printedKind(mapping)}/${name}`;
}

/** The path of the object in the API, or of one of its subresources. */
export function infoPath(info: Info, subresource?: string): string {
  return pathOf(info.mapping, info.namespace, info.name, subresource);
}

export const fileFlags: readonly FlagSpec[] = [
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'recursive', short: 'R', type: 'bool' },
  { name: 'kustomize', short: 'k', type: 'string' },
];

export const selectorFlags: readonly FlagSpec[] = [
  { name: 'selector', short: 'l', type: 'string' },
  { name: 'field-selector', type: 'string' },
  { name: 'all', type: 'bool' },
  { name: 'all-namespaces', short: 'A', type: 'bool' },
];

export interface CollectOptions {
  readonly validate?: boolean;
  /** Ask the server for objects that are only named; otherwise they come without their object. */
  readonly fetch?: boolean;
  readonly resourceAloneIsAll?: boolean;
  /** What a command says when nothing at all was given. */
  readonly nothingGiven?: string;
}

const nothingGiven = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Everything that a command line is about, from files or from words. Objects that the server does not have are reported
 *  together, after the others have been looked for.
 *  @models staging/src/k8s.io/cli-runtime/pkg/resource/builder.go Builder.Do */
export function* collectInfos(k: Invocation, args: readonly string[], options: CollectOptions = {}): Task<Info[]> {
  const { infos, errors } = yield* collectLeniently(k, args, options);
  throwCollected(errors);
  return infos;
}

/** As `collectInfos`, for a command that goes on with what it has found. */
export function* collectLeniently(
  k: Invocation,
  args: readonly string[],
  options: CollectOptions = {},
): Task<{ infos: Info[]; errors: Error[] }> {
  refuseKustomize(k);
  if (k.flags.declares('filename') && k.flags.list('filename').length > 0) {
    if (args.length > 0) {
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    }
    const placed = placeManifests(k, yield* readManifests(k, options.validate ?? false));
    if (!options.fetch) return placed;
    const fetched = fetchAll(k, placed.infos);
    return { infos: fetched.infos, errors: [...placed.errors, ...fetched.errors] };
  }
  if (args.length === 0) throw new CommandError(options.nothingGiven ?? nothingGiven);
  const selects =
    optional(k, 'selector') !== '' || optional(k, 'field-selector') !== '' || optional(k, 'all') === 'true';
  const rules = { selects, resourceAloneIsAll: options.resourceAloneIsAll ?? false };
  return findTargets(k, parseTargets(k.discovery, args, rules), options.fetch ?? false);
}

function refuseKustomize(k: Invocation): void {
  if (optional(k, 'kustomize') === '') return;
  throw new CommandError('kustomize is not available here; apply the rendered manifests with -f instead');
}

/** The value of a flag that not every command declares. */
function optional(k: Invocation, name: string): string {
  return k.flags.declares(name) ? k.flags.string(name) : '';
}

function findTargets(k: Invocation, targets: readonly Target[], fetch: boolean): { infos: Info[]; errors: Error[] } {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const { mapping, name } of targets) {
    const allNamespaces = optional(k, 'all-namespaces') === 'true';
    const namespace = mapping.namespaced && !allNamespaces ? k.namespace : undefined;
    if (name === undefined) infos.push(...listInfos(k, mapping, namespace));
    else if (allNamespaces && mapping.namespaced) {
      throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    } else infos.push({ mapping, namespace, name, source: '' });
  }
  if (!fetch) return { infos, errors };
  return fetchAll(k, infos);
}

/** Reads every object of a resource that the selectors of the command line fit. */
export function listInfos(k: Invocation, mapping: Mapping, namespace: string | undefined): Info[] {
  const list = k.connection.list(mapping, namespace, {
    query: {
      labelSelector: optional(k, 'selector') || undefined,
      fieldSelector: optional(k, 'field-selector') || undefined,
      limit: '500',
    },
  });
  const items = (list.items ?? []) as KubernetesObject[];
  return items.map((item) => {
    const object = { apiVersion: list.apiVersion ?? '', kind: (list.kind ?? '').replace(/List$/, ''), ...item };
    return { mapping, namespace: item.metadata?.namespace, name: item.metadata?.name ?? '', source: '', object };
  });
}

function fetchAll(k: Invocation, infos: readonly Info[]): { infos: Info[]; errors: Error[] } {
  const errors: Error[] = [];
  const fetched = infos.flatMap((info) => {
    if (info.object && info.source === '') return [info];
    try {
      return [{ ...info, object: getObject(k, info) }];
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      errors.push(error);
      return [];
    }
  });
  return { infos: fetched, errors };
}

/** Reads the object as the server has it. Throws a CommandError when it has no name. */
export function getObject(k: Invocation, info: Info): KubernetesObject {
  if (info.name === '') throw new CommandError('resource name may not be empty');
  return k.connection.get(infoPath(info));
}

function placeManifests(k: Invocation, manifests: readonly Manifest[]): { infos: Info[]; errors: Error[] } {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const manifest of manifests) {
    try {
      infos.push(manifestInfo(k, manifest));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
  return { infos, errors };
}

function manifestInfo(k: Invocation, { source, object }: Manifest): Info {
  const gvk = kindOf(object);
  const mapping = k.discovery.forKind(gvk);
  const name = object.metadata?.name ?? '';
  if (!mapping) {
    throw new CommandError(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(object.metadata?.namespace ?? '')} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(gvk.kind)} in version ${JSON.stringify(object.apiVersion)}\nensure CRDs are installed first`,
    );
  }
  const own = object.metadata?.namespace;
  if (mapping.namespaced && k.namespaceIsExplicit && own && own !== k.namespace) {
    throw new CommandError(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(k.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  const namespace = mapping.namespaced ? own || k.namespace : undefined;
  const placed = namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  return { mapping, namespace, name, source, object: placed };
}
