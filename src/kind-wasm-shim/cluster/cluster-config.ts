import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { KubernetesObject } from '../kubernetes/api/meta.ts';
import type { ScoringStrategy } from '../kubernetes/scheduler/plugins/node-resources-fit.ts';

/** A cluster as plain data: what a scenario says, and what a kind config is read into. */
export interface ClusterConfig {
  /** `kind` when not given. */
  readonly name?: string;
  readonly nodes: readonly NodeConfig[];
  /** The release that server and kubelets report; the API server's own when not given. */
  readonly kubernetesVersion?: string;
  /** `kind`: control plane pods, coredns, kindnet, kube-proxy and local-path-provisioner, as kind installs them.
   *  `none`, when not given: the machinery runs, but no pods of its own. */
  readonly systemPods?: 'kind' | 'none';
  readonly scheduler?: { readonly scoringStrategy?: ScoringStrategy };
  /** Objects that are there from the start, in this order. */
  readonly objects?: readonly KubernetesObject[];
  /** Workloads whose pods already have their nodes. */
  readonly placed?: readonly PlacedWorkload[];
  /** What a config file said that has no effect here. */
  readonly warnings?: readonly string[];
}

/** One node. Amounts are in any spelling the API takes. */
export interface NodeConfig {
  /** When not given, made of the cluster's name and the role as kind makes it: `kind-worker2`. */
  readonly name?: string;
  readonly role?: 'control-plane' | 'worker';
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  /** 8 CPUs, 16 GiB and 110 pods when not given; what is given replaces them one by one. */
  readonly capacity?: Readonly<Record<string, string>>;
  /** The capacity when not given; what is given replaces it one by one. */
  readonly allocatable?: Readonly<Record<string, string>>;
  /** Images that need not be pulled; `all` for a node that has every image. */
  readonly images?: readonly string[] | 'all';
}

/** A replica set with its pods on the nodes where a scenario wants them, as if the scheduler had put them there. */
export interface PlacedWorkload {
  readonly name: string;
  readonly namespace?: string;
  /** How many pods on which node. */
  readonly perNode: Readonly<Record<string, number>>;
  readonly image?: string;
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly priorityClassName?: string;
  /** More of the pod's spec: tolerations, volumes, affinity, … */
  readonly podSpec?: Readonly<Record<string, unknown>>;
  /** `Deployment` when not given; `none` makes bare pods. */
  readonly owner?: 'Deployment' | 'ReplicaSet' | 'none';
}

/** A kind config that cannot be used. The message is kind's. */
export class InvalidKindConfig extends Error {
  override readonly name = 'InvalidKindConfig';
}

const apiVersion = 'kind.x-k8s.io/v1alpha4';

/** The fields of the types of kind's configuration.
 *  @models kind pkg/apis/config/v1alpha4/types.go */
const fields: Readonly<Record<string, readonly string[]>> = {
  Cluster: [
    'kind',
    'apiVersion',
    'name',
    'nodes',
    'networking',
    'featureGates',
    'runtimeConfig',
    'kubeadmConfigPatches',
    'kubeadmConfigPatchesJSON6902',
    'containerdConfigPatches',
    'containerdConfigPatchesJSON6902',
  ],
  Node: [
    'role',
    'image',
    'labels',
    'extraMounts',
    'extraPortMappings',
    'kubeadmConfigPatches',
    'kubeadmConfigPatchesJSON6902',
  ],
};

/** What is read and changes nothing. */
const ignoredFields = new Set([
  'networking',
  'featureGates',
  'runtimeConfig',
  'kubeadmConfigPatches',
  'kubeadmConfigPatchesJSON6902',
  'containerdConfigPatches',
  'containerdConfigPatchesJSON6902',
  'extraMounts',
  'extraPortMappings',
]);

/** Reads a kind `Cluster` document; an empty text stands for kind's default, one control-plane node. Throws
 *  InvalidKindConfig with kind's text.
 *  @models kind pkg/internal/apis/config/encoding/load.go Parse
 *  @simplifies anchors and aliases of YAML are read, but lines in errors are those of the alias */
export function parseClusterConfig(yamlText: string): ClusterConfig {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError)
    throw new InvalidKindConfig(`could not determine kind / apiVersion for config: ${syntaxError.message}`);
  const root = document.contents;
  if (root === null) return clusterOf(undefined, [{ role: 'control-plane' }], []);
  if (!isMap(root)) throw new InvalidKindConfig('could not determine kind / apiVersion for config: expected a mapping');
  checkType(root);
  const unknown: string[] = [];
  const warnings: string[] = [];
  const check = (map: YAMLMap, type: 'Cluster' | 'Node') => {
    for (const { key } of map.items) {
      const field = isScalar(key) ? String(key.value) : '';
      const at = isScalar(key) && key.range ? lines.linePos(key.range[0]).line : 0;
      if (!fields[type]?.includes(field)) {
        unknown.push(`  line ${at}: field ${field} not found in type v1alpha4.${type}`);
      } else if (ignoredFields.has(field)) {
        warnings.push(`${field} (line ${at}) is accepted and has no effect in this cluster`);
      }
    }
  };
  check(root, 'Cluster');
  const list = root.get('nodes', true);
  const nodes = isSeq(list) ? list.items.filter(isMap) : [];
  for (const node of nodes) check(node, 'Node');
  if (unknown.length > 0) {
    throw new InvalidKindConfig(`unable to decode config: yaml: unmarshal errors:\n${unknown.join('\n')}`);
  }
  const given = nodes.map((node) => node.toJSON() as KindNode);
  const kindNodes = given.length > 0 ? given : [{ role: 'control-plane' }];
  validate(kindNodes);
  const ownName = root.get('name');
  return clusterOf(ownName ? String(ownName) : undefined, kindNodes, warnings);
}

interface KindNode {
  readonly role?: string;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

function checkType(root: YAMLMap): void {
  const version = root.get('apiVersion');
  const kind = root.get('kind');
  if (version !== apiVersion) throw new InvalidKindConfig(`unknown apiVersion: ${version ?? ''}`);
  if (kind !== 'Cluster') throw new InvalidKindConfig(`unknown kind ${kind ?? ''} for apiVersion: ${apiVersion}`);
}

/** @models kind pkg/internal/apis/config/validate.go Cluster.Validate */
function validate(nodes: readonly KindNode[]): void {
  const errors: string[] = [];
  nodes.forEach(({ role = 'control-plane' }, index) => {
    if (role === 'control-plane' || role === 'worker') return;
    errors.push(`invalid configuration for node ${index}: ${JSON.stringify(role)} is not a valid node role`);
  });
  if (!nodes.some(({ role = 'control-plane' }) => role === 'control-plane')) {
    errors.push('must have at least one control-plane node');
  }
  if (errors.length === 0) return;
  throw new InvalidKindConfig(errors.length === 1 ? String(errors[0]) : `[${errors.join(', ')}]`);
}

function clusterOf(
  name: string | undefined,
  kindNodes: readonly KindNode[],
  warnings: readonly string[],
): ClusterConfig {
  const version = kindNodes.map(({ image }) => /:(v\d+\.\d+\.\d+)/.exec(image ?? '')?.[1]).find(Boolean);
  const nodes = kindNodes.map(
    ({ role = 'control-plane', labels }): NodeConfig => ({
      role: role as 'control-plane' | 'worker',
      ...(labels ? { labels } : {}),
    }),
  );
  return {
    ...(name ? { name } : {}),
    nodes,
    systemPods: 'kind',
    ...(version ? { kubernetesVersion: version } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}
