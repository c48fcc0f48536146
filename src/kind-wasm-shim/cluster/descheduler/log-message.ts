/** A line of the descheduler's log: from which verbosity on it is printed, from which file, and its text. */
export interface LogMessage {
  readonly verbosity: number;
  readonly severity: 'I' | 'E';
  readonly file: string;
  readonly text: string;
}

/** What a line says beside its text, in order. */
export type Values = Readonly<Record<string, unknown>>;

/** A structured line: the text in quotes, then the values as JSON.
 *  @models klog/v2 internal/serialize/keyvalues.go KVListFormat */
export function message(
  verbosity: number,
  file: string,
  text: string,
  values: Values = {},
  severity: 'I' | 'E' = 'I',
): LogMessage {
  const pairs = Object.entries(values).map(([key, value]) => ` ${quotedKey(key)}=${JSON.stringify(value)}`);
  return { verbosity, severity, file, text: `${JSON.stringify(text)}${pairs.join('')}` };
}

/** A key with a space in it is quoted. */
function quotedKey(key: string): string {
  return key.includes(' ') ? JSON.stringify(key) : key;
}
