/**
 * Events on their way to the app: only what it has subscribed to, each until it is acknowledged or has been tried
 * four times in all, and now and then twice or in another order, as Slack's own come.
 */
import { newId } from '../ids.ts';
import type { World } from '../world/world.ts';
import { seconds } from '../world/world.ts';
import { type AppEvent, appEventsOf } from './event-payloads.ts';
import type { Transport } from './transport.ts';

export interface EventFaults {
  /** The next events of this type (or of any) reach the app twice, with the same `event_id`. */
  deliverTwice(type?: string, count?: number): void;
  /** Events are kept back; the function lets them go, the latest first if so wanted. */
  holdEvents(): (order?: 'kept' | 'reversed') => void;
}

export interface SentEvent {
  id: string;
  type: string;
  attempts: number;
  state: 'on its way' | 'acknowledged' | 'given up';
}

export interface EventDelivery {
  faults: EventFaults & { clear(): void };
  sent(): readonly SentEvent[];
  close(): void;
}

/** The list for tests shows only so many. */
const REMEMBERED = 500;

export function createEventDelivery(world: World, transport: Transport): EventDelivery {
  const sent: SentEvent[] = [];
  let twice: { type: string | undefined; left: number }[] = [];
  let held: (() => void)[] | undefined;

  function wrap(event: AppEvent, id: string): Record<string, unknown> {
    const { team, app } = world.seed;
    return {
      token: app.verificationToken,
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: app.id,
      event: event.payload,
      type: 'event_callback',
      event_id: id,
      event_time: seconds(world.now()),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: app.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${Buffer.from(JSON.stringify({ et: event.name, tid: team.id, aid: app.id })).toString('base64url')}`,
    };
  }

  async function attempt(
    record: SentEvent,
    payload: Record<string, unknown>,
    reason?: string,
  ): Promise<void> {
    const number = record.attempts;
    record.attempts += 1;
    const delivery = await transport.deliver({
      kind: 'events_api',
      payload,
      takesAnswer: false,
      ...(number > 0 && reason !== undefined ? { retry: { attempt: number, reason } } : {}),
    });
    if (delivery.ok) {
      record.state = 'acknowledged';
      return;
    }
    const wait = world.limits.timing.retryMs[number];
    if (wait === undefined || delivery.isFinal) {
      record.state = 'given up';
      return;
    }
    world.timers.after(wait, () => void attempt(record, payload, delivery.retryReason));
  }

  function send(event: AppEvent): void {
    const id = newId('Ev');
    const record: SentEvent = { id, type: event.name, attempts: 0, state: 'on its way' };
    sent.push(record);
    if (sent.length > REMEMBERED) sent.shift();
    const payload = wrap(event, id);
    const doubled = twice.find(({ type }) => type === undefined || type === event.name);
    if (doubled) {
      doubled.left -= 1;
      twice = twice.filter(({ left }) => left > 0);
    }
    const go = () => {
      void attempt(record, payload);
      if (doubled) void transport.deliver({ kind: 'events_api', payload, takesAnswer: false });
    };
    if (held) held.push(go);
    else go();
  }

  const stop = world.bus.listen((happened) => {
    const subscribed = world.manifest.settings.event_subscriptions.bot_events;
    for (const event of appEventsOf(world, happened)) {
      if (subscribed.includes(event.name)) send(event);
    }
  });

  return {
    sent: () => sent,
    faults: {
      deliverTwice: (type, count = 1) => {
        twice.push({ type, left: count });
      },
      holdEvents() {
        const kept: (() => void)[] = [];
        held = kept;
        return (order = 'kept') => {
          if (held === kept) held = undefined;
          for (const go of order === 'kept' ? kept : kept.toReversed()) go();
        };
      },
      clear() {
        twice = [];
        const kept = held ?? [];
        held = undefined;
        for (const go of kept) go();
      },
    },
    close: stop,
  };
}
