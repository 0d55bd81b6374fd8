/** The post of a proposed workflow, and the word to whoever proposed it. */
import { proposalCard, verdictCard } from '../commands/cards/proposal-card.ts';
import type { Tools } from '../commands/command.ts';
import { drawWorkflow } from '../commands/workflow-drawing.ts';
import type { Delivery } from '../core/deliveries.ts';
import { type Chat, standing } from './chat.ts';
import type { Speech } from './speech.ts';

const nonceOf = (id: string) => `w-${id.slice(-18)}`;

interface DeliverProposalOptions {
  tools: Tools;
  chat: Chat;
  speech: Speech;
}

export function createDeliverProposal({ tools, chat, speech }: DeliverProposalOptions) {
  const { core, library, log, now } = tools;

  async function deliverPost(delivery: Delivery): Promise<void> {
    const proposal = await core.proposals.get(delivery.jobId);
    if (!proposal || proposal.state === 'draft') return;
    const about = library.draft(proposal);
    const drawing = proposal.state === 'declined' ? null : await drawWorkflow(tools, about);
    const { place, by } = proposal;
    const card = await speech.forPlaceOf(proposalCard(proposal, about, drawing), place, by);
    if (!proposal.post) {
      const first = await core.deliveries.beginPost(chat.platform, delivery, nonceOf(proposal.id), now());
      await core.proposals.keepPost(proposal.id, await chat.create(proposal.place, card, first));
      return;
    }
    const edited = await chat.edit(proposal.post, card, 'final');
    const post = standing(edited);
    if (post) await core.proposals.keepPost(proposal.id, post);
  }

  async function deliverVerdict(delivery: Delivery): Promise<void> {
    const proposal = await core.proposals.get(delivery.jobId);
    if (!proposal?.decidedBy) return;
    const first = await core.deliveries.beginPost(chat.platform, delivery, `v${nonceOf(proposal.id)}`, now());
    const card = await speech.forPerson(verdictCard(proposal), proposal.by);
    const told = await chat.tell(proposal.by, card, first);
    if (told === 'refused')
      log.info({ person: proposal.by.id }, 'a verdict on a workflow could not be told; its post says it');
  }

  return (delivery: Delivery): Promise<void> =>
    delivery.subject === 'proposal' ? deliverPost(delivery) : deliverVerdict(delivery);
}
