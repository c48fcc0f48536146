import { loadPolicyText, PolicyError } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import type { DeschedulerPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/policy.ts';
import { newProfile, ProfileError } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { stringify } from 'yaml';

/** What a release says of a policy. Errors and warnings are upstream's own words. */
export type PolicyAnswer =
  /** It can be run: `completed` is the policy with every default filled in, as YAML. */
  | { readonly kind: 'accepted'; readonly completed: string; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly error: string }
  /** It can be read, but a profile cannot be built from it. */
  | { readonly kind: 'profileRefused'; readonly error: string };

/** The PriorityClasses that every cluster has. */
const priorityClasses = [
  { metadata: { name: 'system-cluster-critical' }, value: 2_000_000_000 },
  { metadata: { name: 'system-node-critical' }, value: 2_000_001_000 },
];

/** Loads a policy and builds its profiles, as a release of the descheduler would when it starts. */
export function checkPolicy(text: string, version: DeschedulerVersion): PolicyAnswer {
  const registry = setupPlugins(version);
  try {
    const { policy, warnings } = loadPolicyText(text, { registry, priorityClasses });
    for (const profile of policy.profiles) newProfile(profile, registry);
    return { kind: 'accepted', completed: completedPolicy(policy), warnings };
  } catch (error) {
    if (error instanceof PolicyError) return { kind: 'refused', error: error.message };
    if (error instanceof ProfileError) return { kind: 'profileRefused', error: error.message };
    throw error;
  }
}

/** A loaded policy as a document again, which can itself be loaded. Extension points are in lower case there, and those at
 *  which nothing is enabled are left out. */
function completedPolicy({ profiles, ...limits }: DeschedulerPolicy): string {
  const document = {
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    ...limits,
    profiles: profiles.map(({ name, pluginConfigs, enabled }) => ({
      name,
      pluginConfig: pluginConfigs,
      plugins: Object.fromEntries(
        Object.entries(enabled)
          .filter(([, plugins]) => plugins.length > 0)
          .map(([extensionPoint, plugins]) => [extensionPoint.toLowerCase(), { enabled: plugins }]),
      ),
    })),
  };
  return stringify(document, { lineWidth: 0 });
}
