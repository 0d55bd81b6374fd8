/** Suggestions while somebody types: asked of the app, waited for, or given up. */
import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { MemberError } from '../member.ts';
import type { Interaction } from '../world/types.ts';
import type { World } from '../world/world.ts';

export function awaitSuggestions(
  world: World,
  ask: () => Interaction,
): Promise<APIApplicationCommandOptionChoice[]> {
  return new Promise((resolve, reject) => {
    let asked: Interaction | undefined;
    const stopListening = world.bus.listen((event) => {
      if (event.type !== 'autocomplete-answered' && event.type !== 'interaction-failed') return;
      if (event.interaction !== asked) return;
      stopListening();
      if (event.type === 'autocomplete-answered') {
        resolve(event.choices.map(({ name, value }) => ({ name, value })));
      } else {
        reject(new MemberError('Loading options failed'));
      }
    });
    try {
      asked = ask();
    } catch (error) {
      stopListening();
      reject(error);
    }
  });
}
