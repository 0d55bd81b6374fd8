/** Backends that would read and run every workflow alike have the same fingerprint. */
import { expect, test } from 'vitest';
import { readDefinitions } from '../../../worker/workflows/definitions.ts';
import { fingerprint } from '../../../worker/workflows/fingerprint.ts';

const server = (uploads: string[], models: string[], made: string[] = []) =>
  fingerprint(
    readDefinitions({
      LoadImage: { input: { required: { image: [uploads, { image_upload: true }] } }, output: ['IMAGE'] },
      LoadLatent: { input: { required: { latent: [made] } }, output: ['LATENT'] },
      CheckpointLoaderSimple: { input: { required: { ckpt_name: [models] } }, output: ['MODEL'] },
    }),
  );

test('what people upload and make there changes nothing, a model does', () => {
  const before = server([], ['a.safetensors']);
  expect(server(['mai.png'], ['a.safetensors'], ['rendezvous/1.latent'])).toBe(before);
  expect(server([], ['a.safetensors', 'b.safetensors'])).not.toBe(before);
  expect(server([], [])).not.toBe(before);
});
