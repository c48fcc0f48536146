import { CommandError } from '../errors.ts';
import type { Subcommand } from '../invocation.ts';

/** Commands that the real kubectl has and this one does not, with what to do instead. They are named, so that nobody
 *  takes them for misspelled. */
const reasons: Readonly<Record<string, string>> = {
  exec: 'the containers of this cluster are simulated and have no shell to run commands in; kubectl logs shows what they print',
  attach: 'the containers of this cluster are simulated and nothing can be attached to them; use kubectl logs -f',
  cp: 'the containers of this cluster are simulated and have no files to copy',
  debug: 'the containers of this cluster are simulated and cannot be debugged from inside',
  'port-forward': 'the pods of this cluster have no network',
  proxy: 'there is no network to offer the API on; use kubectl get --raw',
  edit: 'there is no editor on this machine; use kubectl patch, or kubectl get -o yaml and kubectl apply',
  explain: 'the schema of the API is not kept here; see https://kubernetes.io/docs/reference/kubernetes-api/',
  expose: 'write the Service as a manifest and use kubectl apply',
  autoscale: 'this cluster has no metrics to scale by; use kubectl scale',
  diff: 'use kubectl apply --dry-run=server -o yaml',
  replace: 'use kubectl apply',
  kustomize: 'apply the rendered manifests with kubectl apply -f',
  certificate: 'this cluster signs no certificates',
  plugin: 'plugins cannot be installed on this machine',
  completion: 'the shell of this machine completes commands by itself',
  options: 'see https://kubernetes.io/docs/reference/kubectl/kubectl/',
  alpha: 'no alpha commands are offered',
};

export const unavailableCommands: readonly Subcommand[] = Object.entries(reasons).map(([name, reason]) => ({
  name,
  usage: name,
  flags: [],
  takesAnything: true,
  *run() {
    throw new CommandError(`kubectl ${name} is not available here: ${reason}`);
  },
}));
