import type { Subcommand } from '../invocation.ts';
import { createFlags, createGenerated, generatedName } from './create-object.ts';

const unset = null as unknown as string;

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_namespace.go NamespaceOptions */
export const createNamespace: Subcommand = {
  name: 'namespace',
  aliases: ['ns'],
  usage: 'create namespace NAME [--dry-run=server|client|none]',
  flags: createFlags,
  *run(k) {
    const metadata = { name: generatedName(k), creationTimestamp: unset };
    return yield* createGenerated(k, { apiVersion: 'v1', kind: 'Namespace', metadata, spec: {}, status: {} });
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_serviceaccount.go ServiceAccountOpts */
export const createServiceAccount: Subcommand = {
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'create serviceaccount NAME [--dry-run=server|client|none]',
  flags: createFlags,
  *run(k) {
    const metadata = { name: generatedName(k), creationTimestamp: unset };
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
    return yield* createGenerated(k, account, 'failed to create serviceaccount');
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_priorityclass.go PriorityClassOptions */
export const createPriorityClass: Subcommand = {
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  flags: [
    ...createFlags,
    { name: 'value', type: 'int' },
    { name: 'global-default', type: 'bool' },
    { name: 'description', type: 'string' },
    { name: 'preemption-policy', type: 'string', default: 'PreemptLowerPriority' },
  ],
  *run(k) {
    const description = k.flags.string('description');
    const priorityClass = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: generatedName(k), creationTimestamp: unset },
      value: k.flags.int('value'),
      ...(k.flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(description === '' ? {} : { description }),
      preemptionPolicy: k.flags.string('preemption-policy'),
    };
    return yield* createGenerated(k, priorityClass, 'failed to create priorityclass');
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_pdb.go PodDisruptionBudgetOpts */
export const createPodDisruptionBudget: Subcommand = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  flags: [
    ...createFlags,
    { name: 'selector', type: 'string' },
    { name: 'min-available', type: 'string' },
    { name: 'max-unavailable', type: 'string' },
  ],
  *run(k) {
    const name = generatedName(k);
    const [selector, least, most] = ['selector', 'min-available', 'max-unavailable'].map((flag) =>
      k.flags.string(flag),
    );
    if (!selector) throw k.usageError('a selector must be specified');
    if (!least && !most) throw k.usageError('one of min-available or max-unavailable must be specified');
    if (least && most) throw k.usageError('min-available and max-unavailable cannot be both specified');
    const matchLabels = Object.fromEntries(
      selector.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
    );
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, creationTimestamp: unset },
      spec: {
        ...(least ? { minAvailable: intOrString(least) } : {}),
        ...(most ? { maxUnavailable: intOrString(most) } : {}),
        selector: { matchLabels },
      },
      status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    };
    return yield* createGenerated(k, budget, 'failed to create poddisruptionbudget');
  },
};

function intOrString(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
