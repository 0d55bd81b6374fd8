import { expect, test } from 'vitest';
import { plain } from '../../../core/card.ts';
import { explainBlocked, explainMishap, isOutOfMemory, isRefusal } from '../../../worker/comfyui/mishap.ts';
import { readRunError } from '../../../worker/comfyui/wire.ts';
import { toldOf } from '../../support/failure.ts';
import { node } from '../graphs.ts';

const graph = {
  '1': node('CheckpointLoaderSimple', { ckpt_name: 'broken.safetensors' }, 'Loading'),
  '2': node('KSampler', { steps: 20 }, 'Sampling'),
  '3': node('SaveImage', { filename_prefix: 'x' }, 'Saving'),
};
const mishap = (node_id: string, exception_type: string, exception_message: string) =>
  toldOf(explainMishap(readRunError({ node_id, exception_type, exception_message, timestamp: 1 }), graph));

test.each([
  ['torch.OutOfMemoryError', 'Allocation on device \nThis error means you ran out of memory on your GPU.'],
  ['torch.cuda.OutOfMemoryError', 'CUDA out of memory. Tried to allocate 20.00 MiB'],
  ['RuntimeError', 'MPS backend out of memory'],
  ['torch.AcceleratorError', 'CUDA error: out of memory'],
  ['torch.OutOfMemoryError', 'HIP out of memory. Tried to allocate 2.00 GiB'],
  ['RuntimeError', 'CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`'],
  ['RuntimeError', 'Native API failed. Native API returns: 39 (UR_RESULT_ERROR_OUT_OF_DEVICE_MEMORY)'],
  ['RuntimeError', "[enforce fail at alloc_cpu.cpp:114] DefaultCPUAllocator: can't allocate memory"],
  ['RuntimeError', 'Could not allocate tensor with 4 bytes. There is not enough GPU video memory available!'],
  ['numpy._core._exceptions._ArrayMemoryError', 'Unable to allocate 3.1 GiB for an array with shape (4,)'],
  ['OSError', '[Errno 12] Cannot allocate memory'],
  ['MemoryError', ''],
])('out of memory as %s', (type, message) => {
  expect(mishap('2', type, message)).toEqual({
    message: 'The graphics card ran out of memory at "Sampling".',
    remedy: 'Try a smaller size or fewer pictures at once.',
  });
});

test('what only speaks of memory is not a want of it', () => {
  const told = { node_id: '2', timestamp: 1 };
  const error = (exception_type: string, exception_message: string) =>
    isOutOfMemory(readRunError({ ...told, exception_type, exception_message }));
  expect(error('torch.OutOfMemoryError', 'Allocation on device ')).toBe(true);
  expect(error('RuntimeError', 'CUDA error: an illegal memory access was encountered')).toBe(false);
  expect(error('ValueError', 'memory_format option is only supported by strided tensors')).toBe(false);
});

test('a broken model file is named with its folder', () => {
  expect(
    mishap(
      '1',
      'safetensors._safetensors_rust.SafetensorError',
      'Error while deserializing header: header too small\n',
    ),
  ).toEqual({
    message: 'The model file "broken.safetensors" is damaged or incomplete; "Loading" cannot read it.',
    remedy: 'Download it again into models/checkpoints at the ComfyUI server.',
  });
});

test('a model that is found missing only when it runs is told like any missing model', () => {
  const text = "Model in folder 'upscale_models' with filename 'nope.pth' not found.\n";
  expect(mishap('2', 'FileNotFoundError', text)).toEqual({
    message: 'The ComfyUI server does not have the model file "nope.pth" that "Sampling" loads.',
    remedy: 'Put it into models/upscale_models at the server.',
  });
});

test('models of different families', () => {
  const { message, remedy } = mishap(
    '2',
    'RuntimeError',
    'mat1 and mat2 shapes cannot be multiplied (154x2048 and 768x320)',
  );
  expect(message).toContain('do not belong together');
  expect(remedy).toContain('one model family');
});

test('a prefix outside the output folder, and a full disk', () => {
  expect(
    mishap('3', 'Exception', '**** ERROR: Saving image outside the output folder is not allowed.\n /srv')
      .message,
  ).toBe('"Saving" may not save outside ComfyUI\'s output folder.');
  expect(mishap('3', 'OSError', '[Errno 28] No space left on device').remedy).toContain('Make room');
});

test('anything else is told by its first line, its kind and where to look', () => {
  expect(mishap('2', 'custom.pack.BadThing', 'it broke\n  at /secret/path').message).toBe(
    '"Sampling" failed: it broke (BadThing)',
  );
  expect(mishap('99', '', '').message).toBe('"#99" failed: no reason given');
});

test('a refusal is told apart from an error by what it lacks', () => {
  const blocked = readRunError({
    node_id: '3',
    exception_type: 'ExecutionBlocked',
    exception_message: 'Execution Blocked: too dark',
    current_inputs: [],
  });
  expect(isRefusal(blocked)).toBe(true);
  expect(plain(explainBlocked(blocked, graph))).toBe('"Saving" went no further: too dark');
  expect(isRefusal(readRunError({ node_id: '3', exception_type: 'IndexError', timestamp: 5 }))).toBe(false);
});
