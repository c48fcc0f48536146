import type { KubernetesObject } from '../api/meta.ts';
import type { ApiServer } from './server.ts';

const by = 'system:apiserver';
const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const systemPriorityClasses = [
  {
    metadata: { name: 'system-cluster-critical' },
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
];
const kubernetesService: KubernetesObject = {
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: {
    clusterIP: '10.96.0.1',
    type: 'ClusterIP',
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
  },
};

/** What an API server makes sure exists before it answers anybody.
 *  @models pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go Controller
 *  @models pkg/registry/scheduling/rest/storage_scheduling.go AddSystemPriorityClasses
 *  @models pkg/controlplane/controller/kubernetesservice/controller.go Controller
 *  @simplifies the default roles and role bindings are not made, as none is enforced. */
export function bootstrap(server: ApiServer): void {
  const served = new Set(server.strategies.map(({ plural }) => plural));
  const create = (plural: string, resource: string, object: KubernetesObject) => {
    if (served.has(plural)) server.store(resource).create(object.metadata?.namespace, object, { by });
  };
  for (const name of systemNamespaces) create('namespaces', 'namespaces', { metadata: { name } });
  for (const object of systemPriorityClasses) create('priorityclasses', 'priorityclasses.scheduling.k8s.io', object);
  create('services', 'services', kubernetesService);
}
