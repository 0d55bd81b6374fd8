/** One of the chats on the page, as the page around it sees it. */
import type { TemplateResult } from 'lit';
import type { Hello, Telling } from '../protocol.ts';
import type { PageActions } from './actions.ts';
import type { Connection } from './connection.ts';
import type { Drawing } from './store.ts';
import type { PageUi } from './ui.ts';

/** A server or a workspace, as the rail shows it. */
export interface RailPlace {
  id: string;
  title: string;
  /** What stands under its sign. */
  label: string;
  /** Where it leads to: the channel one was in last. */
  href: string;
  current: boolean;
  unread: boolean;
  hasBot: boolean;
}

export interface Chat {
  name: string;
  /** What stands in the rail: servers, or the workspace. */
  places(): RailPlace[];
  /** Whether an address of the page is this chat's. */
  owns(hash: string): boolean;
  /** Called when the server says hello, at first and after a break. */
  greet(hello: Hello): Promise<void>;
  hear(told: Telling): Promise<void>;
  followHash(): Promise<void>;
  sidebar(): TemplateResult;
  main(): TemplateResult;
  /** What lies over the page: forms, menus. */
  overlays(): TemplateResult;
  /** Where letters go that are typed while nothing is being written. */
  focusComposer(): void;
  /** After each drawing in which this chat is in front. */
  drawn(): void;
  documentTitle(): string;
}

/** What a chat is made of. */
export interface ChatOptions {
  drawing: Drawing;
  connection: Connection;
  /** The page around it, as it is now. */
  page: () => PageUi;
  actions: PageActions;
  isInFront: () => boolean;
}
