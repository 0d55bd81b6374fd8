/** What the panel "World" asks for, done to the stand-ins. */
import type { WorldControls as DiscordControls } from '../discord/controls.ts';
import type { WorldControls as SlackControls } from '../slack/controls.ts';
import type { DiscordChange, SlackChange } from './world.ts';

export function changeDiscord(world: DiscordControls, change: DiscordChange): unknown {
  switch (change.what) {
    case 'bot':
      return change.on ? world.inviteBot() : world.removeBot();
    case 'member':
      return change.on ? world.addMember(change.id) : world.removeMember(change.id);
    case 'role':
      return change.on ? world.giveRole(change.id, change.roleId) : world.takeRole(change.id, change.roleId);
    case 'locale':
      return world.setLocale(change.id, change.locale);
    case 'user-install':
      return world.setUserInstall(change.id, change.on);
    case 'dms':
      return world.setDirectMessages(change.id, change.on);
    case 'delete-channel':
      return world.deleteChannel(change.id);
    case 'bring-back':
      return world.bringBackChannels();
    case 'age':
      return world.setAgeRestricted(change.id, change.on);
    case 'bot-rights':
      return world.letBot(change.id, change);
    case 'archive':
      return world.setArchived(change.id, change.on);
    default:
      return change satisfies never;
  }
}

export function changeSlack(world: SlackControls, change: SlackChange): unknown {
  switch (change.what) {
    case 'bot':
      return change.on ? world.install() : world.uninstall();
    case 'group':
      return change.on
        ? world.putIntoGroup(change.id, change.groupId)
        : world.takeFromGroup(change.id, change.groupId);
    case 'locale':
      return world.setLocale(change.id, change.locale);
    case 'delete-channel':
      return world.deleteChannel(change.id);
    case 'bring-back':
      return world.bringBackChannels();
    case 'archive':
      return change.on ? world.archive(change.id) : world.unarchive(change.id);
    case 'bot-in':
      return change.on ? world.inviteBotTo(change.id) : world.removeBotFrom(change.id);
    default:
      return change satisfies never;
  }
}
