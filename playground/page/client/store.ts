/** Where the page's state lies: replaced as a whole, drawn once however many changes come together. */

export interface Store<State> {
  get(): State;
  /** Takes the parts that change; drawing follows when the running task is done. */
  change(parts: Partial<State>): void;
  /** Runs once, after the next drawing: for moving the focus to something that is about to appear. */
  afterDrawing(then: () => void): void;
}

/** What several stores share: whatever changes in any of them, the page is drawn once. */
export interface Drawing {
  plan(): void;
  after(then: () => void): void;
}

export function createDrawing(draw: () => void): Drawing {
  let planned = false;
  let after: (() => void)[] = [];

  const plan = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      draw();
      const waiting = after;
      after = [];
      for (const then of waiting) then();
    });
  };
  return {
    plan,
    after(then) {
      after.push(then);
      plan();
    },
  };
}

export function createStore<State extends object>(initial: State, drawing: Drawing): Store<State> {
  let state = initial;
  return {
    get: () => state,
    change(parts) {
      state = { ...state, ...parts };
      drawing.plan();
    },
    afterDrawing: drawing.after,
  };
}
