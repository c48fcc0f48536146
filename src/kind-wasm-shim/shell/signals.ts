/** The signals that the shell knows, with Linux's numbers. */
export const signalNumbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
};

/** A signal's name from what a user writes: `TERM`, `SIGTERM`, `term`, `15`. Undefined when there is none. */
export function signalName(text: string): string | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (name in signalNumbers) return name;
  return Object.keys(signalNumbers).find((known) => String(signalNumbers[known]) === text);
}

/** The exit status of a process that a signal ended. */
export function statusOfSignal(name: string): number {
  return 128 + (signalNumbers[name] ?? 0);
}
