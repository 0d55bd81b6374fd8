/** Puts the things a prompt names where the scene has room for them. */
import { flock } from '../sky.ts';
import type { Stage } from '../stage.ts';
import type { MotifName } from '../words.ts';
import { cat, deer, fox, whale } from './animals.ts';
import { castle, house, lighthouse, windmill } from './buildings.ts';
import type { Figure, Place } from './figure.ts';
import { astronaut, balloons, boat, robot, rocket } from './things.ts';

/** Where figures may stand. What a scene does not offer is not drawn there. */
interface Spots {
  /** Close to the eye: animals, people. */
  near?: Place;
  /** Farther away, on land: buildings. */
  far?: Place;
  water?: Place;
}

const NEAR: Partial<Record<MotifName, Figure>> = { fox, cat, deer, astronaut, robot };
const FAR: Partial<Record<MotifName, Figure>> = { lighthouse, house, castle, windmill };
const WATER: Partial<Record<MotifName, Figure>> = { boat, whale };

export function motifs(stage: Stage, spots: Spots): string {
  return stage.subject.motifs
    .map((name) => {
      const air = { x: stage.width * 0.32, y: stage.horizon * 0.62, size: stage.horizon * 0.42 };
      if (name === 'birds') return flock(stage, 11);
      if (name === 'balloons') return balloons(stage, 6);
      if (name === 'rocket') return rocket(stage, air);
      const [figure, place] = NEAR[name]
        ? [NEAR[name], spots.near]
        : FAR[name]
          ? [FAR[name], spots.far]
          : [WATER[name], spots.water];
      return figure !== undefined && place !== undefined ? figure(stage, place) : '';
    })
    .join('');
}
