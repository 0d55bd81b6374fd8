/** Somebody, or a channel, that was chosen in an option: the platform's own id, and what it is called there. */
export interface Mentioned {
  id: string;
  name: string;
}

/** What can be chosen so. */
export const mentionable = ['person', 'channel'] as const;

export function isMentioned(value: unknown): value is Mentioned {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    value.id !== '' &&
    'name' in value &&
    typeof value.name === 'string'
  );
}
