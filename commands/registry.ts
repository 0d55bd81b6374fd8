/** Every command there is. `bots/` offers what stands here; nothing else needs to know a command by name. */
import { again } from './again.ts';
import { animate } from './animate.ts';
import { block, blocked, unblock } from './block.ts';
import { cancel } from './cancel.ts';
import type { Command } from './command.ts';
import { askDelete, deleteNow } from './delete.ts';
import { edit } from './edit.ts';
import { allowStars, galleryAllow, galleryStop, stopStars } from './gallery-consent.ts';
import { galleryDescribe } from './gallery-describe.ts';
import {
  galleryFreeze,
  galleryRecount,
  galleryRemove,
  galleryRestore,
  galleryUnfreeze,
} from './gallery-keep.ts';
import { galleryMine, galleryMinePage } from './gallery-mine.ts';
import { share, showToInstructors, showWithName, showWithoutName, unshare } from './gallery-share.ts';
import { galleryShowcase, galleryShowcasePage } from './gallery-showcase.ts';
import { star, unstar } from './gallery-stars.ts';
import { galleryTagPage, galleryTags } from './gallery-tags.ts';
import { galleryRandom, galleryTop, galleryTopPage } from './gallery-top.ts';
import { helpFor } from './help.ts';
import { history, historyPage } from './history.ts';
import { homeFor } from './home.ts';
import { link, unlink } from './link.ts';
import { moderationList, moderationPattern, moderationRemove, moderationWords } from './moderation.ts';
import { originals } from './originals.ts';
import { pause, resume } from './pause.ts';
import { picture, pictures, usePicture } from './picture.ts';
import { galleryPin, galleryUnpin, pin, unpin } from './pin.ts';
import { preferencesClear, preferencesSet, preferencesShow } from './preferences.ts';
import { presetList } from './preset-list.ts';
import { presetDelete, presetFavourite, presetRename, presetShare, presetUnshare } from './preset-manage.ts';
import { presetSave } from './preset-save.ts';
import { presetUse } from './preset-use.ts';
import { queue } from './queue.ts';
import { remix } from './remix.ts';
import { render } from './render.ts';
import { see, seeInstead } from './see.ts';
import { settingsChannel, settingsClear, settingsEverywhere, settingsShow } from './settings.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { upscale } from './upscale.ts';
import { forgetImage, useAsImage } from './use-as-image.ts';
import { varyStrong, varyWeak } from './vary.ts';
import { workflow } from './workflow.ts';
import { workflowAccept, workflowAdd, workflowDecline, workflowPropose } from './workflow-add.ts';
import { workflowCheck } from './workflow-check.ts';
import { workflowEdit } from './workflow-edit.ts';
import { workflowGet } from './workflow-get.ts';
import { workflowList, workflowPage } from './workflow-list.ts';
import { workflowRemove, workflowRemoveNow } from './workflow-remove.ts';
import { workflowShow } from './workflow-show.ts';

/** In the order people see them. */
export const commands: readonly Command[] = [
  render,
  queue,
  cancel,
  history,
  show,
  status,
  workflowList,
  workflowShow,
  workflowGet,
  workflowAdd,
  workflowEdit,
  workflowRemove,
  workflowCheck,
  presetUse,
  presetSave,
  presetList,
  presetFavourite,
  presetShare,
  presetUnshare,
  presetRename,
  presetDelete,
  galleryTop,
  galleryRandom,
  galleryTags,
  galleryShowcase,
  galleryMine,
  galleryDescribe,
  galleryAllow,
  galleryStop,
  galleryPin,
  galleryUnpin,
  galleryRemove,
  galleryRestore,
  galleryFreeze,
  galleryUnfreeze,
  galleryRecount,
  pause,
  resume,
  preferencesShow,
  preferencesSet,
  preferencesClear,
  settingsShow,
  settingsEverywhere,
  settingsChannel,
  settingsClear,
  moderationList,
  moderationWords,
  moderationPattern,
  moderationRemove,
  block,
  unblock,
  blocked,
  link,
  unlink,
  helpFor(() => commands),
  homeFor(() => commands),
  historyPage,
  again,
  edit,
  picture,
  pictures,
  originals,
  varyWeak,
  varyStrong,
  upscale,
  animate,
  usePicture,
  see,
  seeInstead,
  useAsImage,
  remix,
  forgetImage,
  share,
  unshare,
  showWithName,
  showWithoutName,
  showToInstructors,
  galleryTopPage,
  galleryTagPage,
  galleryShowcasePage,
  galleryMinePage,
  workflow,
  workflowPage,
  workflowPropose,
  workflowAccept,
  workflowDecline,
  workflowRemoveNow,
  askDelete,
  deleteNow,
  star,
  unstar,
  pin,
  unpin,
  allowStars,
  stopStars,
];
