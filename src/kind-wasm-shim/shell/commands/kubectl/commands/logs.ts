import type { Task } from '../../../../kernel/effect.ts';
import { CommandError } from '../errors.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { type LogSource, logSources } from '../logs/sources.ts';
import { pathOf } from '../mapping.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/logs/logs.go LogsOptions.RunLogs */
export const logsCommand: Subcommand = {
  name: 'logs',
  usage: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: [
    { name: 'follow', short: 'f', type: 'bool' },
    { name: 'container', short: 'c', type: 'string' },
    { name: 'all-containers', type: 'bool' },
    { name: 'all-pods', type: 'bool' },
    { name: 'previous', short: 'p', type: 'bool' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'tail', type: 'int', default: '-1' },
    { name: 'since', type: 'duration', default: '0s' },
    { name: 'since-time', type: 'string' },
    { name: 'limit-bytes', type: 'int', default: '0' },
    { name: 'timestamps', type: 'bool' },
    { name: 'prefix', type: 'bool' },
    { name: 'max-log-requests', type: 'int', default: '5' },
    { name: 'ignore-errors', type: 'bool' },
    { name: 'pod-running-timeout', type: 'duration', default: '20s' },
    { name: 'insecure-skip-tls-verify-backend', type: 'bool' },
  ],
  *run(k) {
    if (k.flags.int('tail') < -1) throw new CommandError('--tail must be greater than or equal to -1');
    const sources = yield* logSources(k);
    const most = k.flags.int('max-log-requests');
    if (k.flags.bool('follow') && sources.length > most) {
      throw new CommandError(
        `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
      );
    }
    if (k.flags.bool('follow') && sources.length > 1) return yield* followAll(k, sources);
    for (const source of sources) yield* readLog(k, source);
    return 0;
  },
};

function* followAll(k: Invocation, sources: readonly LogSource[]): Task<number> {
  const readers = sources.map((source) => k.ctx.kernel.spawn('kubectl logs', readLog(k, source), { owned: true }));
  for (const reader of readers) {
    const result = yield* reader.join();
    if (result.status === 'failed') throw result.error;
  }
  return 0;
}

function* readLog(k: Invocation, { pod, container }: LogSource): Task {
  const { flags } = k;
  const tail = flags.changed('tail') ? flags.int('tail') : flags.string('selector') !== '' ? 10 : -1;
  const sinceMs = flags.duration('since');
  const path = pathOf(k.discovery.resource('pods'), pod.metadata?.namespace, pod.metadata?.name, 'log');
  const answer = k.connection.stream(path, {
    container,
    follow: flags.bool('follow') ? 'true' : undefined,
    previous: flags.bool('previous') ? 'true' : undefined,
    timestamps: flags.bool('timestamps') ? 'true' : undefined,
    tailLines: tail >= 0 ? String(tail) : undefined,
    sinceSeconds: sinceMs > 0 ? String(Math.ceil(sinceMs / 1000)) : undefined,
    sinceTime: flags.string('since-time') || undefined,
    limitBytes: flags.int('limit-bytes') > 0 ? flags.string('limit-bytes') : undefined,
  });
  const prefix = flags.bool('prefix') ? `[pod/${pod.metadata?.name}/${container}] ` : '';
  if ('text' in answer) {
    yield* k.out(withPrefix(prefix, answer.text));
    return;
  }
  try {
    for (let chunk = yield* answer.chunks.take(); chunk !== undefined; chunk = yield* answer.chunks.take()) {
      yield* k.out(withPrefix(prefix, chunk));
    }
  } finally {
    answer.close();
  }
}

function withPrefix(prefix: string, text: string): string {
  return prefix === '' ? text : text.replace(/^(?=.)/gm, prefix);
}
