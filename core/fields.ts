/** Values that people set one by one, each in a field of its own of one hash: rules, preferences. */
import type { z } from 'zod';

/** As `HSET` takes them; what is undefined is left out. */
export function writtenFields(values: object): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [name, JSON.stringify(value)],
  );
}

/** One that cannot be read is none: it must not keep the others from holding. */
export function readFields<Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  fields: Readonly<Record<string, string>>,
): Partial<z.infer<z.ZodObject<Shape>>> {
  const read = Object.entries(shape).map(([name, schema]) => {
    const text = fields[name];
    return [name, text === undefined ? undefined : readField(schema as z.ZodType, text)] as const;
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Partial<
    z.infer<z.ZodObject<Shape>>
  >;
}

function readField(schema: z.ZodType, text: string): unknown {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
