import type { NodeUtilizationPolicy } from './node-utilization-policy.ts';
import type { NodeSpec, WorkloadSpec } from './workloads.ts';

/** A starting state of the node utilization figure, and the policy that it is shown with at first. */
export interface NodeUtilizationPreset {
  readonly nodes: readonly NodeSpec[];
  /** Nodes that join when the others already run. */
  readonly lateNodes?: readonly NodeSpec[];
  /** What a node offers from `shrunk` on, when all its pods already run. */
  readonly shrunk?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly workloads: readonly WorkloadSpec[];
  readonly schedulerStrategy: 'LeastAllocated' | 'MostAllocated';
  readonly policy: NodeUtilizationPolicy;
}

export type PresetName = 'hot-node' | 'new-empty-node' | 'overcommitted' | 'deviation' | 'packing';

/** 29 pods is what a node gets from a cloud that gives each pod an address of its own network card: and a number of which
 *  half is no whole number. */
const machine = { cpu: '4', memory: '16Gi', pods: '29' };

function nodes(...names: string[]): NodeSpec[] {
  return names.map((name) => ({ name, allocatable: machine }));
}

/** The priority classes of all presets, beside those that every cluster has. */
export const priorityClasses = [
  { name: 'batch', value: -100 },
  { name: 'important', value: 1000 },
] as const;

const agent = { name: 'node-agent', owner: 'DaemonSet', requests: { cpu: '100m', memory: '128Mi' } } as const;
const dns = {
  name: 'cluster-dns',
  owner: 'ReplicaSet',
  requests: { cpu: '100m', memory: '128Mi' },
  priorityClassName: 'system-cluster-critical',
} as const;
const edge = { name: 'edge-proxy', owner: 'static', requests: { cpu: '100m', memory: '128Mi' } } as const;
const shell = { name: 'debug-shell', owner: 'none', requests: { cpu: '50m', memory: '64Mi' } } as const;
const cache = {
  name: 'cache',
  owner: 'ReplicaSet',
  requests: { cpu: '300m', memory: '1Gi' },
  localStorage: true,
} as const;
const report = { name: 'report', owner: 'ReplicaSet', priorityClassName: 'batch' } as const;
const crawler = {
  name: 'crawler',
  owner: 'ReplicaSet',
  requests: { cpu: '400m', memory: '512Mi' },
  priorityClassName: 'batch',
} as const;
const web = { name: 'web', owner: 'ReplicaSet', requests: { cpu: '500m', memory: '1Gi' } } as const;
const api = {
  name: 'api',
  owner: 'ReplicaSet',
  requests: { cpu: '500m', memory: '1Gi' },
  limits: 'like requests',
} as const;
const search = {
  name: 'search',
  owner: 'ReplicaSet',
  requests: { cpu: '600m', memory: '2Gi' },
  priorityClassName: 'important',
} as const;
const mail = { name: 'mail', owner: 'ReplicaSet', requests: { cpu: '150m', memory: '768Mi' } } as const;

const twentyFifty = {
  thresholds: { cpu: 20, memory: 20, pods: 20 },
  targetThresholds: { cpu: 50, memory: 50, pods: 50 },
} as const;

