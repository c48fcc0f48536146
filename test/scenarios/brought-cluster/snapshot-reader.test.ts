import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { describe, expect, test } from 'vitest';
import { SnapshotReader } from '../../../src/scenarios/brought-cluster/snapshot-reader.ts';
import { isGzip } from '../../../src/scenarios/brought-cluster/text-encoding.ts';
import { listOf, readFiles, readWell, spellings } from './spellings.ts';

const node: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'worker-1',
    labels: { 'topology.kubernetes.io/zone': 'a' },
    creationTimestamp: '2026-05-01T00:00:00Z',
  },
  spec: {
    podCIDR: '10.244.1.0/24',
    taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }],
    unschedulable: true,
  },
  status: {
    allocatable: { cpu: '3920m', memory: '15Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-05-31T12:00:00Z', message: 'well' }],
    nodeInfo: { kubeletVersion: 'v1.32.9' },
  },
} as unknown as KubernetesObject;

const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'cart-0',
    namespace: 'shop',
    uid: '7f0e3a52-1111-4222-8333-444455556666',
    labels: { app: 'cart', 说明: 'ü' },
    annotations: {
      'descheduler.alpha.kubernetes.io/evict': 'true',
      'kubectl.kubernetes.io/last-applied-configuration': '{"items":[{"kind":"Pod"}]}\n',
    },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'cart', uid: 'u1', controller: true }],
    creationTimestamp: '2026-05-02T00:00:00Z',
    managedFields: [{ manager: 'kubelet', fieldsV1: {} }],
  },
  spec: {
    nodeName: 'worker-1',
    priority: 100,
    containers: [
      {
        name: 'app',
        image: 'cart:1',
        env: [{ name: 'SECRET', value: 'hunter2' }],
        resources: { requests: { cpu: '250m', memory: '1Gi' } },
      },
    ],
    volumes: [
      { name: 'token', projected: { sources: [] } },
      { name: 'scratch', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'data-cart-0' } },
    ],
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
  },
  status: {
    phase: 'Running',
    qosClass: 'Burstable',
    startTime: '2026-05-02T00:00:01Z',
    containerStatuses: [
      {
        name: 'app',
        restartCount: 3,
        ready: true,
        state: { running: { startedAt: '2026-05-30T00:00:00Z' } },
        imageID: 'x',
      },
    ],
  },
} as unknown as KubernetesObject;

const priorityClass = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'batch' },
  value: -10,
} as KubernetesObject;

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cart' },
  spec: {},
} as KubernetesObject;

describe('a cluster is read the same however it is spelled', () => {
  for (const [name, spell] of Object.entries(spellings)) {
    test(name, () => {
      const cluster = readWell({ file: spell([node, pod, priorityClass, deployment]) });
      expect({ nodes: cluster.nodes, pods: cluster.pods, skipped: cluster.skippedKinds }).toEqual({
        nodes: [
          {
            metadata: {
              name: 'worker-1',
              labels: { 'topology.kubernetes.io/zone': 'a' },
              creationTimestamp: '2026-05-01T00:00:00Z',
            },
            spec: { unschedulable: true, taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] },
            status: {
              allocatable: { cpu: '3920m', memory: '15Gi', pods: '110' },
              conditions: [{ type: 'Ready', status: 'True' }],
            },
          },
        ],
        pods: [
          {
            metadata: {
              name: 'cart-0',
              namespace: 'shop',
              uid: '7f0e3a52-1111-4222-8333-444455556666',
              labels: { app: 'cart', 说明: 'ü' },
              annotations: { 'descheduler.alpha.kubernetes.io/evict': 'true' },
              ownerReferences: [
                { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'cart', uid: 'u1', controller: true },
              ],
              creationTimestamp: '2026-05-02T00:00:00Z',
            },
            spec: {
              nodeName: 'worker-1',
              priority: 100,
              containers: [{ name: 'app', image: 'cart:1', resources: { requests: { cpu: '250m', memory: '1Gi' } } }],
              volumes: [{ emptyDir: {} }, { persistentVolumeClaim: { claimName: 'data-cart-0' } }],
              tolerations: [{ key: 'dedicated', operator: 'Exists' }],
            },
            status: {
              phase: 'Running',
              qosClass: 'Burstable',
              startTime: '2026-05-02T00:00:01Z',
              containerStatuses: [{ name: 'app', restartCount: 3, ready: true, state: { running: {} } }],
            },
          },
        ],
        skipped: [{ kind: 'Deployment', count: 1 }],
      });
      expect(cluster.priorityClasses).toEqual([{ metadata: { name: 'batch' }, value: -10 }]);
    });
  }
});

