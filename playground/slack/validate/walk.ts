/** Visits every object in a piece of JSON, with the pointer to it. */

export type JsonObject = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function walk(
  value: unknown,
  pointer: string,
  visit: (part: JsonObject, pointer: string) => void,
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${pointer}/${index}`, visit);
    return;
  }
  if (!isRecord(value)) return;
  visit(value, pointer);
  for (const [key, inner] of Object.entries(value)) walk(inner, `${pointer}/${key}`, visit);
}
