/** What the node utilization figure lets its reader set: one plugin with its arguments, and those of DefaultEvictor. Plain
 *  JSON that fits in a link. Absent means what it means in a policy file. */
export interface NodeUtilizationPolicy {
  readonly plugin: 'LowNodeUtilization' | 'HighNodeUtilization';
  /** Percent by resource. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Percent by resource; HighNodeUtilization has none. */
  readonly targetThresholds?: Readonly<Record<string, number>>;
  readonly useDeviationThresholds?: boolean;
  readonly numberOfNodes?: number;
  /** Namespaces whose pods are left alone. */
  readonly excludedNamespaces?: readonly string[];
  readonly evictor?: DefaultEvictorSettings;
  readonly maxNoOfPodsToEvictPerNode?: number;
}

export interface DefaultEvictorSettings {
  readonly nodeFit?: boolean;
  readonly evictLocalStoragePods?: boolean;
  readonly evictSystemCriticalPods?: boolean;
  readonly evictFailedBarePods?: boolean;
  readonly ignorePvcPods?: boolean;
  readonly priorityThreshold?: number;
}

/** The document that such a policy stands for, as a policy file would hold it.
 *  @models pkg/api/v1alpha2/types.go DeschedulerPolicy */
export function policyDocument(policy: NodeUtilizationPolicy): Record<string, unknown> {
  const { plugin, evictor = {} } = policy;
  const { priorityThreshold, ...switches } = evictor;
  return {
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    ...(policy.maxNoOfPodsToEvictPerNode === undefined
      ? {}
      : { maxNoOfPodsToEvictPerNode: policy.maxNoOfPodsToEvictPerNode }),
    profiles: [
      {
        name: 'default',
        pluginConfig: [
          {
            name: 'DefaultEvictor',
            args: {
              ...switches,
              ...(priorityThreshold === undefined ? {} : { priorityThreshold: { value: priorityThreshold } }),
            },
          },
          { name: plugin, args: pluginArgs(policy) },
        ],
        plugins: { balance: { enabled: [plugin] } },
      },
    ],
  };
}

function pluginArgs(policy: NodeUtilizationPolicy): Record<string, unknown> {
  const {
    plugin,
    thresholds,
    targetThresholds = {},
    useDeviationThresholds,
    numberOfNodes,
    excludedNamespaces,
  } = policy;
  const isLow = plugin === 'LowNodeUtilization';
  return {
    thresholds,
    ...(isLow ? { targetThresholds } : {}),
    ...(isLow && useDeviationThresholds ? { useDeviationThresholds } : {}),
    ...(numberOfNodes === undefined ? {} : { numberOfNodes }),
    ...(excludedNamespaces?.length ? { evictableNamespaces: { exclude: excludedNamespaces } } : {}),
  };
}

/** Reads a policy that came from outside, such as a link. Throws a TypeError that says what was expected and what was
 *  found. Values that the descheduler itself refuses pass: its own message is worth showing. */
export function readPolicy(value: unknown): NodeUtilizationPolicy {
  const fields = readRecord('policy', value);
  const { plugin } = fields;
  if (plugin !== 'LowNodeUtilization' && plugin !== 'HighNodeUtilization') {
    throw expected('policy.plugin', 'LowNodeUtilization or HighNodeUtilization', plugin);
  }
  const evictor = fields.evictor === undefined ? undefined : readEvictor(readRecord('policy.evictor', fields.evictor));
  return {
    plugin,
    thresholds: readPercentages('policy.thresholds', fields.thresholds),
    ...optional('targetThresholds', fields, readPercentages),
    ...optional('useDeviationThresholds', fields, readFlag),
    ...optional('numberOfNodes', fields, readNumber),
    ...optional('excludedNamespaces', fields, readNames),
    ...optional('maxNoOfPodsToEvictPerNode', fields, readNumber),
    ...(evictor ? { evictor } : {}),
  };
}

function readEvictor(fields: Record<string, unknown>): DefaultEvictorSettings {
  return {
    ...optional('nodeFit', fields, readFlag),
    ...optional('evictLocalStoragePods', fields, readFlag),
    ...optional('evictSystemCriticalPods', fields, readFlag),
    ...optional('evictFailedBarePods', fields, readFlag),
    ...optional('ignorePvcPods', fields, readFlag),
    ...optional('priorityThreshold', fields, readNumber),
  };
}

function optional<Name extends string, T>(
  name: Name,
  fields: Record<string, unknown>,
  read: (where: string, value: unknown) => T,
): Partial<Record<Name, T>> {
  return fields[name] === undefined ? {} : ({ [name]: read(name, fields[name]) } as Partial<Record<Name, T>>);
}

function readRecord(where: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw expected(where, 'an object', value);
  return value as Record<string, unknown>;
}

function readPercentages(where: string, value: unknown): Record<string, number> {
  const entries = Object.entries(readRecord(where, value));
  if (entries.length > 16) throw expected(where, 'at most 16 resources', entries.length);
  return Object.fromEntries(
    entries.map(([resource, percent]) => [resource, readNumber(`${where}.${resource}`, percent)]),
  );
}

function readFlag(where: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw expected(where, 'true or false', value);
  return value;
}

function readNumber(where: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw expected(where, 'a number', value);
  return value;
}

function readNames(where: string, value: unknown): string[] {
  if (!Array.isArray(value) || value.length > 16 || !value.every((name) => typeof name === 'string')) {
    throw expected(where, 'a list of at most 16 names', value);
  }
  return value as string[];
}

function expected(where: string, what: string, found: unknown): TypeError {
  return new TypeError(`${where}: expected ${what}, found ${(JSON.stringify(found) ?? 'nothing').slice(0, 80)}`);
}
