import { parseGoDuration } from '../../kubernetes/api/go-duration.ts';

/** What the command line of the descheduler says. */
export interface DeschedulerFlags {
  readonly policyConfigFile: string;
  /** 0 for one cycle and no more. */
  readonly deschedulingIntervalMs: number;
  readonly dryRun: boolean;
  readonly leaderElect: boolean;
  readonly verbosity: number;
}

/** A command line, or what its reader answers instead of running. */
export type CommandLine =
  | { readonly kind: 'run'; readonly flags: DeschedulerFlags }
  | { readonly kind: 'version' | 'help' }
  | { readonly kind: 'refused'; readonly error: string };

type FlagType = 'string' | 'bool' | 'duration' | 'int';

/** The flags that there are. Those after the first five are read and change nothing here. */
const flagTypes = new Map<string, FlagType>([
  ['policy-config-file', 'string'],
  ['descheduling-interval', 'duration'],
  ['dry-run', 'bool'],
  ['leader-elect', 'bool'],
  ['v', 'int'],
  ['kubeconfig', 'string'],
  ['client-connection-kubeconfig', 'string'],
  ['client-connection-qps', 'string'],
  ['client-connection-burst', 'int'],
  ['disable-metrics', 'bool'],
  ['enable-http2', 'bool'],
  ['logging-format', 'string'],
  ['log-flush-frequency', 'duration'],
  ['vmodule', 'string'],
  ['feature-gates', 'string'],
  ['bind-address', 'string'],
  ['secure-port', 'int'],
  ['permit-address-sharing', 'bool'],
  ['permit-port-sharing', 'bool'],
  ['cert-dir', 'string'],
  ['tls-cert-file', 'string'],
  ['tls-private-key-file', 'string'],
  ['tls-cipher-suites', 'string'],
  ['tls-min-version', 'string'],
  ['tls-sni-cert-key', 'string'],
  ['http2-max-streams-per-connection', 'int'],
  ['leader-elect-lease-duration', 'duration'],
  ['leader-elect-renew-deadline', 'duration'],
  ['leader-elect-retry-period', 'duration'],
  ['leader-elect-resource-lock', 'string'],
  ['leader-elect-resource-name', 'string'],
  ['leader-elect-resource-namespace', 'string'],
  ['otel-collector-endpoint', 'string'],
  ['otel-transport-ca-cert', 'string'],
  ['otel-service-name', 'string'],
  ['otel-trace-namespace', 'string'],
  ['otel-sample-rate', 'string'],
  ['otel-fallback-no-op-on-failed-connection', 'bool'],
]);

/** Reads the words after the program's name, in the words of the library that the real program reads its flags with.
 *  @models cmd/descheduler/app/options/options.go DeschedulerServer.AddFlags; spf13/pflag flag.go FlagSet.parseArgs
 *  @simplifies flags of later releases are known in earlier ones too. After an error the usage text is not printed. */
export function readDeschedulerFlags(words: readonly string[]): CommandLine {
  const values = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') {
      if (word === 'version') return { kind: 'version' };
      return { kind: 'refused', error: `unknown command ${JSON.stringify(word)} for "descheduler"` };
    }
    if (word === '--') break;
    const [name = '', given] = split(word);
    if (['--help', '-h'].includes(word)) return { kind: 'help' };
    const type = flagTypes.get(name);
    if (type === undefined || (!word.startsWith('--') && name !== 'v'))
      return { kind: 'refused', error: unknownFlag(word) };
    const isSwitch = type === 'bool';
    const text = given ?? (isSwitch ? 'true' : words[index + 1]);
    if (text === undefined) {
      const error = word.startsWith('--') ? `--${name}` : `'v' in -v`;
      return { kind: 'refused', error: `flag needs an argument: ${error}` };
    }
    if (given === undefined && !isSwitch) index += 1;
    const problem = problemOf(type, text);
    if (problem !== undefined) {
      const flag = name === 'v' ? '-v, --v' : `--${name}`;
      return {
        kind: 'refused',
        error: `invalid argument ${JSON.stringify(text)} for ${JSON.stringify(flag)} flag: ${problem}`,
      };
    }
    values.set(name, text);
  }
  return { kind: 'run', flags: flagsOf(values) };
}

function split(word: string): [name: string, value: string | undefined] {
  const bare = word.replace(/^--?/, '');
  const equals = bare.indexOf('=');
  if (equals !== -1) return [bare.slice(0, equals), bare.slice(equals + 1)];
  // `-v3` is `-v 3`.
  const short = /^-v(.+)$/.exec(word);
  return short === null || word.startsWith('--') ? [bare, undefined] : ['v', short[1]];
}

/** @models spf13/pflag errors.go NotExistError.Error */
function unknownFlag(word: string): string {
  if (word.startsWith('--')) return `unknown flag: --${split(word)[0]}`;
  return `unknown shorthand flag: '${word[1]}' in ${word.split('=')[0]}`;
}

const bools = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

function problemOf(type: FlagType, text: string): string | undefined {
  switch (type) {
    case 'string':
      return undefined;
    case 'bool':
      return bools.has(text) ? undefined : `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`;
    case 'int':
      return /^[+-]?\d+$/.test(text) ? undefined : `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`;
    case 'duration': {
      const duration = parseGoDuration(text);
      return 'error' in duration ? duration.error : undefined;
    }
  }
}

function flagsOf(values: ReadonlyMap<string, string>): DeschedulerFlags {
  const interval = parseGoDuration(values.get('descheduling-interval') ?? '0s');
  const isOn = (name: string) => bools.get(values.get(name) ?? 'false') ?? false;
  return {
    policyConfigFile: values.get('policy-config-file') ?? '',
    deschedulingIntervalMs: 'ms' in interval ? interval.ms : 0,
    dryRun: isOn('dry-run'),
    leaderElect: isOn('leader-elect'),
    verbosity: Number(values.get('v') ?? 0),
  };
}
