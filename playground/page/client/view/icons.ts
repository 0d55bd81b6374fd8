/** The page's icons: 24 by 24, drawn with the text's colour. They say nothing by themselves; their buttons are labelled. */
import { html, type TemplateResult } from 'lit';

const strokes = {
  hash: 'M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16',
  at: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0 0v1.500a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1',
  apps: 'M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  pin: 'M12 15.500V21M8 3.500h8M9.5 3.500v6.200L6.5 13v2.500h11V13l-3-3.300V3.5',
  react:
    'M20.3 11a8.5 8.5 0 1 1-7.3-7.450M8.5 14.500a4.3 4.3 0 0 0 7 0M9 9.500v.600M15 9.500v.600M19 2v6M16 5h6',
  link: 'M10 14a4.2 4.2 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1 1M14 10a4.2 4.2 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1-1',
  bin: 'M4.5 6.500h15M9.5 6.500v-3h5v3M6.5 6.500l1 14h9l1-14M10.3 10.500v6M13.7 10.500v6',
  wire: 'M8.5 4.500c-4 0-1 7-4.5 7.5 3.5.5.5 7.5 4.5 7.500M15.5 4.500c4 0 1 7 4.5 7.5-3.5.5-.5 7.5-4.5 7.5',
  send: 'M4 12h14M12.5 5.5 19 12l-6.5 6.5',
  down: 'M6 10l6 6 6-6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  open: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM14.8 12a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0z',
  warning: 'M12 4 2.5 20h19zM12 10v4.500M12 17v.3',
  file: 'M6 3h8l5 5v12a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h5M8.5 13h7M8.5 17h7',
  sound:
    'M9 18V5.500l10-2V16M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zm10-2a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  save: 'M12 4v11M7 10.500l5 5 5-5M5 20h14',
  slash: 'M15.5 4l-7 16',
  more: 'M12 4.500a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM12 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM12 17.500a1 1 0 1 1 0 2 1 1 0 0 1 0-2z',
  thread: 'M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5',
  plus: 'M12 5v14M5 12h14',
  world:
    'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM3.500 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17',
  forum: 'M4 5h16v5H4zM4 14h16v5H4z',
  people:
    'M9 11a3.500 3.500 0 1 1 0-7 3.500 3.500 0 0 1 0 7zM2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M15.500 4.300a3.500 3.500 0 0 1 0 6.400M17.500 14.500c2.500.700 4 2.600 4 5.500',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  reply: 'M9 6 4 11l5 5M4 11h9a7 7 0 0 1 7 7v1',
  archive: 'M4 4.500h16v4H4zM5.500 8.500v11h13v-11M10 12.500h4',
  unarchive: 'M4 4.500h16v4H4zM5.500 8.500v11h13v-11M12 17v-5.500M9.500 13.500l2.500-2.500 2.500 2.500',
  edit: 'M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19z',
} as const;

export type Icon = keyof typeof strokes;

export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${strokes[name]} /></svg>`;
}
