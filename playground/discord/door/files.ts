/** Files that one person hands over: with a message, or before it. */
import { MemberError, type UploadedFile } from '../member.ts';
import { snowflakeTime } from '../snowflakes.ts';
import { type MeasuredUpload, measure } from '../world/uploads.ts';
import type { World } from '../world/world.ts';
import { channelFor } from './sight.ts';

export interface MemberFiles {
  /** Files as they are, and those handed over before, by their ids. */
  read(given: readonly (UploadedFile | string)[]): Promise<MeasuredUpload[]>;
  upload(channelId: string, file: UploadedFile): Promise<string>;
}

export function createMemberFiles(world: World, id: string): MemberFiles {
  async function measured({ name, bytes, contentType = '' }: UploadedFile): Promise<MeasuredUpload> {
    if (bytes.byteLength > world.limits.attachmentBytes) throw new MemberError('That file is too large.');
    return measure({ key: '0', filename: name, contentType, bytes });
  }

  async function uploaded(uploadId: string): Promise<MeasuredUpload> {
    const upload = world.uploads.get(uploadId);
    const bytes = upload?.userId === id ? await world.files.get(uploadId) : undefined;
    if (!upload || !bytes) throw new MemberError('That file is not there any more.');
    return { ...upload, key: uploadId, bytes };
  }

  return {
    read: (given) =>
      Promise.all(given.map((file) => (typeof file === 'string' ? uploaded(file) : measured(file)))),

    async upload(channelId, file) {
      channelFor(world, id, channelId);
      const { filename, contentType, width, height } = await measured(file);
      const upload = {
        id: world.ids.next(),
        filename,
        contentType,
        size: file.bytes.byteLength,
        ...(width === undefined || height === undefined ? {} : { width, height }),
        userId: id,
        channelId,
      };
      forgetOldUploads(world);
      world.files.put(upload.id, file.bytes);
      world.uploads.set(upload.id, upload);
      return upload.id;
    },
  };
}

/** What was handed to an app is gone once its address has expired. */
function forgetOldUploads(world: World): void {
  const oldest = world.now() - world.limits.timing.attachmentUrlMs;
  for (const id of world.uploads.keys()) {
    if (snowflakeTime(id) > oldest) continue;
    world.uploads.delete(id);
    world.files.delete(id);
  }
}
