import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { fetch, type GetRequest, requestFor } from '../get/request.ts';
import { sortByField } from '../get/sort.ts';
import { tableOptions } from '../get/table.ts';
import { watchTarget } from '../get/watch.ts';
import { collectInfos, fileFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { formatObject, type OutputFormat, outputFlag, outputFormat } from '../output.ts';
import { customColumns } from '../printers/custom-columns.ts';
import { type Table, TablePrinter, type TableRow } from '../printers/server-table.ts';
import { parseTargets } from '../targets.ts';

const nothingAsked = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples`;

export const getCommand: Subcommand = {
  name: 'get',
  usage: 'get TYPE[.VERSION][.GROUP] [NAME | -l label]',
  flags: [
    ...fileFlags,
    outputFlag,
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'field-selector', type: 'string' },
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'watch-only', type: 'bool' },
    { name: 'output-watch-events', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'label-columns', short: 'L', type: 'list' },
    { name: 'show-labels', type: 'bool' },
    { name: 'show-kind', type: 'bool' },
    { name: 'show-managed-fields', type: 'bool' },
    { name: 'sort-by', type: 'string' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'raw', type: 'string' },
    { name: 'server-print', type: 'bool', default: 'true' },
    { name: 'subresource', type: 'string' },
    { name: 'template', type: 'string' },
    { name: 'allow-missing-template-keys', type: 'bool', default: 'true' },
  ],
  *run(k) {
    const raw = k.flags.string('raw');
    if (raw !== '') {
      yield* k.out(rawText(raw, k.connection.getRaw(raw)));
      return 0;
    }
    if (k.args.length === 0 && k.flags.list('filename').length === 0)
      throw new CommandError(nothingAsked, { whole: true });
    const format = outputFormat(k, true);
    const requests = yield* requestsOf(k);
    if (k.flags.bool('watch') || k.flags.bool('watch-only')) {
      const [request, ...more] = requests;
      if (!request) return 0;
      if (more.length > 0)
        throw new CommandError(
          'watch is only supported on individual resources and resource collections - more than 1 resource was found',
        );
      return yield* watchTarget(k, request, format);
    }
    return format.type === 'human' ? yield* printTables(k, requests, format) : yield* printObjects(k, requests, format);
  },
};

function rawText(path: string, body: unknown): string {
  if (typeof body === 'string') return body;
  // The server writes its version by hand, over several lines and without a newline.
  return path === '/version' ? JSON.stringify(body, undefined, 2) : `${JSON.stringify(body)}\n`;
}

function* requestsOf(k: Invocation): Task<GetRequest[]> {
  if (k.flags.list('filename').length > 0) {
    return (yield* collectInfos(k, k.args)).map(({ mapping, name, namespace }) => ({ mapping, name, namespace }));
  }
  const selects = k.flags.string('selector') !== '' || k.flags.string('field-selector') !== '';
  const targets = parseTargets(k.discovery, k.args, { selects, resourceAloneIsAll: true });
  if (k.flags.bool('all-namespaces') && targets.some(({ mapping, name }) => name !== undefined && mapping.namespaced)) {
    throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  }
  return targets.map((target) => requestFor(k, target));
}

/** Fetches every request; what fails is kept for the end, and what is not found may be passed over. */
function fetchEach(k: Invocation, requests: readonly GetRequest[], asTable: boolean) {
  const errors: Error[] = [];
  const found: { request: GetRequest; object: KubernetesObject }[] = [];
  for (const request of requests) {
    try {
      found.push({ request, object: fetch(k, request, asTable) });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (!(error.reason === 'NotFound' && k.flags.bool('ignore-not-found'))) errors.push(error);
    }
  }
  return { found, errors };
}

function* printTables(k: Invocation, requests: readonly GetRequest[], format: OutputFormat): Task<number> {
  const { found, errors } = fetchEach(k, requests, true);
  const kinds = new Set(requests.map(({ mapping }) => mapping));
  const groups = sorted(k, joinNeighbours(found));
  let printed = false;
  for (const { request, table } of groups) {
    if (!table.rows?.length) continue;
    const text = new TablePrinter(tableOptions(k, format, request.mapping, kinds.size > 1)).print(table);
    yield* k.out(printed && !k.flags.bool('no-headers') ? `\n${text}` : text);
    printed = true;
  }
  throwCollected(errors);
  if (!printed && !k.flags.bool('ignore-not-found')) {
    const namespaced = !k.flags.bool('all-namespaces') && requests.every(({ mapping }) => mapping.namespaced);
    yield* k.err(namespaced ? `No resources found in ${k.namespace} namespace.\n` : 'No resources found\n');
  }
  return 0;
}

interface TableGroup {
  readonly request: GetRequest;
  readonly table: Table;
}

/** Tables of one kind that follow each other, such as of `get pod a b`, become one. */
function joinNeighbours(found: readonly { request: GetRequest; object: KubernetesObject }[]): TableGroup[] {
  const groups: TableGroup[] = [];
  for (const { request, object } of found) {
    const last = groups.at(-1);
    const table = object as Table;
    if (last?.request.mapping === request.mapping) {
      groups[groups.length - 1] = {
        request,
        table: { ...last.table, rows: [...(last.table.rows ?? []), ...(table.rows ?? [])] },
      };
    } else groups.push({ request, table });
  }
  return groups;
}

function sorted(k: Invocation, groups: readonly TableGroup[]): TableGroup[] {
  const field = k.flags.string('sort-by');
  if (field === '') return [...groups];
  return groups.map(({ request, table }) => ({
    request,
    table: { ...table, rows: sortByField(table.rows ?? [], (row: TableRow) => row.object, field) },
  }));
}

function* printObjects(k: Invocation, requests: readonly GetRequest[], format: OutputFormat): Task<number> {
  const { found, errors } = fetchEach(k, requests, false);
  if (found.length === 0 && (errors.length > 0 || k.flags.bool('ignore-not-found'))) {
    throwCollected(errors);
    return 0;
  }
  const [only] = found;
  const single = requests.length === 1 && requests[0]?.name !== undefined;
  const object =
    single && only
      ? only.object
      : listOf(
          k,
          found.flatMap((one) => itemsOf(one.object)),
        );
  yield* k.out(
    format.type === 'custom-columns'
      ? customColumns(format.spec, [object], !k.flags.bool('no-headers'))
      : formatObject(format, object, k.flags.bool('show-managed-fields')),
  );
  throwCollected(errors);
  return 0;
}

function listOf(k: Invocation, items: readonly KubernetesObject[]): KubernetesObject {
  const field = k.flags.string('sort-by');
  const inOrder = field === '' ? items : sortByField(items, (item) => item, field);
  return { apiVersion: 'v1', items: inOrder, kind: 'List', metadata: { resourceVersion: '' } };
}

function itemsOf(object: KubernetesObject): KubernetesObject[] {
  if (!Array.isArray(object.items)) return [object];
  const kind = (object.kind ?? '').replace(/List$/, '');
  return (object.items as KubernetesObject[]).map((item) => ({
    apiVersion: object.apiVersion ?? '',
    kind,
    ...item,
  }));
}
