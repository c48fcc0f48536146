import type { ApiResponse } from './request.ts';

/** What `kubectl logs` may ask for.
 *  @models staging/src/k8s.io/api/core/v1/types.go PodLogOptions */
export interface ContainerLogOptions {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly sinceSeconds: number | undefined;
  readonly sinceTime: string | undefined;
  readonly limitBytes: number | undefined;
}

/** The kubelet of a node as the API server reaches it: for what is not in the store. It answers with a text (`complete`,
 *  content type `text/plain`) or, when the log is followed, with a stream, or throws a StatusError. */
export interface NodeEndpoint {
  containerLogs(namespace: string, pod: string, container: string, options: ContainerLogOptions): ApiResponse;
}

/** The nodes that can be reached, by name. Who builds the cluster registers them. */
export class NodeRegistry {
  private readonly endpoints = new Map<string, NodeEndpoint>();

  register(node: string, endpoint: NodeEndpoint): void {
    this.endpoints.set(node, endpoint);
  }

  unregister(node: string): void {
    this.endpoints.delete(node);
  }

  get(node: string): NodeEndpoint | undefined {
    return this.endpoints.get(node);
  }
}
