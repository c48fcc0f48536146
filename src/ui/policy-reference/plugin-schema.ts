import { describeType, type TypeDescription } from 'kind-wasm-shim/kubernetes/descheduler/framework/go-json.ts';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { deschedulerPolicyType, type ExtensionPoint } from 'kind-wasm-shim/kubernetes/descheduler/framework/policy.ts';
import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';

// The fields of a policy and of each plugin's arguments, as the model's own types and defaults have them. Nothing here is
// written down twice.

/** One field of a schema. */
export interface SchemaField {
  /** Where it stands, from the top of the schema: `namespaces.include`, `conditions[].type`. */
  readonly path: string;
  /** The struct that it is a field of and its name there. A field that many plugins share has one. */
  readonly key: string;
  /** As Go would write it, without the package. */
  readonly type: string;
  /** What it is when the policy leaves it out: JSON, undefined for nothing at all. */
  readonly defaultValue: string | undefined;
  /** The modelled releases that have the field. */
  readonly versions: readonly DeschedulerVersion[];
}

/** A plugin as its releases define it. */
export interface PluginSchema {
  readonly name: string;
  readonly extensionPoints: readonly ExtensionPoint[];
  readonly fields: readonly SchemaField[];
}

const registries = deschedulerVersions.map((version) => setupPlugins(version));

/** The names of all plugins of all releases. */
export const pluginNames: readonly string[] = [
  ...new Set(registries.flatMap((registry) => [...registry.plugins.keys()])),
].sort();

/** A plugin's extension points and arguments over all releases. Throws an error that names the plugins there are. */
export function pluginSchema(name: string): PluginSchema {
  const found = registries.flatMap(({ version, plugins }) => {
    const definition = plugins.get(name);
    return definition === undefined ? [] : [{ version, definition }];
  });
  const latest = found.at(-1)?.definition;
  if (latest === undefined) throw new Error(`plugin ${name}: expected one of ${pluginNames.join(', ')}`);
  const releases = found.map(({ version, definition }) => ({
    version,
    type: describeType(definition.argsType),
    defaults: defaultArguments(version, name),
  }));
  return { name, extensionPoints: latest.extensionPoints, fields: mergedFields(releases) };
}

/** The fields of a policy outside of the plugins' arguments. */
export function policySchema(): readonly SchemaField[] {
  return mergedFields(
    deschedulerVersions.map((version) => ({
      version,
      type: describeType(deschedulerPolicyType(version)),
      defaults: {},
    })),
  );
}

interface Release {
  readonly version: DeschedulerVersion;
  readonly type: TypeDescription;
  readonly defaults: unknown;
}

/** The arguments of a policy that gives none: what loading makes of them. DefaultEvictor has a default that is no plain
 *  value of its own, so it is loaded as part of a policy. */
function defaultArguments(version: DeschedulerVersion, name: string): unknown {
  const registry = setupPlugins(version);
  if (name === 'DefaultEvictor') {
    const document = { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', profiles: [{ name: 'any' }] };
    const [profile] = loadPolicy(document, { registry }).policy.profiles;
    return profile?.pluginConfigs.find((config) => config.name === name)?.args;
  }
  const definition = registry.plugins.get(name);
  return definition?.setDefaults(definition.argsType.zero());
}

function mergedFields(releases: readonly Release[]): readonly SchemaField[] {
  const merged = new Map<string, SchemaField>();
  // The later release leads, so that fields stand in its order.
  for (const { version, type, defaults } of releases.toReversed()) {
    for (const field of fieldsOf(type, '', defaults)) {
      const known = merged.get(field.path);
      merged.set(field.path, { ...field, ...known, versions: [version, ...(known?.versions ?? [])] });
    }
  }
  return [...merged.values()];
}

/** Types that the Kubernetes API documents, and that nobody needs spelled out here. */
const wellKnown = ['v1.LabelSelector'];

type BareField = Omit<SchemaField, 'versions'>;

function fieldsOf(type: TypeDescription, prefix: string, defaults: unknown): BareField[] {
  if (type.kind === 'list') return fieldsOf(type.element, `${prefix}[]`, undefined);
  if (type.kind !== 'struct' || wellKnown.includes(type.name)) return [];
  return type.fields.flatMap((field): BareField[] => {
    const path = prefix === '' ? field.name : `${prefix}.${field.name}`;
    const value = isObject(defaults) ? defaults[field.name] : undefined;
    const own: BareField = {
      path,
      key: `${type.name}.${field.name}`,
      type: typeName(field.type),
      defaultValue: shownDefault(field.type, value),
    };
    return [own, ...fieldsOf(field.type, path, value)];
  });
}

function typeName(type: TypeDescription): string {
  switch (type.kind) {
    case 'list':
      return `[]${typeName(type.element)}`;
    case 'map':
      return `map[string]${typeName(type.element)}`;
    case 'any':
      return 'object';
    case 'bool':
      return 'bool';
    default:
      return type.name.slice(type.name.lastIndexOf('.') + 1);
  }
}

/** A struct's default is that of its fields; an empty text, list or object is nothing. */
function shownDefault(type: TypeDescription, value: unknown): string | undefined {
  if (type.kind === 'struct' || value === undefined || value === null || value === '') return undefined;
  return JSON.stringify(value instanceof Map ? Object.fromEntries(value) : value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
