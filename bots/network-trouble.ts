/** Whether the network failed rather than what was asked of it. */
import { toError } from '../core/errors.ts';

/** Whatever fetch threw: aborted, refused, reset, not found, cut off. */
export function isNetworkTrouble(thrown: unknown): boolean {
  const error = toError(thrown);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code)) return true;
  return error.cause !== undefined && isNetworkTrouble(error.cause);
}