test('the clock of a snapshot is the latest time that one of its objects carries', () => {
  const cluster = readWell({ 'cluster.json': JSON.stringify(listOf([node, pod])) });
  expect(new Date(cluster.takenAtMs ?? 0).toISOString()).toBe('2026-05-31T12:00:00.000Z');
});

test('a deletion that is still to come does not set the clock ahead', () => {
  const leaving = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-06-30T00:00:00Z' } };
  const cluster = readWell({ 'cluster.json': JSON.stringify(listOf([node, leaving])) });
  expect(cluster.pods[0]?.metadata?.deletionTimestamp).toBe('2026-06-30T00:00:00Z');
  expect(new Date(cluster.takenAtMs ?? 0).toISOString()).toBe('2026-05-31T12:00:00.000Z');
});

test('the items of a typed list need not say what they are, wherever the list says it', () => {
  const { kind: _, apiVersion: __, ...bare } = pod;
  const before = { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [bare] };
  const after = { apiVersion: 'v1', items: [bare], kind: 'PodList', metadata: {} };
  for (const list of [before, after]) {
    expect(readWell({ 'pods.json': JSON.stringify(list) }).pods.map(({ metadata }) => metadata?.name)).toEqual([
      'cart-0',
    ]);
  }
});

test('several files are one cluster, in their order', () => {
  const cluster = readWell({
    'nodes.json': JSON.stringify(node),
    'pods.yaml': spellings['kubectl -o yaml']?.([pod]) ?? '',
    'classes.ndjson': JSON.stringify(priorityClass),
  });
  expect(cluster.counts).toEqual({ nodes: 1, pods: 1, priorityclasses: 1, poddisruptionbudgets: 0, namespaces: 0 });
});

test('a kind of the same name in another group is another kind', () => {
  const longhorn = { apiVersion: 'longhorn.io/v1beta2', kind: 'Node', metadata: { name: 'worker-1' } };
  const cluster = readWell({ 'cluster.json': JSON.stringify(listOf([node, longhorn])) });
  expect(cluster.counts.nodes).toBe(1);
  expect(cluster.skippedKinds).toEqual([{ kind: 'Node.longhorn.io', count: 1 }]);
});

test('equal parts of pods are one frozen object', () => {
  const twin = { ...pod, metadata: { ...pod.metadata, name: 'cart-1' } };
  const [first, second] = readWell({ 'pods.json': JSON.stringify(listOf([node, pod, twin])) }).pods;
  expect(first?.spec?.containers).toBe(second?.spec?.containers);
  expect(first?.metadata?.labels).toBe(second?.metadata?.labels);
  expect(Object.isFrozen(first?.spec?.containers?.[0]?.resources)).toBe(true);
});

test('UTF-16, which PowerShell writes, and a byte order mark are read like the rest', () => {
  const text = JSON.stringify(listOf([node, pod]), null, 4);
  const expected = readWell({ 'cluster.json': text }).pods;
  const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le');
  for (const bytes of [
    littleEndian,
    Buffer.from(littleEndian).swap16(),
    Buffer.from(text, 'utf16le'),
    Buffer.from(`\ufeff${text}`),
  ]) {
    expect(readWell({ 'cluster.json': new Uint8Array(bytes) }, 7).pods).toEqual(expected);
  }
});

test('text may be pushed as well as bytes, even when it is cut inside a character', () => {
  const reader = new SnapshotReader();
  for (const unit of JSON.stringify({ ...pod, metadata: { ...pod.metadata, labels: { app: '🛒' } } }).split('')) {
    reader.push('pasted', unit);
  }
  const result = reader.finish();
  expect(result.ok && result.cluster.pods[0]?.metadata?.labels).toEqual({ app: '🛒' });
});

