/** A request's body: JSON, or a form with `payload_json` and `files[n]`. */
import { ApiError, formError, refuse } from '../errors.ts';
import { MESSAGE_LIMITS } from '../limits.ts';
import type { Upload } from '../world/uploads.ts';

export interface Input {
  json: unknown;
  uploads: Upload[];
}

export async function readInput(request: Request): Promise<Input> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > MESSAGE_LIMITS.requestBytes) throw refuse('tooLarge');
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MESSAGE_LIMITS.requestBytes) throw refuse('tooLarge');
  if (bytes.byteLength === 0) return { json: undefined, uploads: [] };

  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) {
    return { json: parseJson(new TextDecoder().decode(bytes)), uploads: [] };
  }
  if (type.startsWith('multipart/form-data')) return readMultipart(bytes, type);
  throw formError(
    [],
    'CONTENT_TYPE_INVALID',
    "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
  );
}

async function readMultipart(bytes: ArrayBuffer, type: string): Promise<Input> {
  const form = await new Response(bytes, { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new ApiError(400, { message: `Malformed multipart body: ${String(cause)}`, code: 0 });
    });
  const uploads: Upload[] = [];
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      fields[name] = value;
      continue;
    }
    const key = /^files?\[(\d+)\]$/.exec(name)?.[1] ?? name;
    if (uploads.some((upload) => upload.key === key)) {
      throw formError([name], 'BASE_TYPE_INVALID', 'Each file needs a name of its own.');
    }
    uploads.push({
      key,
      filename: value.name,
      contentType: value.type,
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  const payload = fields.payload_json;
  return { json: typeof payload === 'string' ? parseJson(payload) : fields, uploads };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('invalidJson');
  }
}
