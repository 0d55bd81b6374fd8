/** The arguments of a call: JSON, a form or a query, and the kinds of values a form can only say as text. */
import { z } from 'zod';
import { refuse, refuseWith } from '../errors.ts';
import { chars, read } from '../validate/form.ts';
import { isRecord, type JsonObject } from '../validate/walk.ts';

export interface Arguments {
  values: JsonObject;
  isJson: boolean;
  /** What Slack says about a content type it could do without; the call goes on. */
  warning?: 'missing_charset' | 'superfluous_charset';
}

export async function readArguments(request: Request): Promise<Arguments> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  if (request.method === 'GET') return { values: query, isJson: false };
  const header = request.headers.get('content-type') ?? '';
  const [type = '', ...rest] = header.split(';').map((part) => part.trim().toLowerCase());
  const charset = rest.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'iso-8859-1') {
    throw refuse('invalid_charset');
  }
  const warned = (warning: Arguments['warning']) => (warning ? { warning } : {});
  switch (type) {
    case 'application/json': {
      const values = parseJson(await request.text());
      return {
        values: { ...query, ...values },
        isJson: true,
        ...warned(charset ? undefined : 'missing_charset'),
      };
    }
    case 'application/x-www-form-urlencoded': {
      const values = Object.fromEntries(new URLSearchParams(await request.text()));
      return {
        values: { ...query, ...values },
        isJson: false,
        ...warned(charset ? 'superfluous_charset' : undefined),
      };
    }
    case 'multipart/form-data': {
      const form = await request.formData().catch(() => {
        throw refuse('invalid_form_data');
      });
      return { values: { ...query, ...Object.fromEntries(form) }, isJson: false };
    }
    case '':
      if ((await request.arrayBuffer()).byteLength > 0) throw refuse('missing_post_type');
      return { values: query, isJson: false };
    default:
      throw refuse('invalid_post_type');
  }
}

function parseJson(text: string): JsonObject {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('invalid_json');
  }
  if (!isRecord(value)) throw refuse('json_not_object');
  return value;
}

/** Reads the arguments with a method's schema; what it does not name is ignored, as Slack does. */
export function readArgs<S extends z.ZodType>(schema: S, values: JsonObject): z.output<S> {
  // An argument that is sent empty counts as not sent.
  const sent = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && value !== null),
  );
  const parsed = read(schema, sent, '');
  if (!parsed.ok) throw refuseWith('invalid_arguments', parsed.problems);
  return parsed.value;
}

export const text = z.union([z.string(), z.number().transform(String)]);
export const flag = z.union([z.boolean(), z.stringbool(), z.number().transform(Boolean)]);
export const count = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
export const timestamp = chars(20, 1);
