import { CommandError } from '../errors.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { formatObject, outputFlag, outputFormat } from '../output.ts';
import { getTable, TabWriter } from '../printers/tab-writer.ts';

const secretFields: Readonly<Record<string, string>> = {
  token: 'REDACTED',
  password: 'REDACTED',
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
};

function redact(fields: Readonly<Record<string, unknown>>, raw: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, raw ? value : (secretFields[key] ?? value)]),
  );
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/config/view.go ViewOptions.Run */
const view: Subcommand = {
  name: 'view',
  usage: 'config view',
  flags: [
    { ...outputFlag, default: 'yaml' },
    { name: 'minify', type: 'bool' },
    { name: 'raw', type: 'bool' },
    { name: 'flatten', type: 'bool' },
    { name: 'merge', type: 'string', default: 'true', bare: 'true' },
  ],
  *run(k) {
    const { clusters, contexts, users, currentContext } = k.kubeconfig;
    const wanted = k.flags.string('context') || currentContext;
    const context = contexts.find(({ name }) => name === wanted)?.context;
    const minify = k.flags.bool('minify');
    if (minify && !context)
      throw new CommandError(
        wanted === ''
          ? 'cannot minify: current-context must exist in order to minify'
          : `cannot locate context ${wanted}`,
      );
    const raw = k.flags.bool('raw');
    const shown = {
      apiVersion: 'v1',
      clusters: listOrNull(
        clusters
          .filter(({ name }) => !minify || name === context?.cluster)
          .map(({ name, cluster }) => ({ name, cluster: redact(cluster, raw) })),
      ),
      contexts: listOrNull(contexts.filter(({ name }) => !minify || name === wanted)),
      'current-context': wanted,
      kind: 'Config',
      preferences: {},
      users: listOrNull(
        users
          .filter(({ name }) => !minify || name === context?.user)
          .map(({ name, user }) => ({ name, user: redact(user, raw) })),
      ),
    };
    yield* k.out(formatObject(outputFormat(k), shown as never));
    return 0;
  },
};

function listOrNull<Item>(items: readonly Item[]): readonly Item[] | null {
  return items.length === 0 ? null : items;
}

const currentContext: Subcommand = {
  name: 'current-context',
  usage: 'config current-context',
  flags: [],
  *run(k) {
    if (k.kubeconfig.currentContext === '') throw new CommandError('current-context is not set');
    yield* k.out(`${k.kubeconfig.currentContext}\n`);
    return 0;
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/config/get_contexts.go GetContextsOptions.RunGetContexts */
const getContexts: Subcommand = {
  name: 'get-contexts',
  usage: 'config get-contexts [(-o|--output=)name)]',
  flags: [outputFlag, { name: 'no-headers', type: 'bool' }],
  *run(k) {
    const { contexts, currentContext } = k.kubeconfig;
    for (const name of k.args)
      if (!contexts.some((one) => one.name === name)) throw new CommandError(`context ${name} not found`);
    const shown = contexts
      .filter(({ name }) => k.args.length === 0 || k.args.includes(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (k.flags.string('output') === 'name') {
      yield* k.out(shown.map(({ name }) => `${name}\n`).join(''));
      return 0;
    }
    const writer = new TabWriter(getTable);
    if (!k.flags.bool('no-headers')) writer.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
    for (const { name, context } of shown) {
      writer.write(
        `${name === currentContext ? '*' : ''}\t${name}\t${context.cluster}\t${context.user}\t${context.namespace ?? ''}\n`,
      );
    }
    yield* k.out(writer.flush());
    return 0;
  },
};

const getClusters = names('get-clusters', (k) => k.kubeconfig.clusters);
const getUsers = names('get-users', (k) => k.kubeconfig.users);

function names(name: string, list: (k: Invocation) => readonly { readonly name: string }[]): Subcommand {
  return {
    name,
    usage: `config ${name}`,
    flags: [],
    *run(k) {
      yield* k.out(
        `NAME\n${list(k)
          .map((one) => `${one.name}\n`)
          .join('')}`,
      );
      return 0;
    },
  };
}

export const configCommand: Subcommand = {
  name: 'config',
  usage: 'config SUBCOMMAND',
  flags: [],
  children: [currentContext, getClusters, getContexts, getUsers, view],
};
