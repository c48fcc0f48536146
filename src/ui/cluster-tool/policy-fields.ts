import type { Registry } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';

/** The names of fields that a policy may have, to say what a misspelt one may have meant. */
export function policyFieldNames(registry: Registry): readonly string[] {
  const names = new Set(ofPolicy);
  for (const [plugin, { argsType }] of registry.plugins) {
    names.add(plugin);
    const zero = argsType.zero();
    if (typeof zero === 'object' && zero !== null) for (const field of Object.keys(zero)) names.add(field);
  }
  return [...names];
}

const ofPolicy = [
  'apiVersion',
  'kind',
  'profiles',
  'pluginConfig',
  'plugins',
  'deschedule',
  'balance',
  'enabled',
  'nodeSelector',
  'maxNoOfPodsToEvictPerNode',
  'maxNoOfPodsToEvictPerNamespace',
  'maxNoOfPodsToEvictTotal',
  'include',
  'exclude',
  'matchLabels',
  'matchExpressions',
];
