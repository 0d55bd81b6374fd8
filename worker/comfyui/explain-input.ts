/** One thing that is wrong with an input of a node, as ComfyUI's validation found it. */
import { z } from 'zod';
import type { Text } from '../../core/card.ts';
import { say } from '../../core/say.ts';
import { missingModel } from './missing-model.ts';
import { isModelFile, modelFolder, nearest } from './models.ts';
import { brief, mendGraph, show, type Trouble } from './telling.ts';
import { choicesOf, type NodeError } from './wire.ts';

/** The choices of an input, for lists that are too long to come with the error. Null: not known. */
export type Choices = (classType: string, input: string) => string[] | null;

const infoSchema = z.looseObject({
  input_name: z.string().optional().catch(undefined),
  input_config: z.array(z.unknown()).nullish().catch(null),
  received_value: z.unknown().optional(),
  received_type: z.unknown().optional(),
});
type Info = z.infer<typeof infoSchema>;

export interface Where {
  title: string;
  classType: string;
  choices: Choices;
}

export function explainInput(error: NodeError, where: Where): Trouble {
  const { title } = where;
  const info = infoSchema.parse(error.extra_info);
  const input = info.input_name === undefined ? say('an input') : brief(info.input_name);
  const value = show(info.received_value);
  switch (error.type) {
    case 'value_not_in_list':
      return notAmongChoices(info, where);
    case 'value_smaller_than_min':
    case 'value_bigger_than_max':
      return {
        message: say('"{title}": {input} must be {range}, got {value}.', {
          title,
          input,
          range: range(info.input_config),
          value,
        }),
        remedy: say('Choose a value in that range.'),
      };
    case 'invalid_input_type':
      return {
        message: say('"{title}": {input} must be {kind}, got {value}.', {
          title,
          input,
          kind: kindOf(info.input_config?.[0]),
          value,
        }),
        remedy: say('Choose a value of that kind.'),
      };
    case 'required_input_missing':
      return {
        message: say('"{title}": the input "{input}" is missing.', { title, input }),
        remedy: mendGraph,
      };
    case 'return_type_mismatch':
      return {
        message: say('"{title}": {input} needs {type} but is linked to {other}.', {
          title,
          input,
          type: show(info.input_config?.[0]),
          other: show(info.received_type),
        }),
        remedy: mendGraph,
      };
    case 'custom_validation_failed':
      return notAccepted(error, title);
    case 'bad_linked_input':
    case 'exception_during_validation':
    case 'exception_during_inner_validation':
      return {
        message: say('"{title}" is linked to something that is not in the workflow ({details}).', {
          title,
          details: brief(error.details),
        }),
        remedy: mendGraph,
      };
    case 'dependency_cycle':
      return {
        message: say('The nodes are linked in a circle: {details}', { details: brief(error.details) }),
        remedy: mendGraph,
      };
    default:
      return { message: `"${title}": ${brief(`${error.message}: ${error.details}`)}`, remedy: mendGraph };
  }
}

function notAmongChoices(info: Info, { title, classType, choices }: Where): Trouble {
  const name = info.input_name ?? '';
  const wanted = typeof info.received_value === 'string' ? brief(info.received_value) : '';
  const known = choicesOf(info.input_config) ?? choices(classType, name);
  const folder = modelFolder(classType, name);
  if (folder !== null || isModelFile(info.received_value))
    return missingModel({ title, file: wanted, folder, known });
  const names = known && nearest(wanted, known, 5).join(', ');
  return {
    message: say('"{title}": {input} cannot be {value}.', {
      title,
      input: name === '' ? say('an input') : brief(name),
      value: show(info.received_value),
    }),
    remedy: names ? say('It can be {names}.', { names: known.length > 5 ? `${names} …` : names }) : mendGraph,
  };
}

function notAccepted({ details }: NodeError, title: string): Trouble {
  const file = /Invalid (?:image|audio|video|latent) file: (.+)/.exec(details)?.[1];
  return file
    ? {
        message: say('"{title}": the file "{file}" is not in the ComfyUI server\'s input folder.', {
          title,
          file,
        }),
        remedy: say('Put it there, or name one that is there.'),
      }
    : {
        message: say('"{title}" does not accept its input: {details}', { title, details: brief(details) }),
        remedy: mendGraph,
      };
}

function range(config: Info['input_config']): Text {
  const limits = z
    .looseObject({ min: z.unknown().optional(), max: z.unknown().optional() })
    .safeParse(config?.[1]).data;
  const min = limits?.min === undefined ? null : show(limits.min);
  const max = limits?.max === undefined ? null : show(limits.max);
  if (min !== null && max !== null) return say('{min} to {max}', { min, max });
  if (min !== null) return say('at least {min}', { min });
  return max === null ? say('in its range') : say('at most {max}', { max });
}

function kindOf(type: unknown): Text {
  switch (type) {
    case 'INT':
      return say('a whole number');
    case 'FLOAT':
      return say('a number');
    case 'BOOLEAN':
      return say('true or false');
    default:
      return say('of the type {type}', { type: show(type) });
  }
}
