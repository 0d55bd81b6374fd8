export function pinnedNode(root: string): string;
export function packagesAreMissing(root: string): boolean;
export function installPackages(
  root: string,
  npm: (args: string[], stdio: unknown[]) => Promise<number>,
): Promise<string | undefined>;
