/** The gRPC codes that a runtime answers with, as its clients print them. */
export type CriCode = 'NotFound' | 'Unknown' | 'Canceled' | 'DeadlineExceeded' | 'FailedPrecondition';

/** A refusal of the runtime. Its message is what a gRPC client prints.
 *  @models vendor/google.golang.org/grpc/internal/status/status.go Error.Error */
export class CriError extends Error {
  override readonly name = 'CriError';
  readonly code: CriCode;
  readonly description: string;

  constructor(code: CriCode, description: string) {
    super(`rpc error: code = ${code} desc = ${description}`);
    this.code = code;
    this.description = description;
  }
}

/** @models containerd internal/cri/store/container/container.go Store.Get */
export function containerNotFound(id: string): CriError {
  return new CriError('NotFound', `an error occurred when try to find container ${JSON.stringify(id)}: not found`);
}

/** @models containerd internal/cri/store/sandbox/sandbox.go Store.Get */
export function sandboxNotFound(id: string): CriError {
  return new CriError('NotFound', `an error occurred when try to find sandbox ${JSON.stringify(id)}: not found`);
}

/** Whether the runtime said that there is no such thing, and not that something went wrong.
 *  @models staging/src/k8s.io/cri-api/pkg/errors/errors.go IsNotFound */
export function isNotFound(error: unknown): boolean {
  return error instanceof CriError && error.code === 'NotFound';
}