test('what kubectl warns of beside its output is told, and takes nothing away', () => {
  const warning = 'Warning: v1 ComponentStatus is deprecated in v1.19+';
  const cluster = readWell({ 'cluster.json': `${warning}\n${JSON.stringify(listOf([node, pod]))}\n${warning}\n` });
  expect(cluster.findings).toEqual([
    { kind: 'kubectlWarnings', blocks: false, count: 2, examples: [warning, warning] },
  ]);
});

test('progress tells bytes, files and objects', () => {
  const reader = new SnapshotReader();
  reader.push('nodes.json', JSON.stringify(node));
  reader.endFile();
  const deployments = JSON.stringify(listOf([deployment, pod, deployment]));
  reader.push('rest.json', deployments);
  expect(reader.progress()).toEqual({
    bytesRead: JSON.stringify(node).length + new TextEncoder().encode(deployments).length,
    filesRead: 1,
    kept: { nodes: 1, pods: 1, priorityclasses: 0, poddisruptionbudgets: 0, namespaces: 0 },
    skipped: 2,
    problems: 0,
  });
});

test('gzip is known by its first bytes', () => {
  expect(isGzip(gzipSync('{}'))).toBe(true);
  expect(isGzip(new TextEncoder().encode('{}'))).toBe(false);
});

describe('about the whole', () => {
  const findings = (...objects: readonly unknown[]) =>
    readWell({ 'cluster.json': JSON.stringify(listOf(objects)) }).findings;

  test('a cluster without nodes cannot be run on', () => {
    expect(findings()).toEqual([
      { kind: 'noNodes', blocks: true, count: 1, examples: [] },
      { kind: 'noPods', blocks: false, count: 1, examples: [] },
    ]);
  });

  test('pods on nodes that are not there, and nodes that say nothing of their size', () => {
    const bare = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' } };
    expect(findings(bare, pod)).toEqual([
      { kind: 'podsOnMissingNodes', blocks: false, count: 1, examples: ['worker-1'] },
      { kind: 'nodesWithoutAllocatable', blocks: false, count: 1, examples: ['bare'] },
    ]);
  });

  test('one page of a list is not the cluster', () => {
    const page = { kind: 'NodeList', apiVersion: 'v1', metadata: { continue: 'eyJ2IjoibWV0' }, items: [node] };
    const cluster = readWell({ 'page.json': JSON.stringify(page), 'pods.json': JSON.stringify(pod) });
    expect(cluster.findings).toEqual([{ kind: 'pagesMissing', blocks: false, count: 1, examples: ['page.json'] }]);
  });
});

test('a pod as a real API server answers it is kept', () => {
  const recording = readFileSync(new URL('../../golden/apiserver/http-1.32.jsonl', import.meta.url), 'utf8');
  // The recording masks times; here they are some time again.
  const answers = recording
    .trim()
    .replaceAll('<time>', '2026-05-01T00:00:00Z')
    .split('\n')
    .map((line) => JSON.parse(line));
  const pods = answers.flatMap(({ answer }) => (answer?.kind === 'Pod' && answer.status?.qosClass ? [answer] : []));
  expect(pods.length).toBeGreaterThan(2);
  for (const answer of pods) {
    const [kept] = readWell({ 'pod.json': JSON.stringify(answer), 'node.json': JSON.stringify(node) }).pods;
    expect(kept?.metadata?.uid).toBe(answer.metadata.uid);
    expect(kept?.spec?.tolerations).toEqual(answer.spec.tolerations);
    expect(kept?.status?.phase).toBe(answer.status.phase);
  }
});

test('nothing of the recorded answers of an API server makes the reader throw', () => {
  const recording = readFileSync(new URL('../../golden/apiserver/http-1.32.jsonl', import.meta.url), 'utf8');
  const result = readFiles({ 'http.ndjson': recording });
  expect(result.ok).toBe(false);
});
