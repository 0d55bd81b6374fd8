/** Drawings for tests that are about something else: every diagram is one grey point. */
import type { Tools } from '../../commands/command.ts';

const point = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWPo6OgAAAM0AZmUse0HAAAAAElFTkSuQmCC',
  'base64',
);

export const testDrawing: Tools['drawing'] = {
  draw: async () => ({ png: point, width: 1, height: 1 }),
};
