/**
 * Python's heapq, move for move. `GET /queue` shows the raw array, so its order is part of the protocol.
 */

type Less<T> = (a: T, b: T) => boolean;

export function heapPush<T>(heap: T[], item: T, less: Less<T>): void {
  heap.push(item);
  rise(heap, 0, heap.length - 1, less);
}

export function heapPop<T>(heap: T[], less: Less<T>): T | undefined {
  const last = heap.pop();
  const top = heap[0];
  if (last === undefined || top === undefined) return last;
  heap[0] = last;
  sink(heap, 0, less);
  return top;
}

export function heapify<T>(heap: T[], less: Less<T>): void {
  for (let index = Math.floor(heap.length / 2) - 1; index >= 0; index -= 1) sink(heap, index, less);
}

function rise<T>(heap: T[], start: number, from: number, less: Less<T>): void {
  const item = heap[from] as T;
  let at = from;
  while (at > start) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt] as T;
    if (!less(item, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = item;
}

// Python lets the hole sink to the bottom first and the item rise afterwards: other arrays than the textbook way.
function sink<T>(heap: T[], start: number, less: Less<T>): void {
  const item = heap[start] as T;
  let at = start;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = child + 1;
    if (right < heap.length && !less(heap[child] as T, heap[right] as T)) child = right;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
  rise(heap, start, at, less);
}
