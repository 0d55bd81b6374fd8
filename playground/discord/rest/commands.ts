/** /applications/{a}/commands and /applications/{a}/guilds/{g}/commands */
import { refuse } from '../errors.ts';
import type { CommandBody } from '../validate/commands.ts';
import { command, commandList } from '../validate/commands.ts';
import { readForm } from '../validate/form.ts';
import { type CommandScope, withoutLocalizations } from '../world/commands.ts';
import { botId, isIn } from '../world/world.ts';
import { idParam, requireApplication, requireGuild } from './guards.ts';
import type { Rest, RestApp, RestContext } from './types.ts';

export function commandRoutes(app: RestApp, { world, commands }: Rest): void {
  function check(c: RestContext, scope: CommandScope): void {
    requireApplication(world, c.req.param('application'));
    if (scope === 'global') return;
    const guildId = idParam('guild_id', c.req.param('guild'));
    if (world.guilds.has(guildId) && !isIn(world, botId(world), guildId)) throw refuse('missingAccess');
    requireGuild(world, guildId);
  }

  const bases = {
    global: '/applications/:application/commands',
    guild: '/applications/:application/guilds/:guild/commands',
  } as const satisfies Record<CommandScope, string>;

  for (const scope of ['global', 'guild'] as const) {
    const base: string = bases[scope];

    app.get(base, (c) => {
      check(c, scope);
      const all = commands.list(scope);
      return c.json(c.req.query('with_localizations') === 'true' ? all : all.map(withoutLocalizations));
    });

    app.put(base, (c) => {
      check(c, scope);
      return c.json(commands.overwrite(scope, readForm(commandList, c.get('input').json)));
    });

    app.post(base, (c) => {
      check(c, scope);
      const put = commands.put(scope, readForm(command, c.get('input').json));
      return c.json(put.command, put.created ? 201 : 200);
    });

    app.get(`${base}/:command`, (c) => {
      check(c, scope);
      return c.json(commands.get(scope, idParam('command_id', c.req.param('command'))));
    });

    app.patch(`${base}/:command`, (c) => {
      check(c, scope);
      const known = commands.get(scope, idParam('command_id', c.req.param('command')));
      const change = c.get('input').json;
      const body: CommandBody = readForm(command, {
        ...known,
        ...(typeof change === 'object' ? change : {}),
      });
      return c.json(commands.replace(scope, known.id, body));
    });

    app.delete(`${base}/:command`, (c) => {
      check(c, scope);
      commands.delete(scope, idParam('command_id', c.req.param('command')));
      return c.body(null, 204);
    });
  }
}
