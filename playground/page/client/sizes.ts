/** Sizes of files as people read them. */
const UNITS = ['B', 'KB', 'MB'];

export function readableSize(bytes: number): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  return `${Math.round((bytes / 1024 ** step) * 100) / 100} ${UNITS[step]}`;
}
