import { StatusError } from '../../../kubernetes/api/errors.ts';
import { UsageError } from './flags.ts';

/** Ends a command with a message on stderr; `error: ` is put in front unless the message is whole already. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;
  readonly whole: boolean;

  constructor(message: string, options: { exitCode?: number; whole?: boolean } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
    this.whole = options.whole ?? false;
  }
}

/** Several things that went wrong in one command, told one after the other. */
export class SeveralErrors extends Error {
  override readonly name = 'SeveralErrors';
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.map((error) => error.message).join(', '));
    this.errors = errors;
  }
}

/** Throws what has been collected: nothing, the one error, or all of them. */
export function throwCollected(errors: readonly Error[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new SeveralErrors(errors);
}

/** Whether an error is one that kubectl tells its user, rather than a mistake of ours. */
export function isTold(error: unknown): error is Error {
  return [CommandError, SeveralErrors, UsageError, StatusError].some((kind) => error instanceof kind);
}

/** What kubectl prints for an error, with its newline.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go checkErr */
export function errorText(error: Error): string {
  if (error instanceof SeveralErrors) return error.errors.map((one) => `${messageForError(one)}\n`).join('');
  if (error instanceof StatusError && error.reason === 'Invalid') return `${invalidText(error)}\n`;
  if (error instanceof StatusError) return `${serverText(error)}\n`;
  if (error instanceof CommandError && error.whole) return error.message === '' ? '' : `${error.message}\n`;
  return `${error.message.startsWith('error: ') ? '' : 'error: '}${error.message}\n`;
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go messageForError */
export function messageForError(error: Error): string {
  return error instanceof StatusError ? serverText(error) : error.message;
}

function serverText(error: StatusError): string {
  return error.reason === ''
    ? `Error from server: ${error.message}`
    : `Error from server (${error.reason}): ${error.message}`;
}

function invalidText(error: StatusError): string {
  const { details, message } = error.status;
  if (!details) return message ? `The request is invalid: ${message}` : 'The request is invalid';
  let text = 'The request is invalid';
  if (details.kind || details.name) text = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`;
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`))];
  if (causes.length === 0) return details.kind || details.name || !message ? text : `${text}: ${message}`;
  if (causes.length === 1) return `${text}: ${causes[0]}`;
  return `${text}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`;
}

/** Says which file an answer of the server is about.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go AddSourceToErr */
export function withSource(verb: string, source: string, error: unknown): unknown {
  if (source === '' || !(error instanceof Error)) return error;
  if (error instanceof StatusError) {
    return new StatusError({
      ...error.status,
      message: `error when ${verb} ${JSON.stringify(source)}: ${error.message}`,
    });
  }
  return isTold(error) ? new CommandError(`error when ${verb} ${JSON.stringify(source)}: ${error.message}`) : error;
}
