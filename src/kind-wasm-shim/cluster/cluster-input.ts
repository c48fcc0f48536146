import type { Node } from 'kubernetes-types/core/v1';
import { parseAllDocuments } from 'yaml';
import type { Process } from '../kernel/process.ts';
import { badRequest, StatusError } from '../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../kubernetes/api/meta.ts';
import type { Cluster } from './cluster.ts';
import type { NodeConfig } from './cluster-config.ts';
import { runDescheduler } from './descheduler/program.ts';

/** What can be done to a cluster from outside. Plain JSON, so that it fits in a link. */
export type ClusterInput =
  /** Objects as YAML, or one object. */
  | { readonly type: 'apply'; readonly manifest: string | KubernetesObject }
  | {
      readonly type: 'delete';
      /** Plural and group: `pods`, `deployments.apps`. */
      readonly resource: string;
      readonly namespace?: string;
      readonly name: string;
      readonly gracePeriodSeconds?: number;
      readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
    }
  | { readonly type: 'cordon' | 'uncordon'; readonly node: string }
  | { readonly type: 'addNode'; readonly node: NodeConfig }
  /** The node reports that it is not ready, or is again. */
  | { readonly type: 'setNodeReady'; readonly node: string; readonly ready: boolean }
  /** One descheduling cycle with a policy, as YAML or as an object. */
  | {
      readonly type: 'runDescheduler';
      readonly policy: string | object;
      readonly evictionPauseMs?: readonly [low: number, high: number];
    }
  /** The API answers evictions of this pod (`namespace/name`) with 429, as a disruption budget at its limit makes it, or
   *  no longer. */
  | { readonly type: 'refuseEvictions' | 'allowEvictions'; readonly pod: string };

declare module '../kernel/log.ts' {
  interface LogFacts {
    /** An input asked for something that the cluster refused; nothing of it was done. */
    'cluster.inputRefused': { message: string };
  }
}

/** Carries an input out. What the cluster refuses is a fact of the log, not an error. */
export function applyClusterInput(cluster: Cluster, input: ClusterInput): Process<number> | undefined {
  try {
    return carryOut(cluster, input);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    cluster.kernel.append('cluster.inputRefused', { message: error.message });
    return undefined;
  }
}

function carryOut(cluster: Cluster, input: ClusterInput): Process<number> | undefined {
  const client = cluster.client('kubernetes-admin');
  switch (input.type) {
    case 'apply':
      for (const object of objectsOf(input.manifest)) cluster.apply(object);
      return undefined;
    case 'delete': {
      const { resource, namespace, name, type: _, ...options } = input;
      const namespaced = client.server.store(resource).strategy.namespaced;
      client.delete(resource, namespaced ? (namespace ?? 'default') : undefined, name, options);
      return undefined;
    }
    case 'cordon':
    case 'uncordon': {
      const node = client.get<Node>('nodes', undefined, input.node);
      const { unschedulable: _, ...spec } = node.spec ?? {};
      client.update<Node>('nodes', {
        ...node,
        spec: input.type === 'cordon' ? { ...spec, unschedulable: true } : spec,
      });
      return undefined;
    }
    case 'addNode':
      if (input.node.name !== undefined && cluster.nodes.has(input.node.name)) {
        throw badRequest(`node ${JSON.stringify(input.node.name)} is there already; choose another name`);
      }
      cluster.addNode(input.node);
      return undefined;
    case 'setNodeReady': {
      const node = cluster.nodes.get(input.node);
      if (!node) throw badRequest(`expected one of the nodes ${cluster.nodeNames.join(', ')}, found ${input.node}`);
      node.kubelet.setReady(input.ready);
      return undefined;
    }
    case 'runDescheduler': {
      const { policy, evictionPauseMs } = input;
      const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
      const descheduler = cluster.client('system:serviceaccount:kube-system:descheduler');
      const options = { kernel: cluster.kernel, client: descheduler, policy: text };
      const task = runDescheduler({ ...options, ...(evictionPauseMs ? { evictionPauseMs } : {}) });
      return cluster.kernel.spawn('descheduler', task);
    }
    case 'refuseEvictions':
      cluster.refusedEvictions.add(input.pod);
      return undefined;
    case 'allowEvictions':
      cluster.refusedEvictions.delete(input.pod);
      return undefined;
  }
}

/** The objects of a manifest. All of it is read before any of it is applied. */
function objectsOf(manifest: string | KubernetesObject): KubernetesObject[] {
  if (typeof manifest !== 'string') return [manifest];
  return parseAllDocuments(manifest).flatMap((document) => {
    const [error] = 'errors' in document ? document.errors : [];
    if (error) throw badRequest(`error parsing manifest: ${error.message}`);
    const object: unknown = document.toJS();
    if (object === null || object === undefined) return [];
    if (typeof object !== 'object' || Array.isArray(object)) {
      throw badRequest(`expected an object with apiVersion and kind, found ${JSON.stringify(object)}`);
    }
    return [object as KubernetesObject];
  });
}
