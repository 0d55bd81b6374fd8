/** The gallery post of a job, and the private question to its maker. */
import { type Card, code, named, type Text, typed } from '../../core/card.ts';
import { type Job, promptOf } from '../../core/job.ts';
import { shortened } from '../words.ts';
import { pictureElements } from './output-elements.ts';

/** `original` is the address of the job's own post. */
export function galleryCard(job: Job, original: string | null): Card {
  const prompt = promptOf(job);
  const files = job.outputs.filter((output) => output.kind === 'audio');
  const { seed } = job.request.values;
  const fields: { label: string; value: Text }[] = [
    { label: 'By', value: named(job.owner) },
    { label: 'Workflow', value: job.request.workflow.title },
  ];
  if (seed !== undefined) fields.push({ label: 'Seed', value: code(String(seed)) });
  return {
    tone: 'gallery',
    summary: `${job.owner.name}: ${shortened(prompt || job.request.workflow.title, 120)}`,
    elements: [
      ...pictureElements(job.outputs, prompt || job.request.workflow.title),
      ...(files.length > 0
        ? [{ type: 'files' as const, files: files.map((output) => ({ from: 'store' as const, output })) }]
        : []),
      ...(prompt ? [{ type: 'quote' as const, text: prompt }] : []),
      { type: 'fields', fields },
      ...(job.standIn
        ? [{ type: 'note' as const, text: 'Drawn without a model, by a stand-in for ComfyUI' }]
        : []),
      ...(original
        ? [
            {
              type: 'buttons' as const,
              buttons: [{ type: 'link' as const, url: original, label: 'Original' }],
            },
          ]
        : []),
    ],
  };
}

/** Asked once, of a maker whose render somebody starred for the first time. */
export function questionCard(job: Job, original: string | null): Card {
  const where: Text = original ? [' ', { type: 'link', text: 'See the render', url: original }] : '';
  return {
    tone: 'gallery',
    summary: 'Somebody starred your render. May stars of others show your results in the gallery?',
    elements: [
      { type: 'heading', text: 'Somebody starred your render' },
      { type: 'quote', text: shortened(promptOf(job) || job.request.workflow.title, 200) },
      {
        type: 'text',
        text: [
          'May results of yours that others star be shown in the gallery, with your name?',
          where,
        ].flat() as Text,
      },
      {
        type: 'buttons',
        buttons: [
          {
            type: 'action',
            command: 'allow stars',
            jobId: job.id,
            label: 'Yes, show them',
            emoji: '⭐',
            look: 'main',
          },
          { type: 'action', command: 'stop stars', jobId: job.id, label: 'No', look: 'plain' },
        ],
      },
      {
        type: 'note',
        text: [
          'You can change your mind at any time: ',
          typed('gallery allow'),
          ', ',
          typed('gallery stop'),
          '.',
        ],
      },
    ],
  };
}
