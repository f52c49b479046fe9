import type { Contract } from '../../shared/contracts/contract.ts';
import type { Language } from '../../shared/contracts/vocabulary.ts';
import { internationalNumber, type Values } from '../../shared/forms/fields.ts';
import type { Form } from '../../shared/forms/form.ts';
import { messageText } from '../../shared/forms/message-text.ts';
import { newId } from '../../shared/ids.ts';
import type { Attachment } from '../../shared/intake/inbound-message.ts';
import { languageOf, mailboxFor } from '../../shared/intake/new-ticket.ts';
import type { Request } from '../../shared/intake/open-once.ts';

interface Submitted {
  form: Form;
  values: Values;
  attachments: Attachment[];
  language: Language;
  contract: Contract;
  now: Date;
}

/** The ticket that a submission opens. Whoever typed the address may be anybody, so it is marked, and makes nobody take part. */
export function openingOf({ form, values, attachments, language, contract, now }: Submitted): Request['opening'] {
  const given = (name: string) => values.get(name) || undefined;
  const phone = form.fields.find(({ kind, name }) => kind === 'phone' && given(name));
  const requester = {
    address: given('email'),
    name: given('name'),
    phone: phone && internationalNumber(given(phone.name) ?? ''),
  };
  return {
    channel: 'form',
    subject: given('subject') ?? '',
    requester,
    participants: [],
    language: languageOf(language, contract),
    mailbox: mailboxFor(contract),
    nature: 'person',
    ...form.ticket,
    ...chosen(form, values),
    message: {
      id: newId('message', now.getTime()),
      from: requester,
      to: [],
      cc: [],
      text: messageText(form, values, language),
      textCut: false,
      attachments,
      attachmentsCut: false,
      unverified: true,
    },
  };
}

/** What the options that were chosen say of the ticket; a later field wins. */
function chosen({ fields }: Form, values: Values): Pick<Request['opening'], 'kind' | 'priority'> {
  const options = fields.flatMap((field) =>
    field.kind === 'select' ? field.options.filter(({ value }) => value === values.get(field.name)) : [],
  );
  const kind = options.findLast((option) => option.kind !== undefined)?.kind;
  const priority = options.findLast((option) => option.priority !== undefined)?.priority;
  return { ...(kind && { kind }), ...(priority && { priority }) };
}
