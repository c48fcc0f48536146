import type { Status } from 'kubernetes-types/meta/v1';

/** What an API server answers instead of an object when it refuses: a Status with code, reason and message.
 *  Thrown inside the server, sent as the response body to clients. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status & { code: number };

  constructor(status: Omit<Status, 'apiVersion' | 'kind'> & { code: number }) {
    super(status.message ?? status.reason ?? `HTTP ${status.code}`);
    this.status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', ...status };
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** Group and plural name of a resource, as `deployments.apps`; the core group is just the plural. */
export function qualifiedResource(group: string, plural: string): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewNotFound */
export function notFound(group: string, plural: string, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: `${qualifiedResource(group, plural)} ${JSON.stringify(name)} not found`,
    details: { name, ...(group ? { group } : {}), kind: plural },
  });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewAlreadyExists */
export function alreadyExists(group: string, plural: string, name: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualifiedResource(group, plural)} ${JSON.stringify(name)} already exists`,
    details: { name, ...(group ? { group } : {}), kind: plural },
  });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewConflict */
export function conflict(group: string, plural: string, name: string, why: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualifiedResource(group, plural)} ${JSON.stringify(name)}: ${why}`,
    details: { name, ...(group ? { group } : {}), kind: plural },
  });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewBadRequest */
export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewMethodNotSupported */
export function methodNotAllowed(group: string, plural: string, verb: string): StatusError {
  return new StatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: `${verb} is not supported on resources of kind ${JSON.stringify(qualifiedResource(group, plural))}`,
    details: { ...(group ? { group } : {}), kind: plural },
  });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewTooManyRequests */
export function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return new StatusError({
    code: 429,
    reason: 'TooManyRequests',
    message,
    details: { retryAfterSeconds },
  });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewResourceExpired */
export function resourceExpired(message: string): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message });
}

/** One reason why a field was refused. `type` is upstream's word for the cause, such as FieldValueInvalid. */
export interface FieldError {
  readonly field: string;
  readonly type:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueTooLong';
  /** The text without the field, such as `Required value: name or generateName is required`. */
  readonly detail: string;
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewInvalid */
export function invalid(group: string, kind: string, name: string, errors: readonly FieldError[]): StatusError {
  const texts = errors.map(({ field, detail }) => `${field}: ${detail}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${qualifiedResource(group, kind)} ${JSON.stringify(name)} is invalid: ${list}`,
    details: {
      ...(name ? { name } : {}),
      ...(group ? { group } : {}),
      kind,
      causes: errors.map(({ field, type, detail }) => ({ reason: type, message: detail, field })),
    },
  });
}
