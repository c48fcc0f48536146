import type { APIGroupList, APIResource, APIResourceList } from 'kubernetes-types/meta/v1';
import type { Connection } from './connection.ts';
import { CommandError } from './errors.ts';
import type { GroupVersionKind, Mapping } from './mapping.ts';

/** What the server has, read once when first needed, and how the words on a command line lead to it. */
export class Discovery {
  private readonly connection: Connection;
  private read: readonly Mapping[] | undefined;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Every resource, in the server's order of groups: an earlier group wins when a word fits several. */
  get all(): readonly Mapping[] {
    this.read ??= [...this.readList('', 'v1'), ...this.readGroups()];
    return this.read;
  }

  /** Every group and version, such as `apps/v1`. */
  get groupVersions(): string[] {
    const groups = this.connection.get('/apis') as unknown as APIGroupList;
    return ['v1', ...groups.groups.flatMap((group) => group.versions.map((version) => version.groupVersion))];
  }

  /** The resource that a word such as `po`, `pod`, `deployments.apps` or `deploy.v1.apps` means.
   *  @models staging/src/k8s.io/cli-runtime/pkg/resource/builder.go Builder.mappingFor */
  resource(word: string): Mapping {
    const found = this.find(word);
    if (found) return found;
    const [, rest = ''] = /^[^.]+\.(.+)$/.exec(word) ?? [];
    const resource = word.split('.')[0] ?? word;
    throw new CommandError(
      rest === ''
        ? `the server doesn't have a resource type ${JSON.stringify(word)}`
        : `the server doesn't have a resource type ${JSON.stringify(resource)} in group ${JSON.stringify(rest)}`,
    );
  }

  /** The resources of a category such as `all`, undefined when the word is none. */
  category(word: string): readonly Mapping[] | undefined {
    const found = this.all.filter((mapping) => mapping.categories.includes(word));
    return found.length > 0 ? found : undefined;
  }

  /** The resource whose objects are of this kind. */
  forKind(gvk: GroupVersionKind): Mapping | undefined {
    return this.all.find(
      (mapping) => mapping.kind === gvk.kind && mapping.group === gvk.group && mapping.version === gvk.version,
    );
  }

  private find(word: string): Mapping | undefined {
    const [first = '', ...rest] = word.split('.');
    const name = first.toLowerCase();
    const named = this.all.filter(
      (mapping) =>
        mapping.resource === name ||
        mapping.singular === name ||
        mapping.shortNames.includes(name) ||
        mapping.kind === first,
    );
    if (rest.length === 0) return named[0];
    const [version, ...group] = rest;
    return (
      named.find((mapping) => mapping.group === rest.join('.')) ??
      named.find((mapping) => mapping.version === version && mapping.group === group.join('.')) ??
      named.find((mapping) => mapping.group.startsWith(`${rest.join('.')}.`))
    );
  }

  private readGroups(): Mapping[] {
    const groups = this.connection.get('/apis') as unknown as APIGroupList;
    return groups.groups.flatMap((group) =>
      group.versions.flatMap(({ version }) => this.readList(group.name, version)),
    );
  }

  private readList(group: string, version: string): Mapping[] {
    const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const list = this.connection.get(path) as unknown as APIResourceList;
    return list.resources
      .filter(({ name }) => !name.includes('/'))
      .map((resource) => mappingOf(group, version, resource));
  }
}

function mappingOf(group: string, version: string, resource: APIResource): Mapping {
  return {
    group: resource.group ?? group,
    version: resource.version ?? version,
    resource: resource.name,
    singular: resource.singularName || resource.kind.toLowerCase(),
    kind: resource.kind,
    namespaced: resource.namespaced,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    verbs: resource.verbs,
  };
}
