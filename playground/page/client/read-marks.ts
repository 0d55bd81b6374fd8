/** What each person has read, and whom this tab acted as last: kept in the browser, so that a reload changes nothing. */
import * as z from 'zod';

export interface ReadMarks {
  read(memberId: string): Record<string, string>;
  write(memberId: string, read: Record<string, string>): void;
  lastPerson(): string | null;
  writeLastPerson(memberId: string): void;
}

const stored = z.record(z.string(), z.string());

/** `lasting` is shared by all tabs; `own` is this tab's, so that two tabs can be two people. `prefix` keeps chats apart. */
export function createReadMarks(lasting: Storage, own: Storage, prefix: string): ReadMarks {
  const key = (memberId: string) => `${prefix}.read.${memberId}`;
  return {
    read(memberId) {
      try {
        return stored.parse(JSON.parse(lasting.getItem(key(memberId)) ?? '{}'));
      } catch {
        return {};
      }
    },
    write: (memberId, read) => lasting.setItem(key(memberId), JSON.stringify(read)),
    lastPerson: () => own.getItem(`${prefix}.person`),
    writeLastPerson: (memberId) => own.setItem(`${prefix}.person`, memberId),
  };
}
