/** Where the page's state lies: replaced as a whole, drawn once however many changes come together. */

export interface Store<State> {
  get(): State;
  /** Takes the parts that change; drawing follows when the running task is done. */
  change(parts: Partial<State>): void;
  /** Runs once, after the next drawing: for moving the focus to something that is about to appear. */
  afterDrawing(then: () => void): void;
}

export function createStore<State extends object>(
  initial: State,
  draw: (state: State) => void,
): Store<State> {
  let state = initial;
  let planned = false;
  let after: (() => void)[] = [];

  const plan = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      draw(state);
      const waiting = after;
      after = [];
      for (const then of waiting) then();
    });
  };

  return {
    get: () => state,
    change(parts) {
      state = { ...state, ...parts };
      plan();
    },
    afterDrawing(then) {
      after.push(then);
      plan();
    },
  };
}
