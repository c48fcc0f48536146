import type { DaemonSet, Deployment } from 'kubernetes-types/apps/v1';
import type { Container, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import type { KubernetesObject } from '../kubernetes/api/meta.ts';

const etcdImage = 'registry.k8s.io/etcd:3.5.16-0';
const corednsImage = 'registry.k8s.io/coredns/coredns:v1.11.3';
const kindnetImage = 'docker.io/kindest/kindnetd:v20241212-9f82dd49';
const provisionerImage = 'docker.io/kindest/local-path-provisioner:v20241212-8ac705d0';
const helperImage = 'docker.io/kindest/local-path-helper:v20241212-8ac705d0';
const pauseImage = 'registry.k8s.io/pause:3.10';

/** The images that a kind node is built with. */
export function kindImages(version: string): readonly string[] {
  const components = ['kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler'];
  const own = components.map((name) => `registry.k8s.io/${name}:${version}`);
  return [kindnetImage, helperImage, provisionerImage, corednsImage, etcdImage, ...own, pauseImage];
}

/** The manifests of the control plane by their file names, as kubeadm writes them into a node.
 *  @models cmd/kubeadm/app/phases/controlplane/manifests.go GetStaticPodSpecs
 *  @models cmd/kubeadm/app/phases/etcd/local.go GetEtcdPodSpec
 *  @simplifies volumes, probes and most flags are left out; the pods stand for the components and do not do their work */
export function controlPlaneManifests(version: string, nodeIP: string): readonly [file: string, manifest: Pod][] {
  const image = (name: string) => `registry.k8s.io/${name}:${version}`;
  const advertise = { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${nodeIP}:6443` };
  const clientURLs = { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${nodeIP}:2379` };
  return [
    ['etcd.yaml', controlPlanePod('etcd', etcdImage, { cpu: '100m', memory: '100Mi' }, clientURLs)],
    ['kube-apiserver.yaml', controlPlanePod('kube-apiserver', image('kube-apiserver'), { cpu: '250m' }, advertise)],
    [
      'kube-controller-manager.yaml',
      controlPlanePod('kube-controller-manager', image('kube-controller-manager'), { cpu: '200m' }, {}),
    ],
    ['kube-scheduler.yaml', controlPlanePod('kube-scheduler', image('kube-scheduler'), { cpu: '100m' }, {})],
  ];
}

function controlPlanePod(
  name: string,
  image: string,
  requests: Record<string, string>,
  annotations: Record<string, string>,
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'kube-system', labels: { component: name, tier: 'control-plane' }, annotations },
    spec: {
      containers: [{ name, image, command: [name], imagePullPolicy: 'IfNotPresent', resources: { requests } }],
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    } as PodSpec,
  };
}

/** What kubeadm and kind install into a new cluster.
 *  @models cmd/kubeadm/app/phases/addons/dns/manifests.go CoreDNSDeployment
 *  @models cmd/kubeadm/app/phases/addons/proxy/manifests.go KubeProxyDaemonSet19
 *  @models kind images/base/files/kind/manifests/default-cni.yaml
 *  @simplifies roles, config and volumes of the add-ons are left out */
export function kindObjects(version: string): readonly KubernetesObject[] {
  const serviceAccounts = ['coredns', 'kube-proxy', 'kindnet'].map((name) => serviceAccount(name, 'kube-system'));
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: storageNamespace } };
  const objects: unknown[] = [
    ...serviceAccounts,
    namespace,
    serviceAccount('local-path-provisioner-service-account', storageNamespace),
    dnsService,
    coredns,
    kubeProxy(version),
    kindnet,
    localPathProvisioner,
  ];
  return objects as KubernetesObject[];
}

const storageNamespace = 'local-path-storage';

function serviceAccount(name: string, namespace: string) {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

const dnsService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kube-dns',
    namespace: 'kube-system',
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
  },
  spec: {
    clusterIP: '10.96.0.10',
    selector: { 'k8s-app': 'kube-dns' },
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
      { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
    ],
  },
};

const controlPlaneToleration: Toleration = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const everything: Toleration = { operator: 'Exists' };
const onLinux = { 'kubernetes.io/os': 'linux' };

const coredns: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  spec: {
    replicas: 2,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-dns' } },
      spec: {
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'coredns',
        tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, controlPlaneToleration],
        nodeSelector: onLinux,
        dnsPolicy: 'Default',
        containers: [
          {
            name: 'coredns',
            image: corednsImage,
            imagePullPolicy: 'IfNotPresent',
            args: ['-conf', '/etc/coredns/Corefile'],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
            ports: [
              { containerPort: 53, name: 'dns', protocol: 'UDP' },
              { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
              { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
            ],
            readinessProbe: { httpGet: { path: '/ready', port: 8181, scheme: 'HTTP' } },
          },
        ],
      },
    },
  },
};

function daemon(name: string, labels: Record<string, string>, container: Container, spec: Partial<PodSpec>): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system', labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { hostNetwork: true, nodeSelector: onLinux, ...spec, containers: [container] },
      },
    },
  };
}

function kubeProxy(version: string): DaemonSet {
  const container: Container = {
    name: 'kube-proxy',
    image: `registry.k8s.io/kube-proxy:${version}`,
    imagePullPolicy: 'IfNotPresent',
    command: [
      '/usr/local/bin/kube-proxy',
      '--config=/var/lib/kube-proxy/config.conf',
      '--hostname-override=$(NODE_NAME)',
    ],
    env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    securityContext: { privileged: true },
  };
  return daemon('kube-proxy', { 'k8s-app': 'kube-proxy' }, container, {
    priorityClassName: 'system-node-critical',
    serviceAccountName: 'kube-proxy',
    tolerations: [everything],
  });
}

const kindnetResources = { cpu: '100m', memory: '50Mi' };

const kindnet = daemon(
  'kindnet',
  { app: 'kindnet' },
  {
    name: 'kindnet-cni',
    image: kindnetImage,
    env: [
      { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'POD_SUBNET', value: '10.244.0.0/16' },
    ],
    resources: { limits: kindnetResources, requests: kindnetResources },
    securityContext: { privileged: false, capabilities: { add: ['NET_RAW', 'NET_ADMIN'] } },
  },
  { serviceAccountName: 'kindnet', tolerations: [{ operator: 'Exists' }] },
);

const localPathProvisioner: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'local-path-provisioner', namespace: storageNamespace },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'local-path-provisioner' } },
    template: {
      metadata: { labels: { app: 'local-path-provisioner' } },
      spec: {
        nodeSelector: onLinux,
        tolerations: [
          { key: 'node-role.kubernetes.io/control-plane', operator: 'Equal', effect: 'NoSchedule' },
          { key: 'node-role.kubernetes.io/master', operator: 'Equal', effect: 'NoSchedule' },
        ],
        serviceAccountName: 'local-path-provisioner-service-account',
        containers: [
          {
            name: 'local-path-provisioner',
            image: provisionerImage,
            imagePullPolicy: 'IfNotPresent',
            command: ['local-path-provisioner', '--debug', 'start', '--helper-image', helperImage],
          },
        ],
      },
    },
  },
};
