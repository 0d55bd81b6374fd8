/**
 * Whether a file that ComfyUI names can stand in its output folder. Custom nodes write these names, so they may lead
 * anywhere; what is asked back from the server is only what lies in its own folder under a name that files have.
 */

/** Windows opens these as devices, whatever extension follows. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ .]*($|\.)/i;
/** Control characters, and those that turn the direction of what follows. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u;
const longest = { name: 255, folder: 1024 } as const;

export function isPlainName(name: string): boolean {
  return (
    name !== '' &&
    Buffer.byteLength(name) <= longest.name &&
    !/^\.+$/.test(name.trim()) &&
    !/[/\\]/.test(name) &&
    !/^[a-z]:/i.test(name) &&
    !unseen.test(name) &&
    name.isWellFormed() &&
    !devices.test(name.trim())
  );
}

/** The empty folder is the output folder itself. Servers on Windows write backslashes. */
export function isPlainFolder(folder: string): boolean {
  if (folder === '') return true;
  return Buffer.byteLength(folder) <= longest.folder && folder.split(/[/\\]/).every(isPlainName);
}
