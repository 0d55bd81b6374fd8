/** Whom one acts as. Radio buttons: one is always chosen, and arrow keys go from one to the next. */
import { html, type TemplateResult } from 'lit';
import { avatar } from './avatar.ts';

interface Person {
  id: string;
  name: string;
  color: string;
}

interface Choice<One extends Person> {
  people: readonly One[];
  current: string | undefined;
  /** What stands under a name. */
  roleOf: (person: One) => string;
  choose: (id: string) => void;
}

export function peopleView<One extends Person>({
  people,
  current,
  roleOf,
  choose,
}: Choice<One>): TemplateResult {
  return html`<fieldset class="people">
    <legend>Acting as</legend>
    ${people.map(
      (person) => html`<label class="person ${person.id === current ? 'current' : ''}">
        <input
          type="radio"
          name="person"
          .checked=${person.id === current}
          @change=${() => choose(person.id)}
        />
        ${avatar(person, 'middle')}
        <span class="person-words"><span class="person-name">${person.name}</span><small>${roleOf(person)}</small></span>
      </label>`,
    )}
  </fieldset>`;
}
