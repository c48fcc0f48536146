import type { Kernel } from '../../../kernel/kernel.ts';
import type { CommandEntry } from '../../command.ts';
import { Machine } from '../../machine.ts';
import { standardCommands } from '../standard.ts';
import type { ApiConnection } from './connection.ts';
import { kindKubeconfig } from './kubeconfig.ts';
import { createKubectl } from './kubectl.ts';

/** Where a kind cluster's API listens on the machine that made it. */
const usualAddress = 'https://127.0.0.1:6443';

export interface WorkstationOptions {
  /** The cluster's name without `kind-`. */
  readonly clusterName: string;
  readonly server: Pick<ApiConnection, 'handle'>;
  /** Where kubectl reaches it; `https://127.0.0.1:6443` when not given. */
  readonly address?: string;
  /** Text files by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  /** More commands, such as `docker` and `kind`. */
  readonly commands?: Iterable<readonly [string, CommandEntry]>;
}

/** The machine at which a reader sits: the usual programs, kubectl, and a kubeconfig that points to the cluster. */
export function createWorkstation(kernel: Kernel, options: WorkstationOptions): Machine {
  const user = { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] };
  const address = options.address ?? usualAddress;
  const kubectl = createKubectl({
    connect: (server) =>
      server === address ? { handle: (request) => options.server.handle(request), user } : undefined,
  });
  return new Machine(kernel, {
    name: 'workstation',
    commands: standardCommands([['kubectl', { run: kubectl }], ...(options.commands ?? [])]),
    files: { '/root/.kube/config': kindKubeconfig(options.clusterName, address), ...options.files },
  });
}
