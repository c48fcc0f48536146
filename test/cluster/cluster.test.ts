import fc from 'fast-check';
import { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { parseClusterConfig } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { formatLog } from 'kind-wasm-shim/kernel/log.ts';
import { virtualTime } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { deployment, pod } from '../support/objects.ts';
import { seed } from '../support/seed.ts';
import { running, simulate } from '../support/simulate.ts';

const header = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n';

function boot(config: string, run = 1) {
  const kernel = new Kernel({ scenario: 'test', seed: run });
  const cluster = createCluster(kernel, parseClusterConfig(config));
  expect(kernel.runUntilQuiet(120_000)).toBe('quiet');
  return { kernel, cluster, client: cluster.client('test') };
}

describe('a kind config', () => {
  test('without nodes makes one control plane, on which workloads may run', () => {
    const { cluster, client } = boot('');
    expect(cluster.nodeNames).toEqual(['kind-control-plane']);
    expect(client.get<Node>('nodes', undefined, 'kind-control-plane').spec?.taints).toBeUndefined();
  });

  test('nodes are named as kind names them, and the control plane keeps workloads off', () => {
    const { cluster, client } = boot(
      `${header}name: lab\nnodes:\n- role: control-plane\n- role: worker\n- role: worker\n`,
    );
    expect(cluster.nodeNames).toEqual(['lab-control-plane', 'lab-worker', 'lab-worker2']);
    const control = client.get<Node>('nodes', undefined, 'lab-control-plane');
    expect(control.spec).toMatchObject({
      providerID: 'kind://docker/lab/lab-control-plane',
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    });
    expect(control.metadata?.labels).toMatchObject({ 'node-role.kubernetes.io/control-plane': '' });
  });

  test('labels are set, and what has no effect here is told', () => {
    const text = `${header}nodes:\n- role: control-plane\n  labels: {tier: front}\nkubeadmConfigPatches: []\n`;
    const config = parseClusterConfig(text);
    expect(config.nodes).toEqual([{ role: 'control-plane', labels: { tier: 'front' } }]);
    expect(config.warnings).toEqual(['kubeadmConfigPatches (line 6) is accepted and has no effect in this cluster']);
  });

  test.each([
    [
      'an unknown field',
      `${header}nodez: []\n`,
      'unable to decode config: yaml: unmarshal errors:\n  line 3: field nodez not found in type v1alpha4.Cluster',
    ],
    [
      'an unknown field of a node',
      `${header}nodes:\n- rolle: worker\n`,
      'unable to decode config: yaml: unmarshal errors:\n  line 4: field rolle not found in type v1alpha4.Node',
    ],
    ['another version', 'kind: Cluster\napiVersion: v1\n', 'unknown apiVersion: v1'],
    [
      'another kind',
      'kind: Pod\napiVersion: kind.x-k8s.io/v1alpha4\n',
      'unknown kind Pod for apiVersion: kind.x-k8s.io/v1alpha4',
    ],
    [
      'another role',
      `${header}nodes:\n- role: control-plane\n- role: boss\n`,
      'invalid configuration for node 1: "boss" is not a valid node role',
    ],
    ['no control plane', `${header}nodes:\n- role: worker\n`, 'must have at least one control-plane node'],
  ])('%s is refused in kind’s words', (_, text, message) => {
    expect(() => parseClusterConfig(text)).toThrow(message);
  });
});

describe('a kind cluster after its boot', () => {
  test('runs what a kind cluster runs, all of it ready', () => {
    const { client } = boot(`${header}nodes:\n- role: control-plane\n- role: worker\n`);
    const pods = client.list<Pod>('pods').items;
    const kinds = pods.map(({ metadata: { name = '', ownerReferences } = {} }) =>
      ownerReferences?.some(({ kind }) => kind === 'Node') ? name : name.replace(/(-[a-z0-9]{6,10})?-[a-z0-9]{5}$/, ''),
    );
    expect(kinds.sort()).toEqual([
      'coredns',
      'coredns',
      'etcd-kind-control-plane',
      'kindnet',
      'kindnet',
      'kube-apiserver-kind-control-plane',
      'kube-controller-manager-kind-control-plane',
      'kube-proxy',
      'kube-proxy',
      'kube-scheduler-kind-control-plane',
      'local-path-provisioner',
    ]);
    for (const { metadata, status } of pods) {
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      expect([metadata?.name, status?.phase, ready?.status]).toEqual([metadata?.name, 'Running', 'True']);
    }
  });

  test('the control plane is made of static pods, each with a mirror pod that comes back when it is deleted', () => {
    const { kernel, client } = boot('');
    const name = 'etcd-kind-control-plane';
    const before = client.get<Pod>('pods', 'kube-system', name);
    expect(before.metadata?.ownerReferences).toMatchObject([{ kind: 'Node', name: 'kind-control-plane' }]);
    expect(before.metadata?.annotations).toMatchObject({ 'kubernetes.io/config.source': 'file' });
    const started = kernel.log.entries.filter(({ kind }) => kind === 'cri.containerStarted').length;
    client.delete('pods', 'kube-system', name);
    kernel.runUntilQuiet(kernel.nowMs + 60_000);
    const after = client.get<Pod>('pods', 'kube-system', name);
    expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
    expect(after.status?.phase).toBe('Running');
    expect(kernel.log.entries.filter(({ kind }) => kind === 'cri.containerStarted')).toHaveLength(started);
  });

  test('is quiet: an hour of it is leases and little else', () => {
    const { kernel } = boot(`${header}nodes:\n- role: control-plane\n- role: worker\n`);
    const before = kernel.log.lastSeq;
    kernel.run(kernel.nowMs + 3_600_000);
    const later = kernel.log.entries.slice(before);
    const others = later.filter(
      (entry) =>
        entry.kind !== 'kubelet.logged' &&
        !(entry.kind === 'apiserver.objectWritten' && entry.data.resource.startsWith('leases')),
    );
    const leases = later.filter(
      (entry) => entry.kind === 'apiserver.objectWritten' && entry.data.resource.startsWith('leases'),
    );
    expect(leases).toHaveLength(2 * 360);
    expect(others.every((entry) => entry.kind === 'apiserver.objectWritten' && entry.data.resource === 'nodes')).toBe(
      true,
    );
    expect(others.length).toBeLessThanOrEqual(2 * 12);
  });
});

describe('plain data', () => {
  test('workloads stand where a scenario puts them, and nobody moves them', () => {
    const t = simulate({
      nodes: 3,
      placed: [
        { name: 'hot', perNode: { 'node-1': 6 }, requests: { cpu: '500m' } },
        {
          name: 'warm',
          perNode: { 'node-1': 1, 'node-2': 2 },
          owner: 'ReplicaSet',
          priorityClassName: 'system-cluster-critical',
        },
        { name: 'bare', perNode: { 'node-3': 1 }, owner: 'none' },
      ],
    });
    t.settle();
    expect(t.spread()).toEqual({ 'node-1': 7, 'node-2': 2, 'node-3': 1 });
    expect(t.pods().every(({ status }) => status?.phase === 'Running')).toBe(true);
    expect(t.facts('scheduler.podBound')).toEqual([]);
    t.run(700_000);
    expect(t.spread()).toEqual({ 'node-1': 7, 'node-2': 2, 'node-3': 1 });
  });

  test('amounts, labels and taints are those of the node’s data', () => {
    const t = simulate({
      nodes: [
        {
          name: 'n1',
          capacity: { cpu: '4' },
          allocatable: { cpu: '3800m', 'example.com/gpu': '2' },
          labels: { zone: 'a' },
          taints: [{ key: 'k', effect: 'NoSchedule' }],
        },
      ],
    });
    const { spec, status, metadata } = t.get<Node>('nodes', 'n1');
    expect(status?.capacity).toMatchObject({ cpu: '4', pods: '110' });
    expect(status?.allocatable).toMatchObject({ cpu: '3800m', 'example.com/gpu': '2', pods: '110' });
    expect(metadata?.labels).toMatchObject({ zone: 'a', 'kubernetes.io/hostname': 'n1' });
    expect(spec?.taints).toEqual([{ key: 'k', effect: 'NoSchedule' }]);
  });
});

describe('inputs', () => {
  test('what the cluster refuses is a fact, and nothing of it is done', () => {
    const t = simulate({ nodes: 1 });
    t.input({ type: 'delete', resource: 'pods', name: 'nobody' });
    t.input({ type: 'cordon', node: 'nowhere' });
    t.input({ type: 'apply', manifest: 'kind: Pod\n  broken' });
    t.input({ type: 'apply', manifest: 'just text' });
    t.input({ type: 'addNode', node: { name: 'node-1' } });
    t.input({ type: 'setNodeReady', node: 'nowhere', ready: false });
    expect(t.facts('cluster.inputRefused')).toHaveLength(6);
    expect(t.facts('cluster.inputRefused')[0]?.data.message).toBe('pods "nobody" not found');
  });

  test('a second cordon is no change', () => {
    const t = simulate({ nodes: 1 });
    t.input({ type: 'cordon', node: 'node-1' });
    t.runUntilQuiet();
    const before = t.kernel.log.lastSeq;
    t.input({ type: 'cordon', node: 'node-1' });
    t.runUntilQuiet();
    expect(t.kernel.log.lastSeq).toBe(before);
  });
});

describe('one seed gives one history', () => {
  const story = (run: number, cuts: readonly number[]) => {
    const kernel = new Kernel({ scenario: 'test', seed: run });
    const cluster = createCluster(kernel, { nodes: [{ name: 'a' }, { name: 'b' }] });
    cluster.apply(deployment('web', 5));
    cluster.apply(pod('crash', { runs: 'exit 1' }));
    for (const cut of [...cuts].sort((a, b) => a - b)) kernel.run(cut);
    kernel.run(30_000);
    cluster.apply(deployment('web', 3, { image: 'nginx:1.28' }));
    kernel.run(60_000);
    return formatLog(kernel.log.entries);
  };

  test('however its time is cut into steps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.array(fc.integer({ min: 0, max: 29_999 }), { maxLength: 8 }),
        (run, cuts) => {
          expect(story(run, cuts)).toBe(story(run, []));
        },
      ),
      { seed, numRuns: 5 },
    );
  });

  test('and another seed gives another', () => {
    expect(story(1, [])).not.toBe(story(2, []));
  });
});

test('a pod is bound before its sandbox starts, and its start is no earlier than its creation', () => {
  const t = simulate({ nodes: 1 });
  t.apply(pod('traced'));
  t.runUntil(running('traced'));
  const [sandbox] = t.facts('cri.sandboxStarted');
  const [bound] = t.facts('scheduler.podBound');
  expect(bound?.seq).toBeLessThan(sandbox?.seq ?? 0);
  const causes = t.kernel.log
    .causesOf(t.facts('cri.containerStarted')[0]?.seq ?? 0)
    .map(({ kind, seq }) => [kind, seq]);
  expect(causes).toContainEqual(['cri.sandboxStarted', sandbox?.seq]);
  const { metadata, status } = t.pod('traced');
  expect(virtualTime(status?.startTime ?? '')).toBeGreaterThanOrEqual(virtualTime(metadata?.creationTimestamp ?? ''));
});
