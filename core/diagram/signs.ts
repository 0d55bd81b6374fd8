/** The signs of the roles, 18 by 18: told apart by their shape, not by their colour alone. */
import type { Role } from './diagram.ts';
import { roleColours } from './look.ts';

type Sign = (at: { x: number; y: number }) => string;

const drawn = (role: Role, inner: string): Sign => {
  const stroke = `stroke="${roleColours[role]}" stroke-width="1.8" fill="none" stroke-linejoin="round" stroke-linecap="round"`;
  return ({ x, y }) => `<g transform="translate(${Math.round(x)} ${Math.round(y)})" ${stroke}>${inner}</g>`;
};

export const signs: Record<Exclude<Role, 'step'>, Sign> = {
  /** A stack of disks: something kept in a file. */
  loader: drawn(
    'loader',
    '<ellipse cx="9" cy="4.5" rx="6.5" ry="2.7"/><path d="M2.5 4.5v9c0 1.5 2.9 2.7 6.5 2.7s6.5-1.2 6.5-2.7v-9"/><path d="M2.5 9c0 1.5 2.9 2.7 6.5 2.7s6.5-1.2 6.5-2.7"/>',
  ),
  /** A spark: here the picture is made. */
  sampler: drawn(
    'sampler',
    `<path fill="${roleColours.sampler}" d="M8 2.5l1.7 4.8 4.8 1.7-4.8 1.7L8 15.5l-1.7-4.8L1.5 9l4.8-1.7z"/><path d="M14.5 1.5v4M12.5 3.5h4"/>`,
  ),
  /** A picture in its frame. */
  output: drawn(
    'output',
    '<rect x="1.5" y="2.5" width="15" height="13" rx="2"/><path d="M2 13.5l4.5-4.5 3 3 2.5-2.5 4 4"/><circle cx="11.8" cy="6.3" r="1.1"/>',
  ),
  /** A clip: somebody attaches a file. */
  attached: drawn(
    'attached',
    '<path d="M15 8.2l-6 6a3.7 3.7 0 0 1-5.3-5.3l6.3-6.2a2.5 2.5 0 0 1 3.6 3.5l-6.2 6.2a1.2 1.2 0 0 1-1.8-1.7l5.4-5.4"/>',
  ),
};
