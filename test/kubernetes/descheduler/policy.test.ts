import {
  loadPolicy,
  loadPolicyText,
  PolicyError,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { newProfile, ProfileError } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { describe, expect, test } from 'vitest';

const registry = setupPlugins();

const policyText = `
apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
maxNoOfPodsToEvictPerNode: 5
profiles:
  - name: spread
    pluginConfig:
      - name: LowNodeUtilization
        args:
          thresholds: { memory: 20, cpu: 20.5 }
          targetThresholds: { cpu: 50, memory: 50 }
    plugins:
      balance:
        enabled: [LowNodeUtilization]
`;

function profile(pluginConfig: unknown[], plugins: object = {}) {
  return {
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    profiles: [{ name: 'p', pluginConfig, plugins }],
  };
}

test('a policy file is read, and DefaultEvictor filters even when nobody enabled it', () => {
  const { policy, warnings } = loadPolicyText(policyText, { registry });
  expect(warnings).toEqual([]);
  expect(policy.maxNoOfPodsToEvictPerNode).toBe(5);
  const [spread] = policy.profiles;
  expect(spread?.enabled).toEqual({
    deschedule: [],
    balance: ['LowNodeUtilization'],
    filter: ['DefaultEvictor'],
    preEvictionFilter: ['DefaultEvictor'],
  });
  expect(spread?.pluginConfigs.map(({ name }) => name)).toEqual(['DefaultEvictor', 'LowNodeUtilization']);
  expect(spread?.pluginConfigs[1]?.args).toMatchObject({
    thresholds: new Map([
      ['cpu', 20.5],
      ['memory', 20],
    ]),
    numberOfNodes: 0,
  });
});

describe('a threshold of priority', () => {
  const resolved = (priorityThreshold: object) => {
    const document = profile([{ name: 'DefaultEvictor', args: { priorityThreshold } }]);
    const priorityClasses = [{ metadata: { name: 'mid' }, value: 250_000 }];
    const { policy, warnings } = loadPolicy(document, { registry, priorityClasses });
    return { args: policy.profiles[0]?.pluginConfigs[0]?.args, warnings };
  };

  test('can name a PriorityClass', () => {
    expect(resolved({ name: 'mid' })).toMatchObject({ args: { priorityThreshold: { value: 250_000 } }, warnings: [] });
  });

  test('becomes 0 with nothing but a log line, when the class does not exist or the number is too large', () => {
    expect(resolved({ name: 'none' })).toMatchObject({
      args: { priorityThreshold: { value: 0 } },
      warnings: [
        'unable to get priority value from the priority class: priorityclasses.scheduling.k8s.io "none" not found',
      ],
    });
    expect(resolved({ value: 2_000_000_001 })).toMatchObject({
      args: { priorityThreshold: { value: 0 } },
      warnings: ["priority threshold can't be greater than 2000000000"],
    });
  });
});

describe('a policy is refused', () => {
  const failed = 'failed decoding descheduler\'s policy config "policy.yaml": ';
  const args = (plugin: string, content: unknown) => profile([{ name: plugin, args: content }]);

  test.each([
    ['that is nothing', null, `${failed}Object 'Kind' is missing in 'null'`],
    [
      'without a version',
      { kind: 'DeschedulerPolicy' },
      `${failed}Object 'apiVersion' is missing in '{"kind":"DeschedulerPolicy"}'`,
    ],
    [
      'with a field of a wrong type inside a field',
      args('DefaultEvictor', { priorityThreshold: { value: 'high' } }),
      `${failed}json: cannot unmarshal string into Go struct field PriorityThreshold.priorityThreshold.value of type int32`,
    ],
    [
      'with arguments that are a list',
      args('HighNodeUtilization', []),
      `${failed}json: cannot unmarshal array into Go value of type nodeutilization.HighNodeUtilizationArgs`,
    ],
    [
      'with an unknown field inside a field of the arguments',
      args('LowNodeUtilization', { evictableNamespaces: { excludes: [] } }),
      `${failed}strict decoding error: unknown field "evictableNamespaces.excludes"`,
    ],
    [
      'with profiles that are no list',
      { ...profile([]), profiles: {} },
      `${failed}json: cannot unmarshal object into Go struct field DeschedulerPolicy.profiles of type []v1alpha2.DeschedulerProfile`,
    ],
  ])('%s', (_, document, error) => {
    expect(() => loadPolicy(document, { registry })).toThrow(new PolicyError(error));
  });

  test('that is not YAML, with the line', () => {
    expect(() => loadPolicyText('profiles: [', { registry })).toThrow(PolicyError);
    expect(() => loadPolicyText('profiles: [', { registry })).toThrow(/line 1/);
  });
});

test('a plugin at a point that it does not have keeps its profile from running', () => {
  const { policy } = loadPolicy(profile([], { filter: { enabled: ['LowNodeUtilization', 'A'] } }), { registry });
  const [only] = policy.profiles;
  if (!only) throw new Error('the policy has a profile');
  expect(() => newProfile(only, registry)).toThrow(
    new ProfileError(
      'profile "p" configures filter extension point of non-existing plugins: map[A:{} LowNodeUtilization:{}]',
    ),
  );
});

describe('a policy of v1alpha1', () => {
  const v1alpha1 = (strategies: object, more: object = {}) => ({
    apiVersion: 'descheduler/v1alpha1',
    kind: 'DeschedulerPolicy',
    ...more,
    strategies,
  });

  test('becomes one profile for each enabled strategy, with an evictor of its own', () => {
    const nodeResourceUtilizationThresholds = { thresholds: { cpu: 20 }, targetThresholds: { cpu: 50 } };
    const document = v1alpha1(
      {
        LowNodeUtilization: { enabled: true, params: { nodeFit: true, nodeResourceUtilizationThresholds } },
        PodLifeTime: {
          enabled: true,
          params: {
            nodeFit: true,
            thresholdPriority: 100,
            podLifeTime: { maxPodLifeTimeSeconds: 60, podStatusPhases: ['Pending'] },
          },
        },
        RemoveDuplicates: { enabled: false },
      },
      { evictLocalStoragePods: true, maxNoOfPodsToEvictPerNode: 3 },
    );
    const { policy } = loadPolicy(document, { registry });
    expect(policy.maxNoOfPodsToEvictPerNode).toBe(3);
    expect(policy.profiles).toMatchObject([
      {
        name: 'strategy-LowNodeUtilization-profile',
        enabled: { balance: ['LowNodeUtilization'], deschedule: [], filter: ['DefaultEvictor'] },
        pluginConfigs: [
          { args: { evictLocalStoragePods: true, nodeFit: true } },
          { args: { thresholds: new Map([['cpu', 20]]) } },
        ],
      },
      {
        name: 'strategy-PodLifeTime-profile',
        enabled: { balance: [], deschedule: ['PodLifeTime'] },
        // A pod is as old anywhere, so nodeFit is not asked.
        pluginConfigs: [
          { args: { nodeFit: false, priorityThreshold: { value: 100 } } },
          { args: { maxPodLifeTimeSeconds: 60, states: ['Pending'] } },
        ],
      },
    ]);
  });

  const failed = 'failed decoding descheduler\'s policy config "policy.yaml": ';
  test.each([
    ['an unknown strategy', { Foo: { enabled: false } }, 'unknown strategy name: Foo'],
    [
      'two thresholds of priority',
      { RemoveDuplicates: { enabled: true, params: { thresholdPriority: 1, thresholdPriorityClassName: 'mid' } } },
      'priority threshold misconfigured for plugin RemoveDuplicates',
    ],
    [
      'parameters that the plugin refuses',
      { LowNodeUtilization: { enabled: true } },
      'failed to get plugin config for strategy LowNodeUtilization: strategy "LowNodeUtilization" param validation failed: thresholds config is not valid: no resource threshold is configured',
    ],
  ])('is refused for %s', (_, strategies, error) => {
    expect(() => loadPolicy(v1alpha1(strategies), { registry })).toThrow(new PolicyError(`${failed}${error}`));
  });

  test('is refused by v0.36, whatever it says', () => {
    const text =
      'no kind "DeschedulerPolicy" is registered for version "descheduler/v1alpha1" in scheme "pkg/descheduler/scheme/scheme.go:40"';
    expect(() => loadPolicy(v1alpha1({}), { registry: setupPlugins('v0.36.0') })).toThrow(
      new PolicyError(`${failed}${text}`),
    );
  });
});
