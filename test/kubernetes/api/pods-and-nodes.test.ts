import {
  matchesRequiredNodeAffinity,
  preferredNodeAffinityWeight,
} from 'kind-wasm-shim/kubernetes/api/node-affinity.ts';
import { podQOSClass, podRequests } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { parseQuantity } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import { toleratesTaint, untoleratedTaint } from 'kind-wasm-shim/kubernetes/api/taints.ts';
import type { Container, NodeSelectorTerm, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';

type Requests = NonNullable<Container['resources']>;

function container(resources: Requests, restartPolicy?: string): Container {
  return { name: 'c', resources, ...(restartPolicy ? { restartPolicy } : {}) };
}

function pod(containers: Container[], initContainers: Container[] = [], overhead?: Record<string, string>): Pod {
  return { spec: { containers, initContainers, ...(overhead ? { overhead } : {}) } };
}

const cpuOf = (some: Pod) => podRequests(some).get('cpu');

describe('the requests of a pod', () => {
  test('are those of its containers together', () => {
    expect(cpuOf(pod([container({ requests: { cpu: '100m' } }), container({ requests: { cpu: '0.2' } })]))).toBe(
      parseQuantity('300m'),
    );
  });

  test('are those of its largest init container, when that is more', () => {
    const init = [container({ requests: { cpu: '400m' } }), container({ requests: { cpu: '600m' } })];
    expect(cpuOf(pod([container({ requests: { cpu: '500m' } })], init))).toBe(parseQuantity('600m'));
  });

  test('count a sidecar beside the containers, and beside the init containers that come after it', () => {
    const sidecar = container({ requests: { cpu: '100m' } }, 'Always');
    const init = container({ requests: { cpu: '600m' } });
    expect(cpuOf(pod([container({ requests: { cpu: '500m' } })], [sidecar, init]))).toBe(parseQuantity('700m'));
    expect(cpuOf(pod([container({ requests: { cpu: '500m' } })], [init, sidecar]))).toBe(parseQuantity('600m'));
  });

  test('include the overhead, also of a resource that no container requests', () => {
    expect(cpuOf(pod([container({})], [], { cpu: '120m' }))).toBe(parseQuantity('120m'));
  });
});

describe('a pod is', () => {
  const both = { cpu: '1', memory: '1Gi' };

  test('BestEffort when it names neither cpu nor memory', () => {
    expect(podQOSClass(pod([container({})]))).toBe('BestEffort');
    expect(podQOSClass(pod([container({ requests: { 'nvidia.com/gpu': '1' } })]))).toBe('BestEffort');
    expect(podQOSClass(pod([container({ requests: { cpu: '0' } })]))).toBe('BestEffort');
  });

  test('Guaranteed when every container limits both to what it requests', () => {
    expect(podQOSClass(pod([container({ requests: both, limits: both })]))).toBe('Guaranteed');
    expect(podQOSClass(pod([container({ requests: both, limits: { cpu: '1000m', memory: '1024Mi' } })]))).toBe(
      'Guaranteed',
    );
  });

  test('Burstable in between', () => {
    expect(podQOSClass(pod([container({ requests: both })]))).toBe('Burstable');
    expect(podQOSClass(pod([container({ requests: { cpu: '1' }, limits: both })]))).toBe('Burstable');
    expect(podQOSClass(pod([container({ requests: both, limits: both }), container({})]))).toBe('Burstable');
    expect(podQOSClass(pod([container({ requests: both, limits: both })], [container({})]))).toBe('Burstable');
  });
});

describe('a toleration', () => {
  const taint = { key: 'dedicated', value: 'batch', effect: 'NoSchedule' };

  test('tolerates by value, or by existence of the key', () => {
    expect(toleratesTaint({ key: 'dedicated', value: 'batch' }, taint)).toBe(true);
    expect(toleratesTaint({ key: 'dedicated', operator: 'Equal', value: 'web' }, taint)).toBe(false);
    expect(toleratesTaint({ key: 'dedicated', operator: 'Exists' }, taint)).toBe(true);
    expect(toleratesTaint({ operator: 'Exists' }, taint)).toBe(true);
    expect(toleratesTaint({ key: 'dedicated', operator: 'Gt', value: 'batch' }, taint)).toBe(false);
  });

  test('is for one effect when it names one', () => {
    expect(toleratesTaint({ operator: 'Exists', effect: 'NoExecute' }, taint)).toBe(false);
    expect(untoleratedTaint([taint], undefined, ['NoExecute'])).toBeUndefined();
    expect(untoleratedTaint([taint], undefined, ['NoSchedule'])).toBe(taint);
  });
});

describe('required node affinity', () => {
  const node = { metadata: { name: 'n1', labels: { zone: 'a', cores: '8' } } };
  const requires = (...nodeSelectorTerms: NodeSelectorTerm[]): Pod => ({
    spec: {
      containers: [],
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    },
  });
  const zone = (operator: string, values?: string[]): NodeSelectorTerm => ({
    matchExpressions: [{ key: 'zone', operator, ...(values ? { values } : {}) }],
  });

  test('needs one of its terms, and all conditions of that term', () => {
    expect(matchesRequiredNodeAffinity(requires(zone('In', ['b']), zone('In', ['a'])), node)).toBe(true);
    expect(matchesRequiredNodeAffinity(requires(zone('NotIn', ['a'])), node)).toBe(false);
    const cores = { key: 'cores', operator: 'Gt', values: ['4'] };
    expect(matchesRequiredNodeAffinity(requires({ matchExpressions: [cores] }), node)).toBe(true);
  });

  test('without terms, or with an empty or an invalid one, matches nothing', () => {
    expect(matchesRequiredNodeAffinity(requires(), node)).toBe(false);
    expect(matchesRequiredNodeAffinity(requires({}), node)).toBe(false);
    expect(matchesRequiredNodeAffinity(requires(zone('In')), node)).toBe(false);
    expect(matchesRequiredNodeAffinity(requires(zone('Within', ['a'])), node)).toBe(false);
  });

  test('can name the node itself', () => {
    const field = (operator: string, name: string) =>
      requires({ matchFields: [{ key: 'metadata.name', operator, values: [name] }] });
    expect(matchesRequiredNodeAffinity(field('In', 'n1'), node)).toBe(true);
    expect(matchesRequiredNodeAffinity(field('NotIn', 'n1'), node)).toBe(false);
  });

  test('and nodeSelector both have to match', () => {
    const both = requires(zone('Exists'));
    expect(
      matchesRequiredNodeAffinity({ spec: { ...both.spec, containers: [], nodeSelector: { zone: 'b' } } }, node),
    ).toBe(false);
  });

  test('preferred terms add their weights', () => {
    const preferred: Pod = {
      spec: {
        containers: [],
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 10, preference: zone('In', ['a']) },
              { weight: 5, preference: zone('Exists') },
              { weight: 50, preference: zone('In', ['b']) },
            ],
          },
        },
      },
    };
    expect(preferredNodeAffinityWeight(preferred, node)).toBe(15);
  });
});
