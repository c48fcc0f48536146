import { StatusError } from '../api/errors.ts';
import type { ApiRequest, ApiResponse } from './request.ts';
import type { ApiServer } from './server.ts';

/** Answers one request, whatever it is. */
export function handle(_server: ApiServer, _request: ApiRequest): ApiResponse {
  const error = new StatusError({ code: 501, message: 'not yet' });
  return { type: 'complete', code: error.code, headers: { 'content-type': 'application/json' }, body: error.status };
}