/** The presets. Each is about one thing; its name says which. */
export const nodeUtilizationPresets: Readonly<Record<PresetName, NodeUtilizationPreset>> = {
  'hot-node': {
    nodes: nodes('node-a', 'node-b', 'node-c', 'node-d', 'node-e'),
    workloads: [
      agent,
      { ...edge, on: { 'node-a': 1 } },
      { ...dns, on: { 'node-a': 1, 'node-b': 1 } },
      { ...shell, on: { 'node-a': 1 } },
      { ...cache, on: { 'node-a': 1, 'node-b': 1, 'node-e': 1 } },
      { ...report, on: { 'node-a': 1 }, scattered: { count: 2, over: ['node-b', 'node-d', 'node-e'] } },
      { ...crawler, on: { 'node-a': 2, 'node-e': 1 } },
      { ...web, on: { 'node-a': 2, 'node-b': 1, 'node-c': 1 } },
      { ...api, on: { 'node-a': 1, 'node-b': 1 } },
      { ...search, on: { 'node-a': 1, 'node-e': 1 } },
      { ...mail, on: { 'node-b': 1, 'node-e': 1 }, scattered: { count: 2, over: ['node-c', 'node-d', 'node-e'] } },
    ],
    schedulerStrategy: 'LeastAllocated',
    policy: { plugin: 'LowNodeUtilization', ...twentyFifty },
  },
  'new-empty-node': {
    nodes: nodes('node-a', 'node-b', 'node-c'),
    lateNodes: nodes('node-d'),
    workloads: [
      agent,
      { ...dns, on: { 'node-a': 1, 'node-b': 1 } },
      { ...cache, on: { 'node-b': 2 } },
      { ...report, on: { 'node-a': 1, 'node-c': 2 } },
      { ...crawler, on: { 'node-a': 1, 'node-b': 1, 'node-c': 1 } },
      { ...web, on: { 'node-a': 3, 'node-b': 1, 'node-c': 2 } },
      { ...api, on: { 'node-a': 1, 'node-c': 1 } },
      { ...search, on: { 'node-b': 1, 'node-c': 1 } },
      { ...mail, on: { 'node-a': 2, 'node-b': 2, 'node-c': 1 } },
    ],
    schedulerStrategy: 'LeastAllocated',
    policy: { plugin: 'LowNodeUtilization', ...twentyFifty },
  },
  overcommitted: {
    nodes: nodes('node-a', 'node-b', 'node-c', 'node-d'),
    // More is reserved for the system now than when the pods came.
    shrunk: { 'node-b': { cpu: '2' } },
    workloads: [
      agent,
      { ...dns, on: { 'node-b': 1, 'node-c': 1 } },
      { ...report, on: { 'node-b': 1, 'node-c': 1 } },
      { ...crawler, on: { 'node-a': 1, 'node-b': 2 } },
      { ...web, on: { 'node-a': 2, 'node-b': 1, 'node-c': 1 } },
      { ...api, on: { 'node-a': 1, 'node-b': 1 } },
      { ...mail, on: { 'node-a': 2, 'node-b': 2, 'node-d': 1 } },
    ],
    schedulerStrategy: 'LeastAllocated',
    policy: {
      plugin: 'LowNodeUtilization',
      thresholds: { memory: 20, pods: 20 },
      targetThresholds: { memory: 50, pods: 50 },
    },
  },
  deviation: {
    nodes: nodes('node-a', 'node-b', 'node-c', 'node-d', 'node-e'),
    workloads: [
      agent,
      { ...dns, on: { 'node-a': 1, 'node-c': 1 } },
      { ...cache, on: { 'node-a': 1, 'node-c': 1 } },
      { ...report, on: { 'node-a': 1, 'node-b': 1, 'node-d': 1 } },
      { ...crawler, on: { 'node-a': 2, 'node-b': 1, 'node-c': 1, 'node-d': 1 } },
      { ...web, on: { 'node-a': 2, 'node-b': 2, 'node-c': 1, 'node-d': 1, 'node-e': 1 } },
      { ...api, on: { 'node-a': 1, 'node-c': 1 } },
      { ...search, on: { 'node-b': 1 } },
      { ...mail, on: { 'node-a': 1, 'node-b': 2, 'node-d': 2, 'node-e': 1 } },
    ],
    schedulerStrategy: 'LeastAllocated',
    policy: {
      plugin: 'LowNodeUtilization',
      thresholds: { cpu: 10, memory: 10 },
      targetThresholds: { cpu: 10, memory: 10 },
      useDeviationThresholds: true,
    },
  },
  packing: {
    nodes: nodes('node-a', 'node-b', 'node-c', 'node-d', 'node-e'),
    workloads: [
      agent,
      { ...dns, on: { 'node-a': 1, 'node-d': 1 } },
      { ...shell, on: { 'node-e': 1 } },
      { ...report, on: { 'node-a': 1, 'node-d': 1 } },
      { ...crawler, on: { 'node-a': 1, 'node-b': 1, 'node-d': 1 } },
      { ...web, on: { 'node-a': 2, 'node-b': 1, 'node-c': 2 } },
      { ...api, on: { 'node-a': 1, 'node-b': 1, 'node-c': 1 } },
      { ...search, on: { 'node-a': 1, 'node-b': 1 } },
      { ...mail, on: { 'node-b': 2, 'node-c': 2, 'node-d': 1, 'node-e': 2 } },
    ],
    schedulerStrategy: 'MostAllocated',
    policy: { plugin: 'HighNodeUtilization', thresholds: { cpu: 25, memory: 25 } },
  },
};
