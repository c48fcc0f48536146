import type { Node, Pod } from 'kubernetes-types/core/v1';
import { fnv1a } from '../../kernel/random.ts';
import { apiTime } from '../api/meta.ts';
import { configHashAnnotation, configMirrorAnnotation, configSourceAnnotation } from '../api/pod-properties.ts';

/** The annotation that says when the kubelet first saw a pod's manifest. */
const configSeenAnnotation = 'kubernetes.io/config.seen';

/** The pod that a manifest file stands for: named after its node, with a hash of its content as uid, and tolerating
 *  whatever may come to its node.
 *  @models pkg/kubelet/config/common.go applyDefaults
 *  @simplifies the hash is not MD5, so it differs from a real node's for the same manifest */
export function staticPodOf(
  manifest: Pod,
  node: string,
  file: string,
  nowMs: number,
  source: 'file' | 'http' = 'file',
): Pod {
  const hash = manifest.metadata?.uid ?? contentHash(`${node}/${file}/${JSON.stringify(manifest)}`);
  const { name = '', namespace = 'default', annotations, labels } = manifest.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${node}`,
      namespace,
      uid: hash,
      ...(labels ? { labels } : {}),
      annotations: {
        ...annotations,
        [configHashAnnotation]: hash,
        [configSeenAnnotation]: apiTime(nowMs),
        [configSourceAnnotation]: source,
      },
    },
    spec: {
      ...manifest.spec,
      containers: manifest.spec?.containers ?? [],
      nodeName: node,
      tolerations: [...(manifest.spec?.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }],
    },
  };
}

/** The API's picture of a static pod.
 *  @models pkg/kubelet/pod/mirror_client.go basicMirrorClient.CreateMirrorPod */
export function mirrorPodOf(pod: Pod, owner: Node): Pod {
  const { uid: _, ...metadata } = pod.metadata ?? {};
  const { status: _status, ...rest } = pod;
  const { name = '', uid = '' } = owner.metadata ?? {};
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [configMirrorAnnotation]: metadata.annotations?.[configHashAnnotation] ?? '',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid, controller: true }],
    },
  };
}

/** 32 hexadecimal digits that depend on a text. */
function contentHash(text: string): string {
  let hash = '';
  for (const part of ['a', 'b', 'c', 'd']) hash += fnv1a(`${part}${text}`).toString(16).padStart(8, '0');
  return hash;
}
