/** What differs between the ComfyUI versions the stand-in can be. */

export type ComfyUiVersion = '0.33.0' | '0.3.64';

export interface VersionSwitches {
  version: ComfyUiVersion;
  /** `missing_node_type` with a title (0.12) instead of `invalid_prompt`. */
  namesMissingNodes: boolean;
  /** A cycle is reported as `dependency_cycle` (0.20) instead of an empty refusal. */
  namesCycles: boolean;
  /** `prompt_id` has to be a canonical UUID (0.25); before, anything was made a string. */
  uuidPromptIds: boolean;
  /** `/api/jobs` (0.6) and its cancel routes (0.26). */
  jobs: boolean;
  /** Steps nearer than 100 ms or 0.5 % to the last one sent are dropped (0.9.2). */
  throttlesProgress: boolean;
  /** V3 combos are checked when a prompt is posted (0.8). */
  checksV3Combos: boolean;
  /** `extra_data.create_time` is added (0.3.69) and sensitive keys never leave the server (0.3.68). */
  guardsExtraData: boolean;
  /** `extra_data.preview_method` turns previews on for one prompt (0.5). */
  previewPerPrompt: boolean;
  /** Requests marked `Sec-Fetch-Site: cross-site` are refused (0.19), /view says `nosniff` (0.28). */
  hardenedHttp: boolean;
  /** Save and preview nodes also return their input (0.26). */
  saveNodesReturn: boolean;
  /** History lists only what this run announced; before, every cached output that belongs to the graph. */
  historyOfThisRun: boolean;
  /** `extra_data: null` without a client id is taken and then kills the worker. */
  diesOfNullExtraData: boolean;
  /** Which V3 fields and sampler names object_info has. */
  modern: boolean;
}

const MODERN: VersionSwitches = {
  version: '0.33.0',
  namesMissingNodes: true,
  namesCycles: true,
  uuidPromptIds: true,
  jobs: true,
  throttlesProgress: true,
  checksV3Combos: true,
  guardsExtraData: true,
  previewPerPrompt: true,
  hardenedHttp: true,
  saveNodesReturn: true,
  historyOfThisRun: true,
  diesOfNullExtraData: false,
  modern: true,
};

const OLD: VersionSwitches = {
  version: '0.3.64',
  namesMissingNodes: false,
  namesCycles: false,
  uuidPromptIds: false,
  jobs: false,
  throttlesProgress: false,
  checksV3Combos: false,
  guardsExtraData: false,
  previewPerPrompt: false,
  hardenedHttp: false,
  saveNodesReturn: false,
  historyOfThisRun: false,
  diesOfNullExtraData: true,
  modern: false,
};

export const switchesOf = (version: ComfyUiVersion): VersionSwitches => (version === '0.33.0' ? MODERN : OLD);
