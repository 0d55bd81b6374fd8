/** Files for the app, as Discord takes them. */
import { uploadFile } from '../upload.ts';

export function uploadTo(memberId: string, channelId: string, file: File): Promise<string> {
  return uploadFile(file, ['uploads', memberId, channelId]);
}

/** What a file input may offer, from Discord's list of kinds (`image`, `.json`). */
export function acceptOf(fileTypes: readonly string[] | null | undefined): string {
  return (fileTypes ?? []).map((type) => (type.startsWith('.') ? type : `${type}/*`)).join(',');
}
